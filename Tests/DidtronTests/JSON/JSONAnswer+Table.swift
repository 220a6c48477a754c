/// A command with `--json`, and the file of its answer under fixtures/json.
struct JSONAnswer {
    let name: String
    let command: String
    var input = ""
    /// 0 unless the command says no, or that something is open.
    var status: Int32 = 0
    /// Where the answer is printed.
    var isOnStandardError = false

    private static let calls = """
        call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code
        a,acme,bolt,4930,442071234567,2026-10-03T10:00:00Z,60.5,200
        b,acme,bolt,4930,442071234568,2026-10-03T11:00:00Z,1200,200
        c,nobody,bolt,4930,442071234569,2026-10-03T12:00:00Z,30,200
        d,acme,bolt,4930,not a number,2026-10-03T13:00:00Z,30,200

        """

    /// One after the other they make a small carrier, bill it, take back a file, keep its money, and fail.
    static let all = table + money + failures

    private static let table = [
        JSONAnswer(name: "db-migrate", command: "db migrate"),
        JSONAnswer(name: "db-status", command: "db status"),
        JSONAnswer(name: "db-url", command: "db url"),
        JSONAnswer(name: "entity-import", command: "entity import -", input: "entity,name,currency\nmain,Main,USD\n"),
        JSONAnswer(
            name: "partner-import", command: "partner import -",
            input:
                "partner,role,currency,credit_limit,notice_increase_days\nacme,customer,USD,2500.50,7\nbolt,supplier,USD,,\n"
        ),
        JSONAnswer(
            name: "partner-import-again", command: "partner import -", input: "partner,name\nacme,Acme Limited\n"),
        JSONAnswer(
            name: "tax-import", command: "tax import -",
            input: "profile,tax,rate,from\nvat,VAT,19,\nvat,VAT,21.5,2030-01-01\n"),
        JSONAnswer(
            name: "party-import", command: "party import -",
            input: "partner,legal_name,country,tax_ids\nacme,Acme Limited,GB,GB_VAT GB123456789\n"),
        JSONAnswer(
            name: "bank-import", command: "bank import -",
            input: "partner,currency,iban\nacme,USD,GB82WEST12345698765432\n"),
        JSONAnswer(
            name: "contact-import", command: "contact import -",
            input: "partner,purpose,mail\nacme,billing,ap@acme.example\n"),
        JSONAnswer(
            name: "product-import", command: "product import -",
            input: "product,direction\nstandard,outbound\ndid,inbound\n"),
        JSONAnswer(name: "switch-import", command: "switch import -", input: "switch,zone\nsw1,UTC\n"),
        JSONAnswer(
            name: "account-import", command: "account import -",
            input: "account,partner,side,product\nacme,acme,sell,standard\nbolt,bolt,buy,standard\n"),
        JSONAnswer(
            name: "destination-import", command: "destination import -",
            input: "prefix,destination\n44,UK\n49,Germany\n"),
        JSONAnswer(
            name: "did-import", command: "did import -",
            input: "number,partner,product,from,monthly_fee\n442012345678,acme,did,2026-10-11,10\n"),
        JSONAnswer(
            name: "fx-import", command: "fx import - --reason start",
            input: "from,to,effective_on,rate\nEUR,USD,2026-10-01,1.1\n"),
        JSONAnswer(name: "settings-set", command: "settings set fx.days_max 20"),
        JSONAnswer(name: "npanxx-import", command: "npanxx import -", input: "npa,state\n212,NY\n"),
        JSONAnswer(
            name: "ratecard-inspect", command: "ratecard inspect - --as-of 2026-09-01",
            input: "prefix,destination,rate_per_min,setup_fee,effective_from\n44,UK mobile,0.07,0.01,2026-09-01\n"),
        JSONAnswer(
            name: "ratecard-inspect-question", command: "ratecard inspect - --as-of 2026-09-01",
            input: "prefix,destination,price\n44,UK mobile,0.07\n49,Germany,none of it\n", status: 1),
        JSONAnswer(
            name: "ratecard-import",
            command:
                "ratecard import - --card gold --side sell --currency USD --as-of 2026-09-01 --effective 2026-09-01",
            input: "prefix,destination,rate_per_min\n44,UK mobile,0.06\n"),
        JSONAnswer(name: "ratecard-withdraw", command: "ratecard withdraw --card gold"),
        JSONAnswer(
            name: "ratecard-import-approved",
            command:
                "ratecard import - --card gold --side sell --currency USD --as-of 2026-09-01 --effective 2026-09-01 --approve "
                + "--customer acme --product standard",
            input: "prefix,destination,rate_per_min\n44,UK mobile,0.07\n49,Germany,0.02\n"),
        JSONAnswer(
            name: "ratecard-assign", command: "ratecard assign --card gold --partner acme --product standard"),
        JSONAnswer(
            name: "destination-mapping-import", command: "destination mapping import - --card gold",
            input: "name,destination\nUK mobile,UK\n"),
        JSONAnswer(
            name: "destination-mapping-set", command: "destination mapping set --card gold --name Germany"),
        JSONAnswer(
            name: "ratecard-bands-import", command: "ratecard bands import - --card gold",
            input: "time_band,days,from,to\npeak,weekdays,08:00,20:00\n"),
        JSONAnswer(
            name: "ratecard-holidays-import", command: "ratecard holidays import - --card gold",
            input: "date,name\n2026-12-25,Christmas\n"),
        JSONAnswer(
            name: "origin-import", command: "origin import - --card gold", input: "origin,prefix\neurope,49\n"),
        JSONAnswer(
            name: "ratecard-import-buy",
            command:
                "ratecard import - --card cost --side buy --currency USD --as-of 2026-09-01 --effective 2026-09-01 "
                + "--approve --supplier bolt --product standard", input: "prefix,destination,rate_per_min\n44,UK,0.01\n"
        ),
        JSONAnswer(name: "cdr-inspect", command: "cdr inspect -", input: calls),
        JSONAnswer(name: "cdr-import", command: "cdr import - --switch sw1", input: calls),
        JSONAnswer(name: "cdr-import-again", command: "cdr import - --switch sw1", input: calls),
        JSONAnswer(name: "cdr-files", command: "cdr files"),
        JSONAnswer(name: "cdr-files-one", command: "cdr files 1"),
        JSONAnswer(name: "cdr-rejects", command: "cdr rejects"),
        JSONAnswer(name: "cdr-unrated", command: "cdr unrated"),
        JSONAnswer(name: "cdr-unrated-again", command: "cdr unrated --rate-again"),
        JSONAnswer(name: "cdr-show", command: "cdr show 2026-10-03/1/0"),
        JSONAnswer(name: "cdr-evidence", command: "cdr evidence"),
        JSONAnswer(name: "explain", command: "explain 2026-10-03/1/0"),
        JSONAnswer(name: "ledger-post", command: "ledger post"),
        JSONAnswer(name: "partner-balance", command: "partner balance"),
        JSONAnswer(name: "did-charge", command: "did charge --period 2026-10"),
        JSONAnswer(name: "invoice-run-dry", command: "invoice run --period 2026-10 --dry-run"),
        JSONAnswer(name: "invoice-run", command: "invoice run --period 2026-10"),
        JSONAnswer(name: "invoice-void", command: "invoice void 2"),
        JSONAnswer(name: "invoice-run-again", command: "invoice run --period 2026-10"),
        JSONAnswer(name: "invoice-approve", command: "invoice approve 3"),
        JSONAnswer(name: "invoice-issue", command: "invoice issue 3"),
        JSONAnswer(name: "invoice-list", command: "invoice list"),
        JSONAnswer(name: "invoice-show", command: "invoice show 3"),
        JSONAnswer(name: "ledger-trial-balance", command: "ledger trial-balance"),
        JSONAnswer(name: "ledger-accounts", command: "ledger accounts"),
        JSONAnswer(name: "ledger-entries", command: "ledger entries --limit 2"),
        JSONAnswer(
            name: "ratecard-import-change",
            command:
                "ratecard import - --card gold --side sell --currency USD --as-of 2026-10-05 --effective 2026-09-15 --approve",
            input: "prefix,destination,rate_per_min\n44,UK mobile,0.08\n49,Germany,0.02\n"),
        JSONAnswer(name: "ratecard-diff", command: "ratecard diff --card gold"),
        JSONAnswer(name: "ratecard-show", command: "ratecard show --card gold"),
        JSONAnswer(name: "ratecard-list", command: "ratecard list"),
        JSONAnswer(name: "ratecard-notice", command: "ratecard notice --card gold --customer acme --version 3"),
        JSONAnswer(
            name: "ratecard-generate",
            command:
                "ratecard generate --card silver --buy-card cost --currency USD --effective 2026-09-01 --percent 10"),
        JSONAnswer(name: "ratecard-approve", command: "ratecard approve --card silver"),
        JSONAnswer(name: "ratecard-history", command: "ratecard history --card silver"),
        JSONAnswer(name: "ratecard-compare", command: "ratecard compare --buy-card cost,gold --at 2026-10-01"),
        JSONAnswer(name: "rerate", command: "rerate --period 2026-10"),
        JSONAnswer(name: "rerate-apply", command: "rerate --period 2026-10 --apply"),
        JSONAnswer(
            name: "rerate-what-if", command: "rerate --period 2026-10 --card gold --what-if -",
            input: "prefix,destination,rate_per_min\n44,UK mobile,0.05\n"),
        JSONAnswer(name: "cdr-undo", command: "cdr undo stdin --reason test"),
        JSONAnswer(name: "cdr-undo-apply", command: "cdr undo stdin --reason test --apply"),
        JSONAnswer(name: "entity-list", command: "entity list"),
        JSONAnswer(name: "entity-show", command: "entity show main"),
        JSONAnswer(name: "partner-show", command: "partner show acme"),
        JSONAnswer(name: "party-show", command: "party show acme"),
        JSONAnswer(name: "bank-show", command: "bank show acme"),
        JSONAnswer(name: "contact-show", command: "contact show acme"),
        JSONAnswer(name: "product-show", command: "product show did"),
        JSONAnswer(name: "switch-show", command: "switch show sw1"),
        JSONAnswer(name: "account-show", command: "account show bolt"),
        JSONAnswer(name: "did-show", command: "did show 442012345678"),
        JSONAnswer(name: "partner-list", command: "partner list"),
        JSONAnswer(name: "tax-list", command: "tax list"),
        JSONAnswer(name: "tax-show", command: "tax show vat"),
        JSONAnswer(name: "party-list", command: "party list"),
        JSONAnswer(name: "bank-list", command: "bank list"),
        JSONAnswer(name: "contact-list", command: "contact list"),
        JSONAnswer(name: "product-list", command: "product list"),
        JSONAnswer(name: "switch-list", command: "switch list"),
        JSONAnswer(name: "account-list", command: "account list"),
        JSONAnswer(name: "destination-list", command: "destination list"),
        JSONAnswer(name: "destination-mapping-list", command: "destination mapping list --card gold"),
        JSONAnswer(name: "did-list", command: "did list"),
        JSONAnswer(name: "fx-list", command: "fx list"),
        JSONAnswer(name: "npanxx-list", command: "npanxx list"),
        JSONAnswer(name: "origin-list", command: "origin list --card gold"),
        JSONAnswer(name: "ratecard-bands-show", command: "ratecard bands show --card gold"),
        JSONAnswer(name: "ratecard-holidays-list", command: "ratecard holidays list --card gold"),
        JSONAnswer(name: "settings-list", command: "settings list"),
        JSONAnswer(name: "audit-list", command: "audit list --limit 2"),
        JSONAnswer(name: "audit-show", command: "audit show 2"),
        JSONAnswer(name: "check", command: "check --only V1"),
        JSONAnswer(name: "jobs-run", command: "jobs run books.close --queue-only"),
        JSONAnswer(name: "jobs-list", command: "jobs list"),
        JSONAnswer(name: "jobs-cancel", command: "jobs cancel 1"),
        JSONAnswer(name: "jobs-retry", command: "jobs retry 1"),
        JSONAnswer(name: "jobs-history", command: "jobs history"),
        JSONAnswer(
            name: "jobs-schedule", command: "jobs schedule nightly --kind jobs.clean_up --cron 30_2_*_*_* --missed once"
        ),
        JSONAnswer(name: "user-add", command: "user add ada@example.net --role super-admin --name Ada"),
        JSONAnswer(name: "user-link", command: "user link ada@example.net --invitation"),
        JSONAnswer(name: "user-list", command: "user list"),
        JSONAnswer(
            name: "token-add",
            command: "token add --user ada@example.net --name reports --scope read:invoices --days 90"),
        JSONAnswer(name: "token-list", command: "token list"),
        JSONAnswer(name: "token-revoke", command: "token revoke 1 --reason lost"),
        JSONAnswer(name: "user-suspend", command: "user suspend ada@example.net --reason left"),
        JSONAnswer(name: "user-resume", command: "user resume ada@example.net"),
        JSONAnswer(name: "jobs-pause", command: "jobs pause nightly --reason holidays"),
        JSONAnswer(name: "jobs-resume", command: "jobs resume nightly"),
        JSONAnswer(name: "jobs-schedules", command: "jobs schedules"),
    ]

    private static let failures = [
        JSONAnswer(name: "failure-refusal", command: "invoice show INV-9", status: 1),
        JSONAnswer(
            name: "failure-rows", command: "account import -", input: "account,partner\nx,nobody\n,acme\n", status: 1),
        JSONAnswer(name: "failure-command", command: "invoice list --period never", status: 64),
    ]

    /// Commands that print no document: their output is another file, a row an event, or for people alone.
    static let withoutDocument: Set<String> = [
        "cdr watch", "demo", "destination mapping export", "jobs work", "serve",
    ]
}

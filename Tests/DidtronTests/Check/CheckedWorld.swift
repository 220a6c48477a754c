import Database
import Foundation
import Postgres
import TestSupport

/// Books in which everything is that a check looks at: two entities, four currencies, customers who pay before and after, weekly
/// and monthly, numbers (DIDs), time bands, corrected and re-rated calls, a call that waited for a price, closings of several
/// files, a locked period, invoices in each state, one of them void after its issue, a carried credit, payments of every purpose, some of
/// them reversed, allocated, ended, and settled at another exchange rate, a revaluation, journals by hand in each state, tax of invoices and deposits, and seals.
struct CheckedWorld {
    let database: Database
    /// Owns the cluster, so it may do what no role may.
    let owner: Connection

    private let program: DidtronProgram
    private let folder: String

    struct Failure: Error, CustomStringConvertible { var description: String }

    init(_ database: Database) throws {
        self.database = database
        program = DidtronProgram(database: database)
        owner = try database.connect()
        folder = database.home.path + "/calls"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try addCatalog()
        try bill()
        try correct()
        try billAgain()
        try pay()
        try tax()
        try keepByHand()
    }

    private func run(_ command: String, _ input: String = "") throws {
        let outcome = try program.run(command.split(separator: " ").map(String.init), input: input)
        guard outcome.status == 0 else { throw Failure(description: "\(command): \(outcome.errors)\(outcome.output)") }
    }

    private func load(_ entity: String, _ files: [String: String]) throws {
        let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"
        let paths = try files.sorted { $0.key < $1.key }.map { name, calls in
            try (header + calls).write(toFile: "\(folder)/\(name).csv", atomically: false, encoding: .utf8)
            return "\(folder)/\(name).csv"
        }
        try run("cdr import --entity \(entity) " + paths.joined(separator: " "))
    }

    /// What no command does yet, as an act of its own.
    private func act(_ name: String, entity: Int, by actor: String = "lock", _ sql: String) throws {
        try owner.transaction {
            try owner.execute(
                "SELECT begin_act('system', '\(actor)', \(entity)::smallint, '\(name)', 'sql', 'month', false, NULL, NULL)"
            )
            try owner.execute("SET LOCAL ROLE didtron_app")
            try owner.execute(sql)
        }
    }

    private func addCatalog() throws {
        try run(
            "entity import -",
            """
            entity,name,currency,zone
            main,Main Ltd,USD,UTC
            north,North GmbH,EUR,Europe/Berlin

            """)
        try run(
            "partner import -",
            """
            entity,partner,name,role,payment_mode,currency,zone,cycle
            main,acme,Acme Ltd,customer,postpaid,USD,Europe/London,monthly
            main,bolt,Bolt KK,customer,postpaid,JPY,Asia/Tokyo,monthly
            main,prep,Prep Ltd,customer,prepaid,USD,UTC,monthly
            main,week,Week Ltd,customer,postpaid,EUR,UTC,weekly
            main,hold,Hold Ltd,customer,postpaid,USD,UTC,monthly
            main,sup,Sup Ltd,supplier,postpaid,USD,UTC,monthly
            north,norda,Norda AB,customer,postpaid,USD,Europe/Berlin,monthly
            north,nsup,Nsup GmbH,supplier,postpaid,EUR,UTC,monthly

            """)
        try run(
            "product import -",
            """
            entity,product,direction
            main,standard,outbound
            main,did,inbound
            north,standard,outbound

            """)
        try run(
            "account import -",
            """
            entity,account,partner,side,product
            main,acme,acme,sell,standard
            main,bolt,bolt,sell,standard
            main,prep,prep,sell,standard
            main,week,week,sell,standard
            main,sup,sup,buy,standard
            north,norda,norda,sell,standard
            north,nsup,nsup,buy,standard

            """)
        try run(
            "fx import -",
            """
            from,to,effective_on,rate
            EUR,USD,2026-09-25,1.1
            USD,JPY,2026-09-25,150
            EUR,USD,2026-10-20,1.2

            """)
        try run(
            "ratecard import - --entity main --card gold --side sell --currency USD --effective 2026-09-01 --approve --force",
            """
            prefix,destination,rate_per_min,increments,setup_fee
            44,UK,0.06,60/60,0
            447,UK Mobile,0.12,1/1,0.01
            49,Germany,0.0333,30/6,0

            """)
        try run(
            "ratecard import - --entity main --card route --side buy --currency USD --effective 2026-09-01 --approve --force",
            """
            prefix,destination,rate_per_min,increments,setup_fee
            44,UK,0.03,1/1,0
            49,Germany,0.02,1/1,0

            """)
        try run(
            "ratecard import - --entity main --card eur --side sell --currency EUR --effective 2026-09-01 --approve --force",
            """
            prefix,destination,rate_per_min,increments,setup_fee
            44,UK,0.05,60/60,0
            49,Germany,0.03,1/1,0

            """)
        try run(
            "ratecard import - --entity main --card numbers --side sell --currency USD --effective 2026-09-01 --approve --force",
            """
            prefix,destination,rate_per_min,increments,setup_fee
            44,UK,0.01,1/1,0

            """)
        try run(
            "ratecard import - --entity north --card nsell --side sell --currency USD --effective 2026-09-01 --approve --force",
            """
            prefix,destination,rate_per_min,increments,setup_fee
            44,UK,0.07,60/60,0
            49,Germany,0.04,1/1,0

            """)
        try run(
            "ratecard import - --entity north --card nbuy --side buy --currency EUR --effective 2026-09-01 --approve --force",
            """
            prefix,destination,rate_per_min,increments,setup_fee
            44,UK,0.02,1/1,0
            49,Germany,0.01,1/1,0

            """)
        try run(
            "ratecard import - --entity main --card banded --side sell --currency USD --effective 2026-09-01 --approve",
            """
            prefix,destination,rate,increments,time_band
            44,UK,0.05,1/1,
            44,UK,0.50,1/1,peak

            """)
        try run(
            "ratecard bands import - --entity main --card banded --pricing split",
            """
            time_band,days,from,to
            peak,mon-fri,08:00,20:00

            """)
        try run("ratecard assign --entity main --card gold --partner acme --product standard")
        try run("ratecard assign --entity main --card gold --partner bolt --product standard")
        try run("ratecard assign --entity main --card gold --partner prep --product standard")
        try run("ratecard assign --entity main --card eur --partner week --product standard")
        try run("ratecard assign --entity main --card route --partner sup --product standard")
        try run("ratecard assign --entity main --card numbers --partner acme --product did")
        try run("ratecard assign --entity north --card nsell --partner norda --product standard")
        try run("ratecard assign --entity north --card nbuy --partner nsup --product standard")
        try run(
            "did import -",
            """
            entity,number,partner,product,from,monthly_fee,setup_fee
            main,442012345678,acme,did,2026-10-11,10,5
            main,442012345679,prep,did,2026-10-01,3,0
            main,442012345680,hold,did,2026-10-01,10,0

            """)
    }

    private func bill() throws {
        try load(
            "main",
            [
                "a": """
                a1,acme,sup,4930123456,442071234567,2026-10-03T10:00:00Z,61,200
                a2,acme,sup,4930123456,447700900123,2026-10-03T11:00:00Z,30,200
                a3,acme,sup,4930123456,442071234567,2026-10-03T12:00:00Z,0,487
                a4,bolt,sup,4930123456,493012345678,2026-10-04T23:30:00Z,37.5,200
                a5,prep,sup,4930123456,442071234567,2026-10-04T11:00:00Z,60,200
                a6,nobody,sup,4930123456,442071234567,2026-10-04T12:00:00Z,60,200
                a7,week,sup,4930123456,493012345678,2026-10-05T12:00:00Z,600,200
                a8,week,sup,4930123456,442071234567,2026-10-14T12:00:00Z,100,200
                a9,acme,sup,4930123456,81312345678,2026-10-15T12:00:00Z,100,200

                """,
                "b": """
                b1,acme,sup,4930123456,442071234567,2026-10-06T10:00:00Z,75,200
                b2,bolt,sup,4930123456,447700900124,2026-10-07T11:00:00Z,120,200
                a1,acme,sup,4930123456,442071234567,2026-10-03T10:00:00Z,61,200
                not,a,call
                b3,,sup,4930123456,442012345678,2026-10-12T11:00:00Z,45,200

                """,
            ])
        try load(
            "north",
            [
                "n": """
                n1,norda,nsup,4930123456,442071234567,2026-10-03T22:30:00Z,61,200
                n2,norda,nsup,4930123456,493012345678,2026-10-21T10:00:00Z,90,200

                """
            ])
        try run("did charge --entity main --period 2026-10")
        try run("invoice run --entity main --period 2026-10")
        try run("invoice run --entity north --period 2026-10")
        try run("invoice void 1")
        try run("invoice run --entity main --period 2026-10")
        try run("invoice approve 2 3 4 6 7 --request-key approve-october")
        try run("invoice issue 2")
        try run("invoice issue 3")
        try run("invoice issue 6")
        try run("invoice issue 7")
    }

    private func correct() throws {
        try load(
            "main",
            [
                "c": """
                a1,acme,sup,4930123456,442071234567,2026-10-03T10:00:00Z,121,200
                a8,week,sup,4930123456,442071234567,2026-10-14T12:00:00Z,160,200
                c1,acme,sup,4930123456,442071234567,2026-10-30T10:00:00Z,90,200
                c2,prep,sup,4930123456,493012345678,2026-11-02T10:00:00Z,90,200
                c3,acme,sup,4930123456,493012345678,2026-11-02T10:00:00Z,20,200

                """
            ])
        try run(
            "ratecard import - --entity main --card gold --side sell --currency USD --effective 2026-09-01 --approve --force",
            """
            prefix,destination,rate_per_min,increments,setup_fee
            44,UK,0.09,60/60,0
            447,UK Mobile,0.12,1/1,0.01
            49,Germany,0.0333,30/6,0
            81,Japan,0.2,1/1,0

            """)
        try run("rerate --period 2026-10 --apply")
        try run("ledger lock --entity main --until 2026-10-31 --reason October")
        try run(
            "ratecard assign --entity main --card banded --partner week --product standard --from 2026-11-01 --replace")
    }

    private func billAgain() throws {
        try load(
            "main",
            [
                "d": """
                d1,acme,sup,4930123456,442071234567,2026-10-31T10:00:00Z,70,200
                d2,bolt,sup,4930123456,442071234567,2026-11-03T10:00:00Z,70,200
                d3,week,sup,4930123456,442071234567,2026-11-05T07:59:30Z,90,200

                """
            ])
        try run(
            "did import -",
            """
            entity,number,partner,product,from,to
            main,442012345680,hold,did,2026-10-01,2026-10-20

            """)
        try run("did charge --entity main --period 2026-10")
        try run("invoice run --entity main --partner hold --period 2026-10")
        try run(
            "did import -",
            """
            entity,number,partner,product,from,monthly_fee,setup_fee
            main,442012345681,hold,did,2026-11-01,20,0

            """)
        try run("did charge --entity main --period 2026-11")
        try run("invoice run --entity main --period 2026-11")
        try run("ledger revalue --entity north --month 2026-10")
        try act(
            "invoice.void", entity: 2, by: "void",
            """
            UPDATE invoice SET state = 'void', voided_at = clock_timestamp() WHERE id = 6;
            UPDATE usage_claim SET invoice_id = NULL WHERE invoice_id = 6;
            WITH mirror AS (
                INSERT INTO journal (entity_id, kind, document_id, reverses_journal_id)
                SELECT entity_id, kind, document_id, id FROM journal WHERE document_id = 6 RETURNING id, reverses_journal_id
            )
            INSERT INTO entry (journal_id, entity_id, partner_id, debit_account_id, credit_account_id, amount_micros, functional_micros, currency, effective_on, service_period)
            SELECT mirror.id, entity_id, partner_id, credit_account_id, debit_account_id, amount_micros, functional_micros, currency, effective_on, service_period
            FROM mirror JOIN entry ON journal_id = reverses_journal_id;
            SELECT add_to_account_balance(ARRAY[(SELECT max(id) FROM journal)]);
            """)
        try run("invoice run --entity north --period 2026-10")
    }

    private func pay() throws {
        let today = String(Date.now.ISO8601Format().prefix(10))
        let before = String(Date.now.addingTimeInterval(-5 * 86_400).ISO8601Format().prefix(10))
        try run("fx import - --force", "from,to,effective_on,rate\nEUR,USD,\(before),1.3\nEUR,USD,\(today),1.4\n")
        try run("payment record acme --entity main --amount 0.05 --fee 0.01 --withheld 0.02")
        try run("payment record acme --entity main --amount 0.04 --reference again")
        try run("payment record week --entity main --amount 100 --value-date \(before) --unapplied")
        try run("invoice approve --entity main --partner week --period 2026-11 --leave-earlier --keep-prices")
        try run("invoice issue --entity main --partner week --period 2026-11 --leave-earlier --keep-prices")
        let weekly = try owner.query(
            "SELECT max(invoice.id) AS id FROM invoice JOIN partner ON partner.id = partner_id WHERE code = 'week'"
        ).only().int("id")
        let paid = try owner.query("SELECT max(id) AS id FROM payment").only().int("id")
        try run("payment allocate \(paid) --invoice \(weekly)")
        try run("payment record hold --entity main --amount 3 --unapplied")
        try run("payment refund hold --entity main --amount 1")
        try run("payment record acme --entity main --amount 0.03")
        let bounced = try owner.query("SELECT max(id) AS id FROM payment").only().int("id")
        try run("payment reverse \(bounced) --reason bounced")
        let open = try owner.query(
            """
            SELECT min(invoice.id) AS id FROM invoice JOIN partner ON partner.id = partner_id
            WHERE code = 'acme' AND state = 'issued' AND total_minor > paid_minor
            """
        ).only().int("id")
        try run("payment write-off acme --entity main --invoice \(open)=0.01 --reason rest")
        try run("payment record sup --entity main --amount 10 --to-supplier --advance")
        let advance = try owner.query("SELECT max(id) AS id FROM payment").only().int("id")
        try run("payment refund sup --entity main --amount 4 --of \(advance)")
        try run("topup prep --entity main --amount 20")
        try run("payment record week --entity main --amount 5 --currency USD --counts 4")
        try run("deposit hold prep --entity main --amount 1.5")
    }

    /// Customers who are taxed on their invoice, when a top-up comes in, and with what their deposit pays.
    private func tax() throws {
        try run(
            "tax import - --entity main",
            """
            profile,prices,tax_point,tax,rate,from,treatment,sentence
            vat,exclusive,usage,VAT,19,,,
            vat,exclusive,usage,VAT,16,2026-11-01,,
            vat,exclusive,usage,VAT,20,2030-01-01,,
            within,inclusive,usage,GST,5,,,
            ahead,exclusive,receipt,GST,5,,,
            ahead,exclusive,receipt,PST,9.975,,,
            abroad,,,,,,reverse_charge,The recipient owes the tax.

            """)
        try run(
            "partner import - --entity main",
            """
            partner,payment_mode,currency,tax
            taxed,postpaid,USD,vat
            within,postpaid,USD,within
            abroad,postpaid,USD,abroad
            ahead,prepaid,USD,ahead
            daily,prepaid,USD,vat

            """)
        try run(
            "did import - --entity main",
            """
            number,partner,product,from,monthly_fee,setup_fee
            442012345690,taxed,did,2026-11-01,33.33,0
            442012345691,within,did,2026-11-01,10.01,0
            442012345692,abroad,did,2026-11-01,25,0
            442012345693,daily,did,2026-11-01,3.3333,0

            """)
        try run("did charge --entity main --period 2026-11")
        for partner in ["taxed", "within", "abroad"] {
            try run("invoice run --entity main --partner \(partner) --period 2026-11")
            try run("invoice approve --entity main --partner \(partner) --period 2026-11")
            try run("invoice issue --entity main --partner \(partner) --period 2026-11")
        }
        try run("topup ahead --entity main --amount 115")
        try run("topup ahead --entity main --amount 50")
        try run("payment refund ahead --entity main --amount 60 --deposit")
    }

    /// Journals by hand in each state, and seals in two blocks.
    private func keepByHand() throws {
        try run("ledger seal")
        try run("ledger chart add wages --name Wages --class expense")
        try run(
            "ledger open - --entity north --as-of 2026-09-30",
            """
            account,partner,currency,amount,functional_amount
            receivable,norda,USD,17500,15000
            payable,nsup,EUR,300,
            bank,,EUR,1200,

            """)
        try run(
            "ledger journal - --entity main --on 2026-11-10 --description Transfer",
            """
            debit,credit,partner,currency,amount,text
            bank,receivable,acme,USD,12.50,
            bank_fees,bank,,USD,1.5,fee
            unbilled,revenue,acme,USD,0.000001,

            """)
        try run(
            "ledger journal --entity main --debit wages --credit bank --amount 5 --currency EUR --on 2026-10-05 --description Wages"
        )
        let wages = try owner.query("SELECT max(id) AS id FROM journal").only().int("id")
        try run("ledger reverse \(wages) --entity main --reason twice")
        try run("settings set ledger.second_person on")
        for purpose in ["Approved", "Refused", "Waiting"] {
            try run(
                "ledger journal --entity north --debit cost --credit payable --partner nsup --amount 7 --currency EUR "
                    + "--on 2026-11-03 --description \(purpose)")
        }
        let proposal = try owner.query("SELECT min(id) AS id FROM manual_journal WHERE state = 'proposed'").only().int(
            "id")
        try run("ledger approve \(proposal) --entity north --as ben")
        try run("ledger refuse \(proposal + 1) --entity north --as ben --reason no")
        // Taken back by two persons, too.
        try run(
            "ledger journal --entity north --debit cost --credit bank --amount 3 --currency EUR --on 2026-11-04 --description Twice"
        )
        let twice = try owner.query("SELECT max(id) AS id FROM manual_journal").only().int("id")
        try run("ledger approve \(twice) --entity north --as ben")
        let entered = try owner.query("SELECT max(id) AS id FROM journal").only().int("id")
        try run("ledger reverse \(entered) --entity north --reason twice")
        try run("ledger reverse \(entered) --entity north --reason twice --as ben")
        try run("ledger seal")
    }
}

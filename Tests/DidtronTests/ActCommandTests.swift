import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// Commands as acts: who did what and to which rows, once for a request key, and what was refused.
@Suite struct ActCommandTests {
    /// A command that changes something, and what it is recorded as.
    struct Writer {
        var command: String
        var input = ""
        var act: String
        /// Kinds of what it changed, sorted.
        var subjects: [String]
    }

    /// One after the other they make a small carrier.
    /// Of the numbers of documents issued now, in UTC as the entity's zone is.
    private static let year = String(Date.now.ISO8601Format().prefix(4))

    static let writers = [
        Writer(
            command: "entity import -", input: "entity,name,currency\nmain,Main,USD\n", act: "entity.import",
            subjects: ["entity", "product", "switch"]),
        Writer(
            command: "partner import -",
            input: "partner,role,currency\nacme,customer,USD\nbolt,supplier,USD\n", act: "partner.import",
            subjects: ["agreement", "agreement_terms", "partner"]),
        Writer(
            command: "tax import -", input: "profile,rate\nvat,19\n", act: "tax.import",
            subjects: ["tax_profile", "tax_rate"]),
        Writer(
            command: "party import -", input: "partner,legal_name,country\nacme,Acme Limited,GB\n", act: "party.import",
            subjects: ["party_detail"]),
        Writer(
            command: "bank import -", input: "partner,currency,iban\nacme,USD,GB82WEST12345698765432\n",
            act: "bank.import",
            subjects: ["bank_account"]),
        Writer(
            command: "contact import -", input: "partner,purpose,mail\nacme,billing,ap@acme.example\n",
            act: "contact.import", subjects: ["contact"]),
        Writer(
            command: "product import -", input: "product,direction\nstandard,outbound\ndid,inbound\n",
            act: "product.import", subjects: ["product"]),
        Writer(command: "switch import -", input: "switch,zone\nsw1,UTC\n", act: "switch.import", subjects: ["switch"]),
        Writer(
            command: "account import -", input: "account,partner,side,product\nacme,acme,sell,standard\n",
            act: "account.import", subjects: ["account"]),
        Writer(
            command: "destination import -", input: "prefix,destination\n44,UK\n49,Germany\n",
            act: "destination.import", subjects: ["destination_prefix"]),
        Writer(
            command: "did import -",
            input: "number,partner,product,from,monthly_fee\n442012345678,acme,did,2026-10-11,10\n",
            act: "did.import", subjects: ["did"]),
        Writer(
            command: "fx import - --reason start", input: "from,to,effective_on,rate\nEUR,USD,2026-10-01,1.1\n",
            act: "exchange_rate.import", subjects: ["exchange_rate"]),
        Writer(
            command: "fx import - --reason error --force", input: "from,to,effective_on,rate\nEUR,USD,2026-10-01,1.2\n",
            act: "exchange_rate.import", subjects: ["exchange_rate"]),
        Writer(
            command: "user add ada@example.net --role admin", act: "user.add", subjects: ["app_user", "sign_in_link"]),
        Writer(command: "user link ada@example.net", act: "user.link", subjects: ["sign_in_link"]),
        Writer(
            command: "token add --user ada@example.net --name reports --scope read:invoices --entity main",
            act: "token.add", subjects: ["api_token", "api_token_entity"]),
        Writer(command: "token revoke 1", act: "token.revoke", subjects: ["api_token"]),
        Writer(command: "user suspend ada@example.net", act: "user.set_state", subjects: ["app_user"]),
        Writer(command: "user resume ada@example.net", act: "user.set_state", subjects: ["app_user"]),
        Writer(command: "check --keep", act: "books.check", subjects: ["check_run"]),
        Writer(command: "settings set fx.days_max 20", act: "setting.set", subjects: ["setting"]),
        Writer(
            command: "npanxx import -", input: "npa,state\n212,NY\n", act: "number_state.import",
            subjects: ["number_state"]),
        Writer(
            command: "ratecard import - --card gold --side sell --currency USD --effective 2026-09-01",
            input: "prefix,destination,rate_per_min\n44,UK mobile,0.06\n", act: "ratecard.import",
            subjects: ["card_version", "rate_card"]),
        Writer(command: "ratecard withdraw --card gold", act: "ratecard.withdraw", subjects: ["card_version"]),
        Writer(
            command: "ratecard import - --card gold --side sell --currency USD --effective 2026-09-01",
            input: "prefix,destination,rate_per_min\n44,UK mobile,0.07\n", act: "ratecard.import",
            subjects: ["card_version"]),
        Writer(command: "ratecard approve --card gold", act: "ratecard.approve", subjects: ["card_version"]),
        Writer(
            command: "ratecard assign --card gold --partner acme --product standard", act: "ratecard.assign",
            subjects: ["card_assignment"]),
        Writer(
            command: "destination mapping import - --card gold", input: "name,destination\nUK mobile,UK\n",
            act: "destination.map", subjects: ["destination_mapping"]),
        Writer(
            command: "ratecard bands import - --card gold",
            input: "time_band,days,from,to\npeak,weekdays,08:00,20:00\n",
            act: "time_band.import", subjects: ["time_band_set"]),
        Writer(
            command: "ratecard holidays import - --card gold", input: "date,name\n2026-12-25,Christmas\n",
            act: "holiday.import", subjects: ["card_holiday"]),
        Writer(
            command: "origin import - --card gold", input: "origin,prefix\neurope,49\n", act: "origin.import",
            subjects: ["origin_prefix"]),
        Writer(
            command:
                "ratecard import - --card cost --side buy --currency USD --effective 2026-09-01 --approve --supplier bolt "
                + "--product standard", input: "prefix,destination,rate_per_min\n44,UK,0.01\n", act: "ratecard.import",
            subjects: ["card_assignment", "card_version", "rate_card"]),
        Writer(
            command:
                "ratecard generate --card silver --buy-card cost --currency USD --effective 2026-09-01 --percent 10",
            act: "ratecard.generate", subjects: ["card_version", "rate_card"]),
        Writer(
            command: "cdr import - --switch sw1",
            input: "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"
                + "a,acme,,4930,442071234567,2026-10-03T10:00:00Z,60,200\n"
                + "b,amce,,4930,442071234567,2026-10-03T11:00:00Z,60,200\n", act: "cdr.load", subjects: ["cdr_file"]),
        Writer(
            command: "cdr correct --side sell --stated amce --account acme --reason typo", act: "suspense.correct",
            subjects: ["suspense_correction"]),
        Writer(command: "did charge --period 2026-10", act: "did.charge", subjects: ["did_charge"]),
        Writer(command: "invoice run --period 2026-10", act: "invoice.run", subjects: ["invoice_run"]),
        Writer(command: "invoice void 1", act: "invoice.void", subjects: ["invoice"]),
        Writer(command: "invoice run --period 2026-10", act: "invoice.run", subjects: ["invoice_run"]),
        Writer(command: "invoice approve 2", act: "invoice.approve", subjects: ["invoice"]),
        Writer(command: "invoice issue 2", act: "invoice.issue", subjects: ["invoice"]),
        // Documents are counted through: the invoices are 1 and 2.
        Writer(
            command: "payment record acme --amount 1", act: "payment.record",
            subjects: ["allocation", "invoice", "payment"]),
        Writer(
            command: "payment unallocate 3", act: "payment.unallocate", subjects: ["allocation", "invoice", "payment"]),
        Writer(command: "payment allocate 3", act: "payment.allocate", subjects: ["allocation", "invoice", "payment"]),
        Writer(
            command: "payment write-off acme --invoice 2=0.01 --reason rest", act: "payment.write_off",
            subjects: ["allocation", "invoice", "payment"]),
        Writer(
            command: "payment record acme --amount 100", act: "payment.record",
            subjects: ["allocation", "invoice", "payment"]),
        Writer(
            command: "payment refund acme --amount 1", act: "payment.refund", subjects: ["allocation", "payment"]),
        Writer(
            command: "payment reverse 6 --reason test", act: "payment.reverse", subjects: ["allocation", "payment"]),
        Writer(
            command: "payment record bolt --amount 5 --to-supplier --advance", act: "payment.record",
            subjects: ["payment"]),
        Writer(command: "payment refund bolt --amount 1 --of 7", act: "payment.refund", subjects: ["payment"]),
        Writer(
            command: "payment import - --currency USD",
            input: "value_date,amount,payer\n2026-11-02,-1,bank\n2026-11-02,2,acme\n", act: "payment.import",
            subjects: ["bank_file"]),
        Writer(command: "payment ignore 1 --line 1 --reason fees", act: "payment.ignore", subjects: ["bank_line"]),
        Writer(
            command: "payment confirm 1 --line 2", act: "payment.confirm", subjects: ["bank_line", "payment"]),
        Writer(
            command: "partner import -", input: "partner,role,currency,payment_mode\npre,customer,USD,prepaid\n",
            act: "partner.import", subjects: ["agreement", "agreement_terms", "partner"]),
        Writer(command: "topup pre --amount 5", act: "payment.top_up", subjects: ["payment"]),
        Writer(command: "deposit hold pre --amount 1", act: "deposit.hold", subjects: ["deposit_hold"]),
        Writer(command: "deposit capture 1 --amount 0.5", act: "deposit.capture", subjects: ["deposit_hold"]),
        Writer(command: "deposit release 1", act: "deposit.release", subjects: ["deposit_hold"]),
        Writer(command: "settings set deposit.low 100", act: "setting.set", subjects: ["setting"]),
        Writer(command: "deposit marks", act: "deposit.mark", subjects: ["deposit_mark"]),
        Writer(
            command: "ratecard import - --card gold --side sell --currency USD --effective 2026-09-15 --approve",
            input: "prefix,destination,rate_per_min\n44,UK mobile,0.08\n", act: "ratecard.import",
            subjects: ["card_version"]),
        Writer(
            command: "rerate --period 2026-10 --apply", act: "cdr.rerate", subjects: ["cdr_file"]),
        Writer(
            command: "cdr undo stdin --reason test --apply", act: "cdr.undo", subjects: ["cdr_file"]),
        Writer(
            command: "ledger chart add wages --name Wages --class expense", act: "ledger_account_type.add",
            subjects: ["ledger_account_type"]),
        Writer(
            command: "ledger open - --as-of 2026-09-30",
            input: "account,partner,currency,amount\nreceivable,acme,USD,17500\n",
            act: "ledger.open", subjects: ["manual_journal"]),
        Writer(
            command:
                "ledger journal --debit wages --credit bank --amount 5 --currency USD --on 2026-10-05 --description Wages",
            act: "journal.enter", subjects: ["manual_journal"]),
        Writer(
            command: "ledger journal - --on 2026-10-06 --description Two --propose",
            input: "debit,credit,partner,currency,amount\nbank,receivable,acme,USD,10\nbank_fees,bank,,USD,1\n",
            act: "journal.enter", subjects: ["manual_journal"]),
        Writer(
            command: "ledger journal - --on 2026-10-06 --description Three --propose",
            input: "debit,credit,partner,currency,amount\nbank,receivable,acme,USD,10\n", act: "journal.enter",
            subjects: ["manual_journal"]),
        Writer(command: "ledger approve 13", act: "journal.approve", subjects: ["manual_journal"]),
        Writer(command: "ledger refuse 14 --reason twice", act: "journal.refuse", subjects: ["manual_journal"]),
        // Journals tell themselves what they took back.
        Writer(command: "ledger reverse JV-main-\(year)-000002 --reason mistake", act: "journal.reverse", subjects: []),
        Writer(
            command: "ledger lock --until 2026-10-10 --reason closed", act: "period.lock", subjects: ["period_lock"]),
        Writer(command: "ledger unlock --reason late", act: "period.unlock", subjects: ["period_lock"]),
        Writer(
            command: "entity import -", input: "entity,name,currency\neast,East,EUR\n", act: "entity.import",
            subjects: ["entity", "product", "switch"]),
        Writer(
            command:
                "ledger journal --entity east --debit bank --credit opening --amount 5 --currency USD --on 2026-10-05 "
                + "--description Dollars", act: "journal.enter", subjects: ["manual_journal"]),
        Writer(
            command: "fx import -", input: "from,to,effective_on,rate\nEUR,USD,2026-10-31,1.25\n",
            act: "exchange_rate.import", subjects: ["exchange_rate"]),
        Writer(
            command: "ledger revalue --entity east --month 2026-10", act: "ledger.revalue", subjects: ["revaluation"]),
        Writer(
            command: "partner change-mode pre --entity main --mode postpaid", act: "billing.change",
            subjects: ["agreement_terms", "billing_change", "deposit_mark", "payment"]),
    ]

    @Test func `every command that changes something is an act with its subjects`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            let reporter = try database.connect(role: .reporter)
            defer { reporter.close() }
            var last: Int64 = 0
            for writer in Self.writers {
                let outcome = try program.run(
                    writer.command.split(separator: " ").map(String.init) + ["--as", "ann"], input: writer.input)
                #expect(outcome.status == 0, "\(writer.command): \(outcome.errors)\(outcome.output)")
                let acts = try reporter.query(
                    """
                    SELECT act.id, act.name, outcome, origin, actor.kind || ' ' || actor.name AS actor, ARRAY_TO_STRING(ARRAY(
                        SELECT DISTINCT subject_kind FROM audit_event WHERE act_id = act.id ORDER BY 1), ' ') AS subjects
                    FROM act JOIN actor ON actor.id = actor_id WHERE act.id > $1::bigint ORDER BY act.id
                    """, [.int(last)], name: "acts_of_command")
                let own = try #require(acts.first { $0["name"] == writer.act }, "\(writer.command): no act")
                #expect(own["outcome"] == "done" && own["actor"] == "shell ann", "\(writer.command)")
                #expect(own["subjects"] == writer.subjects.joined(separator: " "), "\(writer.command)")
                let words = writer.command.split(separator: " ").prefix { $0 != "-" && !$0.hasPrefix("--") }
                #expect(own["origin"]?.hasPrefix("command didtron \(words[0])") == true, "\(writer.command)")
                last = try acts.map { try $0.int("id") }.max() ?? last
            }
            // What a load and its books are by name, and that each chunk and journal names its act.
            let names = try reporter.query("SELECT DISTINCT name FROM act ORDER BY name", name: "names").map {
                $0["name"]
            }
            #expect(names.contains("books.close") && names.contains("ledger.post"))
            #expect(
                try reporter.query(
                    "SELECT name FROM act JOIN chunk ON act_id = act.id ORDER BY chunk.id", name: "acts_of_chunks"
                ).map { $0["name"] } == ["cdr.load", "cdr.rerate", "cdr.undo"])
            #expect(
                try reporter.query(
                    "SELECT DISTINCT name FROM act JOIN journal ON act_id = act.id ORDER BY name",
                    name: "acts_of_journals"
                ).map { $0["name"] } == [
                    "billing.change", "did.charge", "invoice.issue", "journal.approve", "journal.enter",
                    "journal.reverse", "ledger.open",
                    "ledger.post", "ledger.revalue", "payment.confirm", "payment.record",
                    "payment.refund", "payment.reverse", "payment.top_up", "payment.write_off",
                ])
            #expect(try reporter.query("SELECT FROM act WHERE outcome = 'begun' AND id > 0", name: "begun").isEmpty)
            #expect(try program.run(["check"]).status == 0)
        }
    }

    /// A carrier with a draft of October.
    private func withDraft(_ body: (Database, DidtronProgram, Connection) throws -> Void) throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            for writer in [
                Writer(
                    command: "partner import -", input: "partner,role,currency\nacme,customer,USD\n", act: "",
                    subjects: []),
                Writer(command: "product import -", input: "product,direction\ndid,inbound\n", act: "", subjects: []),
                Writer(
                    command: "did import -",
                    input: "number,partner,from,monthly_fee\n442012345678,acme,2026-10-01,31\n",
                    act: "", subjects: []),
                Writer(command: "did charge --period 2026-10", act: "", subjects: []),
                Writer(command: "invoice run --period 2026-10", act: "", subjects: []),
            ] {
                let outcome = try program.run(
                    writer.command.split(separator: " ").map(String.init), input: writer.input)
                try #require(outcome.status == 0, "\(writer.command): \(outcome.errors)")
            }
            let reporter = try database.connect(role: .reporter)
            defer { reporter.close() }
            try body(database, program, reporter)
        }
    }

    private func count(_ what: String, _ connection: Connection) throws -> Int64 {
        try connection.query("SELECT count(*) AS n FROM \(what)", name: "count").only().int("n")
    }

    @Test func `a command with the key of an earlier one answers as that did and does nothing`() throws {
        try withDraft { _, program, reporter in
            func run(_ arguments: String...) throws -> DidtronProgram.Outcome { try program.run(arguments) }
            let approved = try run("invoice", "approve", "--period", "2026-10", "--request-key", "a1")
            #expect(
                try run("invoice", "approve", "--period", "2026-10", "--request-key", "a1").output == approved.output)
            #expect(approved.output == "1 invoice approved\n")
            let issued = try run("invoice", "issue", "--period", "2026-10", "--request-key", "i1")
            let again = try run("invoice", "issue", "--period", "2026-10", "--request-key", "i1", "--json")
            #expect(issued.status == 0 && issued.output.contains("1 invoice issued"), "\(issued)")
            #expect(again.status == 0 && again.output.contains(#""total_minor" : 3100"#), "\(again)")
            #expect(try count("issued_invoice", reporter) == 1)
            #expect(try count("act WHERE name = 'invoice.issue'", reporter) == 1)
            // Another request with that key is refused, and that is recorded.
            let other = try run("invoice", "issue", "1", "--request-key", "i1", "--reason", "again")
            #expect(other.status == 1 && other.errors.contains("used before for another request"), "\(other)")
            let refused = try run("audit", "list", "--only-refused", "--json")
            #expect(refused.output.contains("used before for another request") && refused.output.contains("again"))
            // Without a key the same command finds nothing to do.
            #expect(try run("invoice", "issue", "--period", "2026-10").output == "0 invoices issued\n")
        }
    }

    @Test func `of commands at once with one key one is done and all answer alike`() async throws {
        try await withTestDatabase { database async throws in
            let program = DidtronProgram(database: database)
            let partners = "partner,role,currency\nacme,customer,USD\n"
            let outputs = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        try program.run(["partner", "import", "-", "--request-key", "p1"], input: partners).output
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(outputs).count == 1 && outputs[0].contains("1 added"), "\(outputs)")
            let reporter = try database.connect(role: .reporter)
            #expect(try count("act WHERE name = 'partner.import'", reporter) == 1)
        }
    }

    @Test func `what was refused is recorded, with who and why`() throws {
        try withDraft { _, program, _ in
            let refused = try program.run(["invoice", "issue", "1", "--as", "ann", "--reason", "hurry"])
            #expect(refused.status == 1)
            let list = try program.run(["audit", "list", "--actor", "ann"]).output
            #expect(list.contains("invoice.issue") && list.contains("refused") && list.contains("is draft"))
            #expect(list.contains("hurry"))
            #expect(try program.run(["audit", "list", "--actor", "ben"]).output == "There are no such acts.\n")
            let rows = try program.run(["audit", "list", "--actor", "ann", "--csv"]).output.split(separator: "\n")
            #expect(rows.count == 2 && rows[0] == "act,at,who,what,outcome,subjects,reason", "\(rows)")
            #expect(rows[1].contains(",shell:ann,invoice.issue,refused,"), "\(rows)")
            #expect(rows[1].hasSuffix(",hurry"), "\(rows)")
            let deck = try program.run(
                ["ratecard", "import", "-", "--card", "gold", "--side", "sell", "--currency", "USD", "--as", "ann"],
                input: "prefix,destination,rate_per_min,effective_from\n44,UK,x,2026-09-01\n")
            #expect(deck.status == 1)
            let decks = try program.run(["audit", "list", "--act", "ratecard", "--only-refused"]).output
            #expect(decks.contains("ratecard.import") && decks.contains("The deck was refused"), "\(decks)")
        }
    }

    @Test func `an act is shown with what it changed, before and after`() throws {
        try withDraft { _, program, reporter in
            #expect(
                try program.run(
                    ["partner", "import", "-", "--reason", "merger"], input: "partner,name\nacme,Acme Ltd\n"
                ).status == 0)
            let act = try reporter.query("SELECT max(id) AS id FROM act", name: "last").only().int("id")
            let shown = try program.run(["audit", "show", "\(act)"]).output
            #expect(shown.contains("partner.import, done") && shown.contains("merger"), "\(shown)")
            #expect(shown.contains("command didtron partner import"))
            #expect(
                shown.contains(#"before  {"name": "acme"}"#) && shown.contains(#"after   {"name": "Acme Ltd"}"#),
                "\(shown)")
            #expect(try program.run(["audit", "list", "--subject", "partner:acme"]).output.contains("merger"))
            #expect(
                try program.run(["audit", "list", "--subject", "partner:acme", "--to", "2020-01-01"]).output
                    == "There are no such acts.\n")
            #expect(try program.run(["audit", "list", "--entity", "main"]).output.contains("invoice.run"))
            #expect(try program.run(["audit", "show", "999999"]).status == 1)
        }
    }

    @Test func `reading changes nothing and says what the figures lack`() throws {
        try withDraft { database, program, reporter in
            let owner = try database.connect()
            defer { owner.close() }
            // As a kill between loading and closing leaves it.
            try owner.execute(
                """
                INSERT INTO cdr_file (entity_id, switch_id, sha256, name, bytes, layout, layout_definition, tariff_hash,
                    chunk_bytes, chunks)
                VALUES (1, 1, sha256('x'), 'calls.csv', 1, 'canonical', '{}', '', 1, 0)
                """)
            let before = try count("act", reporter)
            for command in [
                ["check"], ["check", "--json"], ["ledger", "trial-balance"], ["ledger", "accounts"],
                ["ledger", "entries"],
                ["invoice", "list"], ["cdr", "files"], ["audit", "list"],
                ["invoice", "run", "--period", "2026-11", "--dry-run"],
                ["did", "charge", "--period", "2026-11", "--dry-run"],
            ] {
                let outcome = try program.run(command)
                #expect(outcome.status == 0, "\(command): \(outcome)")
                if ["check", "ledger"].contains(command[0]) {
                    #expect(
                        (outcome.output + outcome.errors).contains("1 file is loaded and not closed yet"), "\(command)")
                }
            }
            #expect(try count("act", reporter) == before)
            #expect(try count("cdr_file WHERE state = 'closed'", reporter) == 0)
            let posted = try program.run(["ledger", "post", "--as", "ann"])
            #expect(posted.output.hasPrefix("1 file closed, "), "\(posted)")
            #expect(try program.run(["ledger", "post"]).output == "Nothing was waiting.\n")
            #expect(try count("cdr_file WHERE state = 'closed'", reporter) == 1)
            #expect(try program.run(["audit", "list", "--actor", "ann"]).output.contains("books.close"))
        }
    }

    @Test func `the job that closes the books acts as the system`() throws {
        try withDraft { database, program, reporter in
            let owner = try database.connect()
            defer { owner.close() }
            try owner.execute(
                """
                INSERT INTO cdr_file (entity_id, switch_id, sha256, name, bytes, layout, layout_definition, tariff_hash,
                    chunk_bytes, chunks)
                VALUES (1, 1, sha256('x'), 'calls.csv', 1, 'canonical', '{}', '', 1, 0)
                """)
            #expect(try program.run(["jobs", "run", "books.close"]).status == 0)
            #expect(
                try reporter.query(
                    "SELECT DISTINCT actor.kind || ' ' || actor.name AS actor FROM act JOIN actor ON actor.id = actor_id "
                        + "WHERE act.name IN ('books.close', 'ledger.post') AND origin LIKE 'job %'", name: "actors"
                ).map { $0["actor"] } == ["system books.close"])
        }
    }

    @Test func `an act that is killed leaves nothing of itself`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            let owner = try database.connect()
            defer { owner.close() }
            // Holds the catalogue, so that the import waits inside its act.
            try owner.transaction {
                try owner.execute("SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'))")
                let file = "\(database.home.path)/partners.csv"
                try "partner,role,currency\nacme,customer,USD\n".write(toFile: file, atomically: true, encoding: .utf8)
                let process = try program.start(["partner", "import", file, "--request-key", "k1"])
                while try count("pg_locks WHERE NOT granted AND locktype = 'advisory'", owner) == 0 { usleep(10_000) }
                kill(process, SIGKILL)
                var status: Int32 = 0
                unsafe _ = waitpid(process, &status, 0)
            }
            let reporter = try database.connect(role: .reporter)
            while try count("pg_stat_activity WHERE datname = current_database() AND state = 'active'", owner) > 1 {
                usleep(10_000)
            }
            #expect(try count("act WHERE id > 0", reporter) == 0)
            #expect(try count("partner", reporter) == 0)
            // The same command with the same key is done now.
            let again = try program.run(
                ["partner", "import", "\(database.home.path)/partners.csv", "--request-key", "k1"])
            #expect(again.output.contains("1 added"), "\(again)")
        }
    }
}

import Database
import Foundation
import Postgres
import TestSupport
import Testing

/// The commands of the ledger, as people and programs use them.
@Suite struct LedgerCommandTests {
    private func withBooks(_ body: (DidtronProgram, Database) throws -> Void) throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            for (command, input) in [
                ("entity import -", "entity,name,currency\nmain,Main,EUR\n"),
                ("partner import -", "partner,role,currency\nacme,bilateral,USD\nhome,bilateral,EUR\n"),
                ("fx import -", "from,to,effective_on,rate\nUSD,EUR,2025-12-20,0.9\nUSD,EUR,2026-01-31,0.95\n"),
                (
                    "ledger open - --as-of 2025-12-31",
                    "account,partner,currency,amount,functional_amount\nreceivable,acme,USD,17500,16000\n"
                ),
                (
                    "ledger journal - --on 2026-01-15 --description Invoice",
                    "debit,credit,partner,currency,amount\nreceivable,revenue,acme,USD,5000\n"
                ),
                (
                    "ledger journal --debit bank --credit receivable --partner acme --amount 10000 --currency USD "
                        + "--on 2026-01-20 --description =Transfer,1", ""
                ),
            ] { _ = try run(program, command, input) }
            try body(program, database)
        }
    }

    @discardableResult
    private func run(
        _ program: DidtronProgram, _ command: String, _ input: String = "", status: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> DidtronProgram.Outcome {
        let outcome = try program.run(command.split(separator: " ").map(String.init), input: input)
        #expect(
            outcome.status == status, "\(command): \(outcome.errors)\(outcome.output)", sourceLocation: sourceLocation)
        return outcome
    }

    @Test func `a statement is a table, CSV and JSON`() throws {
        try withBooks { program, _ throws in
            let table = try run(program, "ledger statement acme --from 2026-01-01 --to 2026-01-31").output
            let lines = table.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
            #expect(lines[0].joined(separator: " ") == "acme, USD, 2026-01-01 to 2026-01-31")
            #expect(lines[3].joined(separator: " ") == "Opening balance 17,500.00")
            #expect(lines[4].first == "2026-01-15" && lines[4].suffix(2).joined(separator: " ") == "5,000.00 22,500.00")
            #expect(
                lines[5].first == "2026-01-20" && lines[5].suffix(2).joined(separator: " ") == "10,000.00 12,500.00")
            #expect(lines.last?.suffix(3).joined(separator: " ") == "5,000.00 10,000.00 12,500.00", "\(table)")
            let csv = try run(program, "ledger statement acme --from 2026-01-01 --csv").output.split(separator: "\n")
            #expect(csv.count == 5 && csv[1] == "USD,2026-01-01,,opening,,,,,,17500.00")
            // What a spreadsheet would take for a formula is a text behind the number.
            #expect(csv[3].contains(",\"JV-main-") && csv[3].hasSuffix(",,10000.00,12500.00"), "\(csv[3])")
            #expect(csv[4] == "USD,,,closing,,,,,,12500.00")
            let json = try run(program, "ledger statement acme --json").output
            #expect(json.contains("\"closing_micros\" : 12500000000"))
            #expect(try run(program, "ledger statement home").output.contains("Nothing was booked"))
            try run(program, "ledger statement nobody", status: 1)
            try run(program, "ledger statement acme --from 2026-02-01 --to 2026-01-01", status: 64)
            try run(program, "ledger statement acme --from yesterday", status: 64)
        }
    }

    @Test func `the trial balance is in both currencies, as of a day and as it was known`() throws {
        try withBooks { program, database throws in
            let csv = try run(program, "ledger trial-balance --as-of 2026-01-16 --csv").output.split(separator: "\n")
            #expect(csv[1] == "main,USD,receivable,Receivable,asset,1,2,22500.00,0.00,22500.00,EUR,20500.00,0")
            #expect(csv[2] == "main,USD,opening,Opening balances,equity,1,1,0.00,17500.00,-17500.00,EUR,-16000.00,0")
            #expect(csv[3] == "main,USD,revenue,Usage revenue,income,1,1,0.00,5000.00,-5000.00,EUR,-4500.00,0")
            #expect(try run(program, "ledger trial-balance --currency eur").output == "The ledger has no entries.\n")
            #expect(
                try run(program, "ledger trial-balance --known-at 2020-01-01").output == "The ledger has no entries.\n")
            let accounts = try run(program, "ledger accounts --currency USD --as-of 2026-01-16 --csv").output
            #expect(accounts.contains("receivable,acme,2,22500.00,USD,20500.00,EUR"), "\(accounts)")
            let ledger = try run(program, "ledger account --type receivable --partner acme --from 2026-01-01").output
            #expect(ledger.contains("main, receivable acme, USD, from 2026-01-01"))
            #expect(
                ledger.contains("12,500.00") && ledger.contains("In EUR: 16,000.00 before, 11,500.00 behind"),
                "\(ledger)")
            try run(program, "ledger account", status: 64)
        }
    }

    @Test func `a month is revalued once, and the seal tells what was changed since`() throws {
        try withBooks { program, database throws in
            let fx = try run(program, "ledger fx --as-of 2026-01-31").output
            #expect(fx.contains("0.95 of 2026-01-31") && fx.contains("375.00"), "\(fx)")
            let made = try run(program, "ledger revalue --month 2026-01")
            #expect(made.output.contains("on 2026-01-31, taken back by journal"), "\(made.output)")
            #expect(
                try run(program, "ledger revalue --month 2026-01").output
                    == "Nothing differs from what is booked on 2026-01-31.\n")
            try run(program, "ledger revalue --month 2026-01-05", status: 64)
            let sealed = try run(program, "ledger seal").output
            let hash = try #require(sealed.split(separator: " ").last?.trimmingCharacters(in: .whitespacesAndNewlines))
            #expect(hash.count == 64, "\(sealed)")
            try run(program, "ledger verify --head \(hash)")
            try run(program, "ledger verify --full --json")
            let owner = try database.connect()
            try owner.execute("SET session_replication_role = replica; UPDATE entry SET amount_micros = 1 WHERE id = 1")
            let verified = try run(program, "ledger verify", status: 1).output
            #expect(verified.contains("journal 1 does not say what it said when block 1 was sealed"), "\(verified)")
            try run(program, "check --only seal", status: 1)
        }
    }

    @Test func `two persons, a lock, and what the sentences say`() throws {
        try withBooks { program, _ throws in
            try run(program, "settings set ledger.second_person on")
            let entered = try run(
                program,
                "ledger journal --debit cost --credit bank --amount 5 --currency EUR --on 2026-01-10 --description Fee --as anna"
            )
            #expect(
                entered.output.hasPrefix("Proposed as 4: Fee, 1 line. `didtron ledger approve 4` posts it."),
                "\(entered.output)")
            let alone = try run(program, "ledger approve 4 --as anna", status: 1)
            #expect(
                alone.errors.contains("posted by somebody else than who proposed it. Somebody else posts it"),
                "\(alone.errors)")
            #expect(try run(program, "ledger journals --waiting").output.contains("shell:anna"))
            let locked = try run(program, "ledger lock --until 2026-01-31").output
            #expect(locked == "The books are locked until 2026-01-31; before they were open.\n")
            let posted = try run(program, "ledger approve 4 --as ben").output
            #expect(posted.contains("effective 2026-02-01 (2026-01-10 is locked)"), "\(posted)")
            #expect(try run(program, "ledger show 4").output.contains("proposed by shell:anna, decided by shell:ben"))
            try run(program, "ledger unlock", status: 64)
            try run(program, "ledger unlock --reason audit")
            #expect(try run(program, "ledger locks").output.contains("audit"))
            try run(program, "ledger reverse 99", status: 64)
            let missing = try run(program, "ledger reverse 99 --reason x", status: 1)
            #expect(missing.errors.contains("There is no journal 99"))
            let faulty = try run(
                program, "ledger journal - --on 2026-01-10 --description X",
                "debit,credit,partner,currency,amount\ncost,bank,,EUR,1\nreceivable,bank,,EUR,0.001\n", status: 1)
            #expect(
                faulty.errors.contains("-, line 3, column 5 (amount): not in whole minor units of EUR"),
                "\(faulty.errors)")
            #expect(faulty.errors.contains("Nothing was imported."))
            try run(program, "check")
        }
    }

    @Test func `the same file with the same key is entered once`() throws {
        try withBooks { program, _ throws in
            let file = "account,currency,amount\nbank,EUR,100\n"
            let first = try run(program, "ledger open - --as-of 2025-12-31 --request-key k1", file)
            let again = try run(program, "ledger open - --as-of 2025-12-31 --request-key k1", file)
            #expect(first.output == again.output)
            let other = try run(program, "ledger open - --as-of 2025-12-31", file, status: 1)
            #expect(other.errors.contains("opened already, by OB-main-"), "\(other.errors)")
        }
    }
}

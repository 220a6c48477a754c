import Foundation
import Postgres
import TestSupport
import Testing

/// Numbers from the command line, from their import to an issued invoice and sound books.
@Suite struct DIDCommandTests {
    @Test func `from a file of numbers to an invoice`() throws {
        try withTestDatabase { database in
            func run(_ arguments: [String], input: String = "") throws -> DidtronProgram.Outcome {
                try DidtronProgram(database: database).run(arguments, input: input)
            }
            #expect(
                try run(["partner", "import", "-"], input: "partner,currency,zone\nacme,USD,Europe/Berlin\n").errors
                    == ""
            )
            let early = try run(["did", "import", "-"], input: "number,partner,from\n441,acme,2026-10-11\n")
            #expect(early.errors.contains("there is no product of the direction inbound"), "\(early.errors)")
            #expect(try run(["product", "import", "-"], input: "product,direction\ndid,inbound\n").errors == "")
            let numbers = "number,partner,from,monthly_fee,setup_fee\n+442012345678,acme,2026-10-11,10,5\n"
            #expect(
                try run(["did", "import", "-"], input: numbers).output == "-: 1 did: 1 added, 0 changed, 0 unchanged\n"
            )
            #expect(
                try run(["did", "import", "-"], input: numbers).output == "-: 1 did: 0 added, 0 changed, 1 unchanged\n"
            )
            let dry = try run(["did", "charge", "--period", "2026-10", "--dry-run"])
            #expect(dry.output.hasSuffix("2 charges: 11.774194 USD\nDry run: nothing was changed.\n"), "\(dry.output)")
            let late = try run(["did", "charge", "--period", "2026-11", "--dry-run"])
            #expect(late.output.contains("1 number began earlier, the first on 2026-10-11"), "\(late.output)")
            let charged = try run(["did", "charge", "--period", "2026-10"])
            #expect(charged.output.contains("442012345678  acme      recurring  2026-10-01 to 2026-10-31  21 of 31"))
            #expect(
                try run(["did", "charge", "--period", "2026-10"]).output
                    == "No charges: what is due of these periods has been written.\n")
            let drafts = try run(["invoice", "run", "--period", "2026-10"])
            #expect(drafts.output.contains("1 draft, 2 lines: 11.77 USD"), "\(drafts.output)")
            #expect(try run(["invoice", "approve", "1"]).errors == "")
            #expect(try run(["invoice", "issue", "1"]).errors == "")
            let shown = try run(["did", "show", "442012345678"])
            #expect(shown.output.contains(/6\.774194  USD       INV-main-20\d\d-000001/), "\(shown.output)")
            let invoice = try run(["invoice", "show", "1"])
            #expect(invoice.output.contains("Number 442012345678, set-up"), "\(invoice.output)")
            let check = try run(["check"])
            #expect(check.status == 0, "\(check.output)")
        }
    }
}

import Foundation
import TestSupport
import Testing

/// What `partner change-mode` says before and after.
@Suite struct ChangeModeCommandTests {
    @Test func `a dry run says from when on and what it does, and the job does it`() throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            func run(_ command: String, _ input: String = "") throws -> String {
                let outcome = try program.run(command.split(separator: " ").map(String.init), input: input)
                #expect(outcome.status == 0, "\(command): \(outcome.errors)\(outcome.output)")
                return outcome.output
            }
            _ = try run("entity import -", "entity,name,currency\nmain,Main,USD\n")
            _ = try run("tax import -", "profile,tax_point,rate\nahead,receipt,25\n")
            _ = try run("partner import -", "partner,currency,payment_mode,tax\npre,USD,prepaid,ahead\n")
            #expect(try run("topup pre --amount 100").contains("20.00 of it tax"))
            let said = try run("partner change-mode pre --mode postpaid --dry-run")
            #expect(
                said.contains("Debit  deposit     80.00 USD") && said.contains("Debit  output tax  20.00 USD")
                    && said.contains("Credit receivable  100.00 USD, an unapplied credit")
                    && said.hasSuffix("Dry run: nothing was changed.\n"), "\(said)")
            #expect(try run("partner open-items").contains("pre") == false)
            #expect(try run("partner change-mode pre --mode postpaid").contains("TRF-main-"))
            #expect(try run("partner open-items").contains("100.00"))
            #expect(try run("partner change-mode --due") == "No change is due.\n")
            // There is nothing left of it to change.
            #expect(try run("partner change-mode pre --mode postpaid").contains("as it was stated before"))
            _ = try run("check --full")
            let refused = try program.run(["partner", "change-mode", "pre"], input: "")
            #expect(refused.status == 64)
        }
    }
}

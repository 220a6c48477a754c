import Foundation
import TestSupport
import Testing

/// Random worlds against a reference that shares no line with the product, at a size for every day;
/// `Tests/reference/README.md` says how to run many.
///
/// `REFERENCE_SEED` chooses other worlds; a failure prints the seed. `MONEY_LEDGER_SEED`, `MONEY_LEDGER_SEEDS` and `MONEY_LEDGER_ACTS`
/// choose a longer run of money and tax.
@Suite struct ReferenceTests {
    private static let first = ProcessInfo.processInfo.environment["REFERENCE_SEED"].flatMap { Int($0) } ?? 1

    @Test(arguments: first..<first + 3)
    func `calls, usage, postings and invoices are what the reference works out`(seed: Int) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "reference/compare.py").path
        try withTestDatabase { database in
            let outcome = try DidtronProgram(database: database).run(
                python: script, ["--seed", "\(seed)", "--calls", "60"])
            #expect(outcome.status == 0, "REFERENCE_SEED=\(seed)\n\(outcome.output)")
            #expect(outcome.output.hasSuffix("1 of 1 worlds equal\n"), "\(outcome.output)")
        }
    }

    /// Seeds of the second ledger of money and tax.
    private static let moneySeeds = {
        let environment = ProcessInfo.processInfo.environment
        let first = environment["MONEY_LEDGER_SEED"].flatMap { Int($0) } ?? 1
        return first..<first + (environment["MONEY_LEDGER_SEEDS"].flatMap { Int($0) } ?? 1)
    }()

    @Test(arguments: moneySeeds)
    func `F47: money and tax are in every month what a second ledger works out`(seed: Int) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "reference/money.py").path
        let acts = ProcessInfo.processInfo.environment["MONEY_LEDGER_ACTS"] ?? "70"
        try withTestDatabase { database in
            let outcome = try DidtronProgram(database: database).run(
                python: script, ["--seed", "\(seed)", "--acts", acts])
            #expect(outcome.status == 0, "MONEY_LEDGER_SEED=\(seed)\n\(outcome.output)")
            #expect(outcome.output.hasSuffix("months equal in every currency\n"), "\(outcome.output)")
        }
    }

    @Test(arguments: first..<first + 2)
    func `trial balances of every month are what a second ledger works out`(seed: Int) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "reference/ledger.py").path
        try withTestDatabase { database in
            let outcome = try DidtronProgram(database: database).run(
                python: script, ["--seed", "\(seed)", "--acts", "60"])
            #expect(outcome.status == 0, "REFERENCE_SEED=\(seed)\n\(outcome.output)")
            #expect(outcome.output.hasSuffix("months equal in every currency\n"), "\(outcome.output)")
        }
    }
}

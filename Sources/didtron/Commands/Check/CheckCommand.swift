import ArgumentParser
internal import Checks
import Contracts
internal import Database
internal import Ledger
internal import Receivables

/// Proves that the books balance.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Recompute the invariants of the books from the rows and show any violation.",
        discussion:
            """
            Exits with 1 if one of them does not hold. Nothing is changed, unless --keep is stated; files that wait to be closed or posted are named.

            Documents, invoices, claims and the audit are looked at whole. Of the ledger journals are looked at that are not sealed, \
            with the newest blocks; the others by the sums that sealing has stored of their accounts: a change in the sealed part is \
            found by --full, and by `didtron ledger verify`. Calls, usage and prices are looked at \
            in the newest closings, up to a million rows of calls, so that a check takes seconds whatever is stored; of the \
            closings before them the sums that were noted when they were written are compared with what invoices read. \
            --full looks at all, --from-close at the closings from a number on.

            --keep keeps the results, for the pages to show that the books held; a job does so every night.

            Examples:
              didtron check
              didtron check --full
              didtron check --only V1 --only V4
              didtron check --keep
            """
    )

    @Option(
        help: ArgumentHelp(
            "Look at calls, usage and prices of the closings from this number on.", valueName: "close-number"))
    var fromClose: Int32?

    @Flag(help: "Look at everything that is stored.")
    var full = false

    @Option(
        help: ArgumentHelp(
            "Only these: \(BooksCheck.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "check"))
    var only: [String] = []

    @Flag(help: "Keep the results as a run that pages show.")
    var keep = false

    @Option(help: "Number of violations printed for each check.")
    var offences = 20

    @OptionGroup var act: ActOptions

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if keep, !only.isEmpty || fromClose != nil {
            throw ValidationError("--keep is for a run of all checks: leave out --only and --from-close.")
        }
        if full, fromClose != nil { throw ValidationError("State --full or --from-close, not both.") }
        if let unknown = only.first(where: { BooksCheck(rawValue: $0.uppercased()) == nil }) {
            throw ValidationError("There is no check \(unknown).")
        }
    }

    func run() throws {
        let database = try database.open()
        let checks = only.isEmpty ? BooksCheck.allCases : only.compactMap { BooksCheck(rawValue: $0.uppercased()) }
        let start = ContinuousClock.now
        let (results, extent) = try BooksCheck.run(checks, scope, on: database)
        if keep { try store(results, extent, took: ContinuousClock.now - start, in: database) }
        let failed = results.filter { !$0.passed }
        if printing.json {
            try JSONOutput.print(
                JSON.CheckRun(
                    passed: failed.isEmpty, lookedAt: extent?.entities.map(JSON.CheckExtent.init),
                    checks: results.map(JSON.CheckedInvariant.init)))
            let connection = try database.connect(role: .reporter)
            defer { connection.close() }
            try BooksNotice.show(on: connection)
        } else {
            for result in results { print(result.text(offencesMax: offences), terminator: "") }
            let connection = try database.connect(role: .reporter)
            defer { connection.close() }
            try UnfinishedFile.printAll(on: connection)
            for sentence in extent?.sentences ?? [] { print(sentence) }
            for waiting in try Books.behind(on: connection) { print("Warning: \(BooksNotice.sentence(waiting))") }
            print(
                failed.isEmpty
                    ? "All \(results.count) checks hold."
                    : "\(failed.map(\.check.rawValue).joined(separator: ", ")) failed: do not issue invoices from "
                        + "these books before the cause is found.")
        }
        if !failed.isEmpty { throw ExitCode.failure }
    }

    private func store(
        _ results: [CheckResult], _ extent: CheckScope.Extent?, took: Duration, in database: Database
    ) throws {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        _ = try act.perform("books.check", on: connection) {
            try CheckRun.store(results, extent, isFull: full, took: took, on: connection)
        }
    }

    private var scope: CheckScope {
        if full { return .full }
        return fromClose.map { .from(closeNumber: $0) } ?? .usual
    }
}

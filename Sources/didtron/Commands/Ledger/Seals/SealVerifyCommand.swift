import ArgumentParser
import Contracts
internal import Checks
internal import Postgres

/// Compares the seals with the records.
struct SealVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Prove that what was sealed says what it said.",
        discussion: """
            The chain of blocks is followed from its beginning; the records of the newest blocks are compared one by one, up to \
            250,000, and with --full all of them. Exits with 1 if something differs, and names it. `didtron check` does the same.

            Example:
              didtron ledger verify --full
            """)

    @Flag(help: "Compare all records that were ever sealed.")
    var full = false

    @Option(
        help: ArgumentHelp(
            "A hash that `didtron ledger seal` printed earlier: one of the blocks has it.", valueName: "hash"))
    var head: String?

    @Option(help: "How many offences to print.")
    var offences = 20

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let result = try BooksCheck.verifySeals(
            recordsMax: full ? nil : BooksCheck.sealedRecordsMax, head: head, on: connection)
        if json {
            try JSONOutput.print(
                JSON.CheckRun(passed: result.passed, checks: [JSON.CheckedInvariant(result)]))
        } else {
            print(result.text(offencesMax: offences), terminator: "")
        }
        if !result.passed { throw ExitCode.failure }
    }
}

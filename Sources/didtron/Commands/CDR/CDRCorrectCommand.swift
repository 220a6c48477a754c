import ArgumentParser
import Contracts
internal import CallStore
internal import Catalog
internal import Postgres
import Rating
internal import StoredCalls
internal import Vocabulary

/// Says whose calls in suspense are.
struct CDRCorrectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "Give calls that wait for a price another account than their records name.",
        discussion: """
            For calls whose records name nobody, or somebody else: they keep their records, and are rated by the account that is stated \
            here. `didtron cdr unrated` lists what waits; afterwards `didtron cdr unrated --rate-again` prices it. Where an account is \
            right and only unknown, `didtron account import` makes it known instead.

            Examples:
              didtron cdr correct --side sell --account A1 2026-10-03/1/2
              didtron cdr correct --side sell --stated "" --file 12 --account A1
            """)

    @Argument(help: ArgumentHelp("Addresses of calls, as in 2026-10-03/12/345.", valueName: "call"))
    var calls: [String] = []

    @Option(help: "The side that waits: sell or buy.")
    var side: Side

    @Option(help: "The account that they are of.")
    var account: String

    @Option(help: ArgumentHelp("All calls that have this account now; \"\" = that have none.", valueName: "account"))
    var stated: String?

    @Option(help: ArgumentHelp("Only calls of this file.", valueName: "file-id"))
    var file: CallFileID?

    @Option(help: ArgumentHelp("Entity; needed where there are several.", valueName: "code"))
    var entity: String?

    @Flag(help: "Say how many calls it would be and change nothing.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        for call in calls where CallAddress(call) == nil {
            throw ValidationError("'\(call)' is no address of a call, such as 2026-10-03/12/345.")
        }
        guard !calls.isEmpty || stated != nil else {
            throw ValidationError("Name calls, or the account that they have now with --stated.")
        }
        guard !account.isEmpty else { throw ValidationError("--account names the account; it cannot be empty.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        var correction = SuspenseCorrection(side: side, account: account)
        correction.calls = calls.compactMap { CallAddress($0) }
        correction.stated = stated
        correction.fileID = file
        correction.entityID = try entity.map { try Catalog.entityID($0, on: connection) }
        if let file { _ = try FileAccount.of(fileID: file, connection) }
        let wanted = correction
        let result =
            dryRun
            ? try act.rehearse("suspense.correct", of: .entity(entity), on: connection) {
                try wanted.apply(on: connection)
            }
            : try act.perform("suspense.correct", of: .entity(entity), on: connection) {
                try wanted.apply(on: connection)
            }
        if json {
            return try JSONOutput.print(
                JSON.CallsCorrected(calls: result.calls, durationNs: JSONText.nanos(seconds: result.seconds)))
        }
        guard result.calls > 0 else { return print("No call that waits fits, or all have that account already.") }
        let seconds = AmountText.grouped(result.seconds)
        print(
            "\(AmountText.count(result.calls, "call")) (\(seconds) s) \(dryRun ? "would have" : "now \(result.calls == 1 ? "has" : "have")") account \(account)."
        )
        print(
            dryRun ? "Dry run: nothing was changed." : "`didtron cdr unrated --rate-again` prices what can be priced.")
    }
}

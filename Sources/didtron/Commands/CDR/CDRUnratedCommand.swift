import ArgumentParser
internal import CallStore
internal import Catalog
import Contracts
internal import Database
import Foundation
import Operations
internal import Postgres
internal import StoredCalls
internal import Vocabulary

/// Lists the sides of calls that wait for a price, and rates them again.
struct CDRUnratedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unrated",
        abstract: "List calls that wait for a price, with the cause; rate them again once it is corrected.",
        discussion: """
            A call waits because its account, its card or a prefix is unknown. Import what is missing (`didtron account import`, \
            `didtron ratecard import`). Or it is longer than may be (too_long: see cdr.longest_call_hours in `didtron settings \
            list`), or a side comes to more than a million units of the currency (too_large: correct the price). Then run \
            `didtron cdr unrated --rate-again`: calls that have a price now are replaced, counted and posted; the others keep \
            waiting.

            Examples:
              didtron cdr unrated --cause unknown_account
              didtron cdr unrated --rate-again
            """)

    @Option(
        help: ArgumentHelp(
            "Only calls that wait for this cause: \(UnratedCall.reasons.joined(separator: ", ")).",
            valueName: "cause"))
    var cause: String?

    @Option(help: ArgumentHelp("Only calls of this file.", valueName: "file-id"))
    var file: CallFileID?

    @Flag(help: "Rate all of them again with the present accounts and cards.")
    var rateAgain = false

    @Option(
        name: .customLong("switch"),
        help: ArgumentHelp("With --rate-again: only calls of this switch.", valueName: "code"))
    var switchCode: String?

    // For tests: few calls in many chunks.
    @Option(help: .hidden)
    var unitRows: Int = 100_000

    @Flag(help: "List every call rather than the last 50.")
    var all = false

    @OptionGroup var printing: PrintOptions

    @OptionGroup var actor: ActorOption

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard let cause else { return }
        guard UnratedCall.reasons.contains(cause) else {
            throw ValidationError(
                "There is no cause \(cause): it is one of \(UnratedCall.reasons.joined(separator: ", ")).")
        }
    }

    func run() throws {
        let database = try database.open()
        if rateAgain { return try rateAgain(database) }
        let connection = try database.connect(role: .app)
        let calls = try UnratedCall.list(
            reason: cause, fileID: file, limit: all || printing.json ? nil : 50, connection)
        if printing.json { return try JSONOutput.print(calls.map(JSON.UnratedCall.init)) }
        guard !calls.isEmpty else { return print("No call waits for a price.") }
        var table = TextTable([
            .left("call"), .left("side"), .left("reason"), .left("account"), .left("called"), .right("seconds"),
            .left("file"),
        ])
        for call in calls {
            table.rows.append([
                call.address, call.side, call.reason, call.account, call.called, call.seconds,
                "\(call.fileID) \(call.fileName)",
            ])
        }
        print(table.fitted)
        var totals = TextTable([
            .left("side"), .left("reason"), .left("account or number"), .right("calls"), .right("seconds"),
        ])
        let sums = try UnratedTotal.list(reason: cause, fileID: file, connection)
        for sum in all ? sums[...] : sums.prefix(20) {
            totals.rows.append([
                sum.side, sum.reason, sum.subject, AmountText.count(sum.calls), AmountText.grouped(sum.seconds),
            ])
        }
        let count = sums.reduce(0) { $0 + $1.calls }
        totals.totals = [["", "", "all", AmountText.count(count), ""]]
        print(totals.fitted, terminator: "")
        if count > Int64(calls.count) { print("Listed: the last \(calls.count) (--all lists them).") }
    }

    private func rateAgain(_ database: Database) throws {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        var options = Rerating.Options(threads: ProcessInfo.processInfo.activeProcessorCount)
        options.unitRows = unitRows
        var run = RerateRun(database, options: options, by: actor.actor, from: CommandOrigin.text)
        run.switchCode = switchCode
        let results = try run.apply(.suspense(reason: cause))
        if printing.json {
            return try JSONOutput.print(
                results.compactMap(\.account).map { try JSON.CallFile(FileAccountReport($0)) })
        }
        print(try RerateReport(results, isApplied: true, connection).text(isComplete: all), terminator: "")
    }
}

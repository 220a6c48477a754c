import ArgumentParser
internal import Catalog
import Contracts
import Foundation
import Operations
internal import Postgres
import RateCards
import Rating
internal import StoredCalls

/// Rates stored calls again: shows the difference, and applies it.
struct RerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerate",
        abstract: "Rate stored calls again with the present cards: show the difference, apply it, or ask what if.",
        discussion: """
            Without --apply nothing is stored: the difference is shown by destination and by partner. With it the calls \
            whose price is another one get a reversal and a replacement, as one batch; only differences are posted. Calls \
            that an invoice has already stay on it: their difference waits for a credit or debit note.

            Options narrow each other down: each side of a call that meets all of them is rated again, the other side \
            keeps what it has. Interrupted, the same command goes on where it was.

            With --what-if DECK --card NAME a deck that is stored nowhere is tried in place of the card: margin before and \
            after, by destination and by customer. Its prices are taken to have been in force from the beginning; its time \
            bands and groups of callers are those of the card.

            Examples:
              didtron rerate --period 2026-10 --card gold
              didtron rerate --period 2026-10 --card gold --apply \\
                --reason 'corrected deck'
              didtron rerate --period 2026-10 --card gold --what-if deck.csv
            """)

    @OptionGroup var calls: RerateSelection

    @Flag(help: "Store what changes.")
    var apply = false

    @Flag(help: "Only finish batches that were interrupted.")
    var finish = false

    @Option(help: ArgumentHelp("Try this deck in place of the card; - is standard input.", valueName: "deck"))
    var whatIf: String?

    @OptionGroup var deck: WhatIfDeckOptions

    @Flag(help: "List every partner and destination rather than the first 20.")
    var all = false

    @Option(help: "Threads, each with a connection; as many as the machine has processors by default.")
    var threads: Int = ProcessInfo.processInfo.activeProcessorCount

    // For tests: few calls in many chunks.
    @Option(help: .hidden)
    var unitRows: Int = 100_000

    @Flag(help: "Show progress also where standard error is not a terminal.")
    var progress = false

    @OptionGroup var printing: PrintOptions

    @OptionGroup var actor: ActorOption

    @Option(help: ArgumentHelp("Reason, for the record.", valueName: "text"))
    var reason: String?

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads must be from 1 to 64.") }
        guard unitRows >= 1 else { throw ValidationError("--unit-rows must be at least 1.") }
        if finish {
            guard calls.isEmpty, !apply, whatIf == nil else {
                throw ValidationError("--finish goes without other choices: a batch is finished as it was begun.")
            }
            return
        }
        guard !calls.isEmpty else {
            throw ValidationError(
                "Say which calls: --period or --from and --to, --partner, --card, --destination or --cause.")
        }
        guard whatIf == nil || (!apply && calls.card != nil && calls.cause == nil && calls.side == nil) else {
            throw ValidationError("--what-if needs --card, and goes without --apply, --cause and --side.")
        }
    }

    func run() throws {
        let database = try database.open()
        let line = ProgressLine(isForced: progress)
        defer { line.end() }
        var options = Rerating.Options(threads: threads)
        options.unitRows = unitRows
        var run = RerateRun(database, options: options, by: actor.actor, from: CommandOrigin.text)
        run.switchCode = calls.switchCode
        run.entityCode = calls.entity
        run.reason = reason
        run.onWait = { line.show("An import of this switch is running; waiting for it.") }
        run.onProgress = { line.show("\(AmountText.count($0.calls)) calls, \($0.units) of \($0.unitsInAll) parts") }
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        let scope = finish ? nil : try calls.scope(connection)
        if let whatIf, let scope {
            let report = try WhatIfRun(run: run, scope: scope, deck: deck).report(whatIf, connection)
            line.end()
            return printing.json
                ? try JSONOutput.print(JSON.WhatIf(report)) : print(report.text(isComplete: all), terminator: "")
        }
        if !apply && !finish { try BooksNotice.show(on: connection) }
        if apply || finish {
            StopSignals.advise("Run the same command again, or `didtron rerate --finish`: it goes on where it was.")
        }
        let results = try apply || finish ? run.apply(scope) : scope.map(run.preview) ?? []
        line.end()
        let report = try RerateReport(results, isApplied: apply || finish, connection)
        if printing.json {
            try JSONOutput.print(JSON.Rerate(report))
        } else if !printing.quiet {
            print(report.text(isComplete: all), terminator: "")
        }
    }
}

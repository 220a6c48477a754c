import Acts
import ArgumentParser
internal import CallStore
internal import Catalog
import Foundation
internal import Ingest
import Jobs
import Operations
internal import Postgres

/// Imports what a switch leaves in a folder.
struct CDRWatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Import the CDR files that appear in a folder, until stopped (Ctrl-C, SIGTERM).",
        discussion: """
            A file is imported when it is whole: nobody has it open for writing, and it has not changed for --settle seconds. \
            Names that begin with a dot or end in .part, .tmp or .filepart are left alone. What is loaded, now or before, moves to \
            FOLDER/done; what cannot be moves to FOLDER/refused, with the reason in NAME.why.txt beside it. While the database \
            cannot be reached files stay where they are.

            A call counts in balances and exposure (`didtron partner balance`) as soon as its file is loaded. Files are closed \
            together and posted every --close-every seconds, by `didtron jobs work`, or at once with `didtron ledger post`.

            Example:
              didtron cdr watch /var/spool/cdr --switch fra1
            """)

    @Argument(help: "The folder.")
    var folder: String

    @Option(name: .customLong("switch"), help: ArgumentHelp("The switch that writes the files.", valueName: "code"))
    var switchCode: String?

    @Option(help: ArgumentHelp("The entity whose switch it is.", valueName: "code"))
    var entity: String?

    @OptionGroup var layout: LayoutOption

    @Option(help: "Seconds for which a file has not changed before it counts as whole.")
    var settle: Double = 1

    @Option(help: "Seconds after which what is loaded is closed and posted; 0 leaves that to jobs and people.")
    var closeEvery: Int = 300

    @Option(help: "Connections that write to the database at once.")
    var threads: Int = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "End when nothing more is to be imported.")
    var once = false

    @OptionGroup var thresholds: ImportThresholds

    @OptionGroup var actor: ActorOption

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads must be from 1 to 64.") }
        guard (0...3_600).contains(settle) else { throw ValidationError("--settle must be from 0 to 3600.") }
        guard (0...86_400).contains(closeEvery) else { throw ValidationError("--close-every must be from 0 to 86400.") }
    }

    func run() throws {
        let database = try database.open()
        let watch = try FolderWatch(folder: folder, settleSeconds: settle)
        var options = FileLoad.Options(connections: threads)
        options.layout = try layout.chosen()
        var work = CDRImport(database, options: options, by: actor.actor, from: CommandOrigin.text)
        work.switchCode = switchCode
        work.entityCode = entity
        let isStopping = Signal()
        StopSignals.onFirst { isStopping.set() }
        func report(_ text: String) {
            print("\(ISO8601DateFormatter().string(from: .now)) \(text)")
            fflush(nil)
        }
        func close() throws { try BooksClosing(database, by: actor.actor, from: CommandOrigin.text).run() }
        var closing = Closing(every: closeEvery)
        var isExceeded = false
        repeat {
            var moved = 0
            var isLeft = false
            try watch.sweep(isStopping: { isStopping.isSet }, words: FailureReport.sentence) { name, outcome in
                report("\(name): \(outcome.text)")
                if case .left = outcome { isLeft = true } else { moved += 1 }
                if case .suspicious = outcome { isExceeded = true }
                if case .refused = outcome { isExceeded = true }
            } load: { path in
                let load = try work.load(.file(path))
                if load.wasLoaded { return .known }
                closing.waits = true
                return thresholds.exceeded(by: load.account).map { .suspicious($0) } ?? .loaded(records: load.rows)
            }
            if once && (moved == 0 || isLeft) { break }
            do {
                try closing.doIfDue(close)
            } catch {
                // The database may be back by the next time; files are loaded meanwhile, or wait.
                report("cannot close yet: \(FailureReport.sentence(for: error))")
            }
            if moved == 0 { Thread.sleep(forTimeInterval: isLeft ? 5 : 0.25) }
        } while !isStopping.isSet
        try closing.doLast(close)
        if once && isExceeded { throw ImportThresholds.exitCode }
    }

    /// When what is loaded is closed.
    private struct Closing {
        let every: Int
        var waits = false
        private var last = ContinuousClock.now

        init(every: Int) { self.every = every }

        mutating func doIfDue(_ close: () throws -> Void) throws {
            guard ContinuousClock.now - last >= .seconds(every) else { return }
            // A failure waits for its next turn as well.
            last = .now
            try doLast(close)
        }

        mutating func doLast(_ close: () throws -> Void) throws {
            guard waits, every > 0 else { return }
            try close()
            waits = false
        }
    }
}

extension FolderWatch.Outcome {
    fileprivate var text: String {
        switch self {
        case .loaded(let records): "\(AmountText.count(Int64(records))) records loaded"
        case .known: "loaded before"
        case .suspicious(let sentence): "loaded; warning: \(sentence)"
        case .refused(let sentence): "refused: \(sentence)"
        case .left(let sentence): "left where it is: \(sentence)"
        }
    }
}

import ArgumentParser
internal import Catalog
import Contracts
import Foundation
import Operations

/// Takes a file back whole.
struct CDRUndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take a file back: its calls, and all that followed from them.",
        discussion: """
            Without --apply nothing is stored: what would be taken back is shown. With it the calls that the file brought are \
            reversed, whatever re-rates made of them since; what an earlier file said of them holds again, at the price that it \
            had, or rated again where the call was rated again since. What invoices have becomes adjustments. The file stays \
            listed as undone, with its rejects and findings, and the same bytes can be loaded again as a new file.

            Later files of the switch that overlap it and held duplicates, stale or changed records were compared with it: they \
            are taken back, too, and loaded again from the kept bytes, in their order, with the layout and the limits that they \
            had and the present rates; --alone refuses that. Interrupted, the same command goes on; until then nothing else is \
            loaded into the switch or rated again, and a watched folder keeps its files.

            Examples:
              didtron cdr undo 12 --reason 'wrong switch'
              didtron cdr undo 12 --reason 'wrong switch' --apply
            """)

    @Argument(help: ArgumentHelp("Number of a received file, or its name.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Reason, for the record.", valueName: "text"))
    var reason: String

    @Flag(help: "Take it back; without this flag the command shows what that would do.")
    var apply = false

    @Flag(help: "Refuse where other files would have to be loaded again.")
    var alone = false

    @Option(help: "Connections that write to the database at once where files are loaded again.")
    var threads: Int = ProcessInfo.processInfo.activeProcessorCount

    @Flag(help: "Show progress also where standard error is not a terminal.")
    var progress = false

    @OptionGroup var printing: PrintOptions

    @OptionGroup var actor: ActorOption

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads must be from 1 to 64.") }
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw ValidationError("--reason says why: it cannot be empty.")
        }
    }

    func run() throws {
        let line = ProgressLine(isForced: progress)
        defer { line.end() }
        var run = UndoRun(
            try database.open(), connections: threads, because: reason, by: actor.actor, from: CommandOrigin.text)
        run.isOnly = alone
        run.onWait = { line.show("An import of this switch is running; waiting for it.") }
        run.onProgress = { line.show($0.text) }
        if apply { StopSignals.advise("Run the same command again: it goes on where it was.") }
        let result = try apply ? run.apply(file) : run.preview(file)
        line.end()
        let report = UndoReport(result, isApplied: apply)
        if printing.json { try JSONOutput.print(JSON.FileUndo(report)) } else { print(report.text, terminator: "") }
    }
}

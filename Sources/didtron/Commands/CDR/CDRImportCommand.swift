import ArgumentParser
import CallRecords
internal import CallStore
internal import Catalog
import Contracts
import Foundation
internal import Ingest
import Operations
import RateCards

/// Loads CDR files into the database.
struct CDRImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Load CDR files: every record becomes a call, a duplicate or a reject.",
        discussion: """
            Files may be plain, .zst or .gz; - is standard input. A file that was loaded before changes nothing. If the \
            import is interrupted, by whatever means, run the same command again: it goes on where it was.

            A record is a reject where its call starts long before the file is received, or later (`didtron settings list`: \
            cdr.start_days_ago, cdr.start_days_ahead). A file is refused where its beginning is mostly rejects, for its \
            layout may be another one, and stops where that turns out further down; --accept-rejects takes it all the same.

            A record that says something else of a known call corrects it. One that says what was corrected since is stale: it \
            counts as a duplicate, unless its file speaks of a later instant (--stated-at).

            Examples:
              didtron cdr import calls.csv
              didtron cdr import 2026-10-*.csv.zst --switch fra1 --layout own.json
              didtron cdr import late.csv --starts-from 2025-01-01 \\
                --starts-until 2025-02-01
            """)

    @Argument(help: ArgumentHelp("CDR files; - is standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var layout: LayoutOption

    @Option(name: .customLong("switch"), help: ArgumentHelp("The switch that wrote the files.", valueName: "code"))
    var switchCode: String?

    @Option(help: ArgumentHelp("The entity whose switch it is.", valueName: "code"))
    var entity: String?

    @Option(help: "Connections that write to the database at once; one thread more prepares what they write.")
    var threads: Int = ProcessInfo.processInfo.activeProcessorCount

    // For tests: small files in many chunks.
    @Option(help: .hidden)
    var chunkBytes: Int = FileLoad.chunkBytes

    @Flag(help: "Go on with the present rates where others were in effect when the loading of a file began.")
    var newTariff = false

    @Option(
        help: ArgumentHelp(
            "First plausible start of calls, instead of what the settings say: a date (UTC) or an instant.",
            valueName: "instant"))
    var startsFrom: StatedMoment?

    @Option(help: ArgumentHelp("End of the plausible starts, which is not included.", valueName: "instant"))
    var startsUntil: StatedMoment?

    @Option(
        help: ArgumentHelp(
            "Instant of which the files speak, as a snapshot of the switch's records does: a date (UTC) or an instant.",
            valueName: "instant"))
    var statedAt: StatedMoment?

    @Flag(help: "Load files however many of their records are rejects; go on with a file that stopped because of them.")
    var acceptRejects = false

    @Option(
        help: ArgumentHelp(
            "Customer account of all calls of the files, whatever they say, where one customer's file names none.",
            valueName: "account"))
    var account: String?

    @Flag(help: "Show how the first rows of each file would be read, by its layout, and load nothing.")
    var dryRun = false

    @Flag(help: "Show progress also where standard error is not a terminal.")
    var progress = false

    @OptionGroup var printing: PrintOptions

    @OptionGroup var thresholds: ImportThresholds

    @OptionGroup var actor: ActorOption

    @Option(help: ArgumentHelp("Reason, for the record.", valueName: "text"))
    var reason: String?

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads must be from 1 to 64.") }
        guard (1 << 17...1 << 26).contains(chunkBytes) else {
            throw ValidationError("--chunk-bytes must be from 131072 to 67108864.")
        }
        let utc: (Int64) -> Int64 = { $0 }
        if let startsFrom, let startsUntil, startsFrom.utcMicros(utc) >= startsUntil.utcMicros(utc) {
            throw ValidationError("--starts-from must be before --starts-until, which is not included.")
        }
        if let account, account.isEmpty || account.utf8.count > CallLayout.accountBytesMax {
            throw ValidationError("--account is 1 to \(CallLayout.accountBytesMax) bytes long.")
        }
        guard !files.isEmpty else { throw ValidationError("Name a CDR file, or - for standard input.") }
    }

    func run() throws {
        if dryRun { return try tryLayout() }
        StopSignals.advise("Run the same command again: it goes on behind the last chunk that is stored.")
        var options = FileLoad.Options(connections: threads)
        options.layout = try layout.chosen()
        options.account = account
        options.acceptsNewTariff = newTariff
        options.chunkBytes = chunkBytes
        options.acceptsRejects = acceptRejects
        options.statedMicros = statedAt?.utcMicros { $0 }
        options.startsFromMicros = startsFrom?.utcMicros { $0 }
        options.startsUntilMicros = startsUntil?.utcMicros { $0 }
        let line = ProgressLine(isForced: progress)
        var work = CDRImport(try database.open(), options: options, by: actor.actor, from: CommandOrigin.text)
        work.reason = reason
        work.switchCode = switchCode
        work.entityCode = entity
        work.onWait = { line.show("Another import of this switch is running; waiting for it.") }
        work.onProgress = { progress in line.show(progress.text) }
        var loads: [FileLoad.Result] = []
        var failure: (any Error)?
        for file in files {
            defer { line.end() }
            do {
                loads.append(try work.load(EvidenceStore.Source(argument: file)))
            } catch {
                failure = error
                break
            }
        }
        // One closing for all of them, and for those before one that cannot be loaded.
        if failure == nil || !loads.isEmpty {
            let reports = try work.close(loads).map { FileAccountReport($0.load, $0.findings) }
            if printing.json && failure == nil { try JSONOutput.print(reports.map(JSON.CallFile.init)) }
            if !printing.json && !printing.quiet { for report in reports { print(report.text, terminator: "") } }
        }
        if let failure { throw failure }
        let exceeded = loads.filter { !$0.wasLoaded }.compactMap { thresholds.exceeded(by: $0.account) }
        for sentence in exceeded { FileHandle.standardError.write(Data("didtron: warning: \(sentence).\n".utf8)) }
        if !exceeded.isEmpty { throw ImportThresholds.exitCode }
    }
}

extension CDRImportCommand {
    /// Shows the first rows of each file as they would be read.
    private func tryLayout() throws {
        var isOpen = false
        var found: [JSON.CallFileInspection] = []
        for file in files {
            var statements = CallFileStatements()
            statements.layout = try layout.chosen()
            if let account { statements.account = account }
            let inspection = try CDRInspectCommand.inspection(of: file, statements)
            if printing.json {
                found.append(JSON.CallFileInspection(inspection))
            } else {
                print(ChoiceWording.options(in: CallFileText.of(inspection, file: file)))
            }
            isOpen = isOpen || !inspection.questions.isEmpty
        }
        if printing.json { try JSONOutput.print(found) } else { print("Nothing was loaded (--dry-run).") }
        if isOpen { throw ExitCode.failure }
    }
}

extension FileLoad.Progress {
    /// `calls.csv: 412,032 rows, 41 %, 512,400 rows/s`.
    var text: String {
        let share = isCompressed || fileBytes == 0 ? "\(bytes / 1_000_000) MB" : "\(bytes * 100 / fileBytes) %"
        let speed = seconds > 0 ? Int64(Double(rows) / seconds) : 0
        return "\(name): \(AmountText.count(Int64(rows))) rows, \(share), \(AmountText.count(speed)) rows/s"
    }
}

import ArgumentParser
import CallRecords
import Contracts
internal import Files
import Foundation
internal import Ingest
internal import RateBook
import Rating

/// The engine as a filter: rates CDR files by decks from files, without a database.
struct RateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate",
        abstract: "Rate CDR files by rate files or a compiled tariff, without a database.",
        discussion: """
            Reads CDRs and writes one rated row for each, in the order of the input. The account of the input is the last \
            line on standard error: read = rated + unrated + rejected. A called number that is empty, not digits, or longer than \
            32 digits rejects its record.

            Examples:
              didtron rate --rates rates.csv --customers customers.csv \\
                --suppliers suppliers.csv calls.csv --output rated.csv
              didtron rate --tariff tariff.bin --format none \\
                --totals totals.csv calls.csv.zst
            """)

    @OptionGroup var rateFiles: RateFiles

    @Option(
        help: ArgumentHelp(
            "A tariff that `didtron tariff compile` made, in place of the three files.", valueName: "file"))
    var tariff: String?

    @OptionGroup var layout: LayoutOption

    @Option(help: "Threads; as many as the machine has processors by default.")
    var threads: Int = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: ArgumentHelp("Rated rows go here; - is standard output.", valueName: "path"))
    var output = "-"

    @Option(help: ArgumentHelp("Format of the rated rows: csv, pgcopy (binary COPY) or none.", valueName: "format"))
    var format = RateFilter.Format.csv

    @Option(
        help: ArgumentHelp(
            "Records that are no calls go here: line,column,byte_offset,field,reason,text", valueName: "file"))
    var rejects: String?

    @Option(help: ArgumentHelp("Totals by customer and destination go here.", valueName: "file"))
    var totals: String?

    @OptionGroup var printing: PrintOptions

    @Argument(help: ArgumentHelp("CDR files, plain, .zst or .gz; - is standard input.", valueName: "cdr-file"))
    var files: [String]

    func validate() throws {
        guard (1...256).contains(threads) else { throw ValidationError("--threads must be from 1 to 256.") }
        guard !files.isEmpty else { throw ValidationError("Name a CDR file, or - for standard input.") }
        guard try (rateFiles.chosen() == nil) != (tariff == nil) else {
            throw ValidationError("Name either --rates, --customers and --suppliers, or --tariff.")
        }
    }

    func run() throws {
        // Rated rows may go to standard output.
        JSONOutput.goesBesideData()
        let chosen = try layout.chosen() ?? .canonical
        let inputs = try files.map { $0 == "-" ? FileDescriptor.standardInput : try FileDescriptor(reading: $0) }
        let (tariff, destinations) = try compiled()
        let rowFile = try format == .none ? nil : OutputFile(output)
        let rejectFile = try rejects.map(OutputFile.init)
        let totalFile = try totals.map(OutputFile.init)
        let outputs = RateFilter.Outputs(
            rows: rowFile?.descriptor, rejects: rejectFile?.descriptor, totals: totalFile?.descriptor)
        let filter = RateFilter(
            tariff: tariff, destinations: destinations, format: format, threads: threads)
        let clock = ContinuousClock()
        let start = clock.now
        let account = try filter.run(inputs, into: outputs) { name, sample in
            do throws(LayoutError) {
                return try chosen.bound(to: sample, zones: TimeZones.offsets)
            } catch {
                throw LayoutError(error.code, "\(name): \(error.description)")
            }
        }
        for file in [rowFile, rejectFile, totalFile] { try file?.finish() }
        let elapsed = clock.now - start
        if printing.json {
            let answer = JSON.RateRun(
                read: account.read, rated: account.rated, unrated: account.unrated, rejected: account.rejected,
                duplicate: 0, elapsedMs: Int64(elapsed / .milliseconds(1)))
            return try JSONOutput.print(answer)
        }
        let seconds = elapsed.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 3)))
        let number = seconds.prefix { $0.isNumber || $0 == "." }
        try FileDescriptor.standardError.write(
            "read \(account.read) rated \(account.rated) unrated \(account.unrated) rejected \(account.rejected) "
                + "duplicate 0 in \(number) s\n")
    }

    /// The tariff, and names by the index that its rates carry.
    private func compiled() throws -> (Tariff, [[UInt8]]) {
        if let files = try rateFiles.chosen() {
            let tables = try RateTables(
                rates: files.rates, customers: files.customers, suppliers: files.suppliers, variants: rateFiles.variants
            )
            for warning in tables.warnings { try FileDescriptor.standardError.write("didtron: \(warning)\n") }
            return (tables.tariff, tables.destinations)
        }
        guard let path = self.tariff else { preconditionFailure("validate() has seen to it") }
        let (tariff, facts, _) = try TariffFile.open(path)
        return (tariff, facts.destinations)
    }
}

extension RateFilter.Format: ExpressibleByArgument {}

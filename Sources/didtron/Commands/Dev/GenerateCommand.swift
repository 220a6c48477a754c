import ArgumentParser
import Contracts
import Foundation
import SyntheticCarrier

/// Writes the files of a carrier that does not exist: decks, parties and call detail records.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write the decks, partners and call records of a made-up carrier.",
        discussion: """
            The same options give the same bytes on every machine. Written are rates.csv, customers.csv and suppliers.csv \
            for `didtron rate`; decks/, partners.csv, accounts.csv and assignments.csv for the database; and cdrs.csv.

            Example:
              didtron dev generate --output carrier --calls 100000
            """)

    @Option(help: ArgumentHelp("Folder to write to; made if it is missing.", valueName: "path"))
    var output: String

    @OptionGroup var printing: PrintOptions

    @OptionGroup var carrier: SyntheticCarrierOptions

    func run() throws {
        let folder = URL(filePath: output)
        let files = SyntheticFiles(calls: try carrier.traffic(), folder: folder)
        try files.writeDecks()
        try files.writeParties()
        try files.writeCatalog()
        let start = ContinuousClock.now
        let bytes = try files.writeCalls { _ in }
        let seconds = start.duration(to: .now) / .seconds(1)
        let rate = Int(Double(carrier.calls) / max(seconds, 0.001))
        try printing.show(
            JSON.FilesGenerated(folder: folder.path, callRecords: carrier.calls, bytes: bytes),
            "\(folder.path): \(carrier.calls) call records, \(bytes) bytes, \(rate) a second")
    }
}

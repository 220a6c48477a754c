import ArgumentParser
import Billing
import Foundation
import Ingest
import RateCards

/// Writes a version of a card as a file.
struct RateCardExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a card as the canonical rates file.",
        discussion: "Sorted by prefix, then effective date. Importing it again changes nothing.")

    @OptionGroup var selection: RateCardSelection

    @Option(help: "Instant at which the version is in effect; the latest approved version where not given.")
    var at: StatedMoment?

    @Option(help: "Number of the version, approved or not.")
    var version: Int64?

    @Option(help: "File to write; standard output where not given.")
    var output: String?

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let card = try selection.stored(on: connection)
        let versions = try card.versions(on: connection)
        let chosen: RateCardVersion?
        if let version {
            chosen = try versions.numbered(version, card: card.name)
        } else if let at {
            guard let clock = ZoneClock.clock(of: card.zone) else {
                throw Catalog.NameError("Zone \(card.zone) is not known on this machine; install tzdata.")
            }
            chosen = versions.inEffect(atMicros: at.utcMicros(clock))
        } else {
            chosen = versions.latestApproved
        }
        guard let chosen else {
            throw Catalog.NameError(
                "Card \(card.name) has no version in effect\(at == nil ? "; --version N writes a draft" : " then").")
        }
        let file = try output.map { $0 == "-" ? .standardOutput : try FileDescriptor(writing: $0) } ?? .standardOutput
        // Rows come one by one and are written by the block; each is copied while it is valid.
        var block: [UInt8] = []
        try unsafe RateCardExport.csv(chosen, on: connection) { row in
            unsafe block.append(contentsOf: row)
            guard block.count >= 1 << 18 else { return }
            try unsafe block.withUnsafeBytes { try unsafe file.write($0) }
            block.removeAll(keepingCapacity: true)
        }
        try unsafe block.withUnsafeBytes { try unsafe file.write($0) }
    }
}

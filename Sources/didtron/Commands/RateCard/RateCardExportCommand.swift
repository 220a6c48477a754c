import ArgumentParser
internal import Catalog
import Contracts
internal import Files
import Foundation
internal import Postgres
internal import RateBook
import RateCards
import Spreadsheets
internal import Vocabulary
import Operations

/// Writes a version of a card as a file.
struct RateCardExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a card as the canonical rates file, as a workbook or as JSON.",
        discussion: """
            Sorted by prefix, then effective date. Importing it again changes nothing. csv: the canonical columns; xlsx: the \
            same, every cell a text; connexcs: the open interchange format of ConnexCS.

            Examples:
              didtron ratecard export --card gold --output gold.csv
              didtron ratecard export --card gold --at 2026-10-01 --format xlsx \\
                --output gold.xlsx
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument { case csv, xlsx, connexcs }

    @OptionGroup var selection: RateCardSelection

    @Option(
        help: ArgumentHelp(
            "Instant at which the version is in effect; the latest approved version by default.", valueName: "date"))
    var at: StatedMoment?

    @Option(help: "Number of the version, approved or not.")
    var version: Int64?

    @Option(help: "csv, xlsx or connexcs.")
    var format = Format.csv

    @Option(help: ArgumentHelp("File to write; standard output by default.", valueName: "path"))
    var output: String?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if format == .xlsx, output == nil || output == "-" {
            throw ValidationError("A workbook goes to a file: state it with --output.")
        }
    }

    func run() throws {
        if output == nil || output == "-" { JSONOutput.goesBesideData() }
        let connection = try database.open().connect(role: .reporter)
        let card = try selection.stored(on: connection)
        let chosen = try version(of: card, on: connection)
        switch format {
        case .csv:
            let file = try BlockWriter(output)
            // Rows come one by one; each is copied while it is valid.
            try unsafe RateCardExport.csv(chosen, on: connection) { row in try file.append(unsafe Array(row)) }
            try file.finish()
        case .connexcs: try writeInterchange(card, chosen, on: connection)
        case .xlsx: try writeWorkbook(card, chosen, on: connection)
        }
        if printing.json, let output, output != "-" { try JSONOutput.print(JSON.FileWritten(file: output)) }
    }

    private func version(of card: RateCard, on connection: Connection) throws -> RateCardVersion {
        let versions = try card.versions(on: connection)
        if let version { return try versions.numbered(version, card: card.name) }
        let chosen: RateCardVersion?
        if let at {
            guard let clock = ZoneClock.clock(of: card.zone) else {
                throw Refusal.zoneIsNotInstalled(card.zone)
            }
            chosen = versions.inEffect(atMicros: at.utcMicros(clock))
        } else {
            chosen = versions.latestApproved
        }
        guard let chosen else {
            throw Refusal(
                .notFound, at == nil ? "ratecard.nothing_to_export" : "ratecard.no_version_in_effect",
                "Card \(card.name) has no version in effect\(at == nil ? "" : " then")", facts: ["card": card.name])
        }
        return chosen
    }

    private func writeInterchange(_ card: RateCard, _ version: RateCardVersion, on connection: Connection) throws {
        let head = InterchangeWriter.Head(
            card: card.name, currency: card.currency, version: version.number,
            date: String(version.createdAt.prefix(10)), effectiveFrom: version.effectiveFrom)
        let file = try BlockWriter(output)
        var writer: InterchangeWriter?
        try RateCardExport.records(version, on: connection) { record in
            if writer == nil {
                let made = InterchangeWriter(head, columns: record.map { $0 ?? "" })
                try file.append(Array(made.beginning.utf8))
                writer = made
            } else if let rate = writer?.rate(record) {
                try file.append(Array(rate.utf8))
            }
        }
        if let writer { try file.append(Array(writer.ending.utf8)) }
        try file.finish()
    }

    private func writeWorkbook(_ card: RateCard, _ version: RateCardVersion, on connection: Connection) throws {
        guard let output else { return }
        var workbook: WorkbookWriter?
        try RateCardExport.records(version, on: connection) { record in
            if let workbook {
                try workbook.append(record)
            } else {
                workbook = try WorkbookWriter(path: output, sheetName: card.name, columns: record.map { $0 ?? "" })
            }
        }
        try workbook?.finish()
    }
}

/// Writes a file, or standard output, by the block.
private final class BlockWriter {
    private let file: FileDescriptor
    private var block: [UInt8] = []

    private static let blockBytes = 1 << 18

    init(_ path: String?) throws {
        file = try path.map { $0 == "-" ? .standardOutput : try FileDescriptor(writing: $0) } ?? .standardOutput
    }

    func append(_ bytes: [UInt8]) throws {
        block += bytes
        if block.count >= Self.blockBytes { try finish() }
    }

    func finish() throws {
        try unsafe block.withUnsafeBytes { try unsafe file.write($0) }
        block.removeAll(keepingCapacity: true)
    }
}

import ArgumentParser
import Contracts
import Foundation
import Money
internal import RateBook
import RateCards
import Operations

/// Shows how a deck would be read, without a database.
struct RateCardInspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show how a deck is understood, without a database.",
        discussion: """
            Shows the form of the file, the meaning of each column, three rows as understood, refused rows with their reasons, \
            assumptions, and questions that must be answered before it can be imported: the same questions as the import asks. The exit status is 0 where nothing is open or refused. \
            A profile that is written here can be given to the import, and the next deck is held against it.

            Example:
              didtron ratecard inspect deck.xlsx --write-profile alpha.json
            """)

    @Argument(help: "Deck, as CSV and its like, XLSX or JSON, plain, .zst or .gz; - for standard input.")
    var file: String

    @OptionGroup var reading: DeckReadingOptions

    @Option(help: "Deck of a tariff plan in several files.")
    var deck: String?

    @Option(help: ArgumentHelp("Currency of the card, to be held against what the deck says.", valueName: "code"))
    var currency: Currency?

    @Option(help: "Zone of dates without an offset; UTC by default.")
    var zone: String?

    @Option(help: "Start of rates that state none.")
    var effective: StatedMoment?

    @Option(help: "When the deck was received: a day, or an instant; now by default.")
    var asOf: StatedMoment?

    @Option(help: ArgumentHelp("Write settings and layout as a profile.", valueName: "file"))
    var writeProfile: String?

    @Flag(help: "Show every refused row, not the first 20 only.")
    var all = false

    @OptionGroup var printing: PrintOptions

    func run() throws {
        guard let clock = ZoneClock.clock(of: zone ?? "UTC") else {
            throw ValidationError("'\(zone ?? "")' is not a time zone of the IANA list, such as Europe/Berlin.")
        }
        let profile = try reading.storedProfile()
        var options = DeckOptions()
        options.settings = profile.map { reading.settings.filled(from: $0.settings) } ?? reading.settings
        options.groupsByDeckID = true
        options.deckID = deck
        options.utcMicros = clock
        options.zone = zone
        options.currency = currency?.code
        options.effectiveFromMicros = effective?.utcMicros(clock)
        options.confirmed = Set(reading.confirm)
        options.rowsMax = DeckLimits.rows
        options.refusalsMax = DeckLimits.refusals
        let deck = try InputFile.named(file) {
            let own = try DeckFile(InputFile.bytes(of: file, max: DeckLimits.bytes))
            if !DeckReader.isExport(own) {
                options.receivedMicros = asOf?.utcMicros(clock) ?? Int64(Date().timeIntervalSince1970 * 1_000_000)
            }
            let codes = CodesPart.parts(try reading.codesParts(), of: own, options.settings)
            return try DeckReader.read(own, codes: codes, options: options)
        }
        let refusals = deck.refusals + deck.codeRefusals
        let inspection = DeckInspection(deck, options)
        let changes = profile?.layout.map { inspection.shape.changes(since: $0) } ?? []
        if let writeProfile {
            let bytes = try DeckProfile(settings: options.settings, layout: deck.shape).json
            try Data(bytes).write(to: URL(filePath: writeProfile))
        }
        if printing.json {
            try JSONOutput.print(
                JSON.DeckFindings(
                    inspection: JSON.DeckInspection(inspection), layoutChanges: changes,
                    refusals: refusals.map(JSON.RefusedRow.init)))
        } else {
            print(ChoiceWording.options(in: text(inspection, changes, refusals)))
        }
        if !refusals.isEmpty || !inspection.questions.isEmpty || !changes.isEmpty { throw ExitCode.failure }
    }

    private func text(_ inspection: DeckInspection, _ changes: [String], _ refusals: [RowRefusal]) -> String {
        var lines = [inspection.text]
        if !inspection.assumptions.isEmpty { lines.append("Assumed:") }
        lines += inspection.assumptions.map { "  \($0)" }
        lines += RowRefusalList.lines(refusals, inspection, isComplete: all)
        if !changes.isEmpty { lines.append("Other than the profile says:") }
        lines += changes.map { "  \($0)" }
        if !inspection.questions.isEmpty { lines.append("To be answered before it can be imported:") }
        lines += inspection.questions.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }
}

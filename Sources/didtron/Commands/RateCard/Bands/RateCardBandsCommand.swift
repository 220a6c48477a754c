import ArgumentParser
internal import Catalog
import Contracts
internal import Postgres
internal import RateBook
import RateCards
internal import Vocabulary
import Operations

/// The time bands of a card.
struct RateCardBandsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bands", abstract: "Manage the time bands of a card: which price holds when.",
        discussion: """
            Example:
              didtron ratecard bands import bands.csv --card gold
            """,
        subcommands: [RateCardBandsImportCommand.self, RateCardBandsShowCommand.self])
}

/// Imports the time bands of a card.
struct RateCardBandsImportCommand: ParsableCommand {
    /// By which band a call is priced.
    enum Pricing: String, ExpressibleByArgument, CaseIterable { case start, split }

    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import the time bands of a card.",
        discussion: """
            Columns: time_band, days, from, to. Days are mon-fri, sat;sun, weekdays, weekend, all or holidays; times are of \
            the clock in the card's zone, to 24:00; without times a window is the whole day. Windows may not overlap. On a \
            holiday only windows of holidays hold. Rates name their band in the column time_band of the deck; a rate without \
            one holds where no rate of a band does. The file is all bands of the card; the same file again changes nothing.

            By start (the default) a call has the price of the band in which it starts. By split each billing increment has \
            the price of the band in which it begins; set-up fee, increments, minimum, grace, limits and rounding stay those \
            of the rate at the start.

            Example:
              didtron ratecard bands import bands.csv --card gold --effective 2026-11-01
            """)

    @Argument(help: "CSV file; - for standard input.")
    var file: String

    @OptionGroup var selection: RateCardSelection

    @Option(help: "start or split; as before by default, start for a card without bands.")
    var pricing: Pricing?

    @Option(help: "From when on they hold; needed where the card has others.")
    var effective: StatedMoment?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let card = try selection.stored(on: connection)
        guard let clock = ZoneClock.clock(of: card.zone) else {
            throw Refusal.zoneIsNotInstalled(card.zone)
        }
        var imported = TimeBandImport(clock: clock)
        imported.splits = pricing.map { $0 == .split }
        imported.effective = effective
        let bytes = try InputFile.named(file) { try InputFile.bytes(of: file) }
        let report = try act.perform("time_band.import", of: .entity(selection.entity), content: bytes, on: connection)
        {
            try InputFile.named(file) { try imported.run(bytes, card: card, on: connection) }
        }
        if printing.json { return try JSONOutput.print(JSON.TimeBandsImported(report)) }
        let start = report.effectiveFrom.map { " from \($0) on" } ?? " from the beginning"
        let pricing = report.splits ? "part by part across bands" : "by the band in which they start"
        printing.say(
            report.isUnchanged
                ? "Card \(report.card) has these bands already\(start)."
                : "Card \(report.card): \(AmountText.count(Int64(report.windows), "window"))\(start); calls are priced \(pricing)."
        )
        report.notes.forEach(printing.say)
    }
}

/// Shows the time bands of a card.
struct RateCardBandsShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the time bands of a card.",
        discussion: """
            Example:
              didtron ratecard bands show --card gold
            """)

    @OptionGroup var selection: RateCardSelection

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let card = try selection.stored(on: connection)
        let sets = try TimeBandSet.list(cardID: card.id, on: connection)
        if printing.json { return try JSONOutput.print(sets.map(JSON.TimeBandSet.init)) }
        if sets.isEmpty { print("Card \(card.name) has no time bands.") }
        for set in sets {
            print(
                "\(set.effectiveFrom.map { "From \($0) on" } ?? "From the beginning"), by the clock of \(card.zone), "
                    + "calls priced by \(set.splits ? "split" : "start"):")
            var table = TextTable([.left("time band"), .left("window")])
            table.rows = set.joinedWindows.map { [$0.name, $0.window.text] }
            print(table.fitted, terminator: "")
        }
    }
}

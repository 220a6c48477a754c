import ArgumentParser
import Billing
import Foundation
import Money
import Postgres
import RateCards
import Rating

/// Imports a deck.
struct RateCardImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a rate deck as a version of a card.",
        discussion: """
            Columns by name, in any order: prefix (code, dial code …), rate_per_min (rate, price, cost …), destination, \
            effective_from, effective_to, setup_fee, initial_s, increment_s (or 60/60), minimum_s, blocked, grace_s, grace_mode, \
            duration_rounding, rounding_decimals, rounding_mode, max_cost, min_cost. The difference against the version in \
            effect is shown, and what was refused, by line. The version takes over with its first new or changed rate; \
            prefixes that the deck lacks are closed.
            """)

    @Argument(help: "Deck, as CSV, plain, .zst or .gz; - for standard input.")
    var file: String

    @Option(help: "Name of the card; it is made if there is none.")
    var card: String

    @Option(help: "sell (what customers pay) or buy (what suppliers ask).")
    var side: Side

    @Option(help: "Currency of the rates, such as USD.")
    var currency: Currency

    @Option(help: "Which deck of a file that holds several, by its deck_id.")
    var deck: String?

    @Option(help: "Assign the card to this supplier as well.")
    var supplier: String?

    @Option(help: "Assign the card to this customer as well.")
    var customer: String?

    @Option(help: "Zone in which the dates of a new card begin; UTC where not given.")
    var zone: String?

    @Option(help: "Order of dates such as 01/10/2026: dmy or mdy.")
    var dateFormat: DeckOptions.DateOrder?

    @Option(help: "Day on which the deck was received; today where not given.")
    var asOf: StatedMoment?

    @Option(help: "Start of the version, and of rates that state none.")
    var effective: StatedMoment?

    @Option(
        help: ArgumentHelp("Increments where the deck states none; 1/1 where not given.", valueName: "initial/further"))
    var increments: IncrementsArgument?

    @Option(
        name: .customLong("column"),
        help: ArgumentHelp(
            "Take a column of the deck for a field, such as rate_per_min=Voice.", valueName: "field=name"))
    var columns: [ColumnArgument] = []

    @Flag(help: "Put the version into effect.")
    var approve = false

    @Flag(help: "Take the deck without its refused rows.")
    var acceptRefusals = false

    @Flag(help: "Show every prefix that differs, not the first 20 only.")
    var all = false

    @Option(help: "Entity; needed where there are several.")
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if supplier != nil, side == .sell { throw ValidationError("--supplier goes with --side buy.") }
        if customer != nil, side == .buy { throw ValidationError("--customer goes with --side sell.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        try ShippedDestinations.importIfNone(on: connection)
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        var request = RateCardImport(
            card: card, side: side, currency: currency, nowMicros: now, clock: ZoneClock.clock(of:))
        request.entity = entity
        request.zone = zone
        request.deckID = deck
        request.options.dateOrder = dateFormat
        if let increments { request.options.increments = (increments.initial, increments.further) }
        for column in columns { request.options.columnNames[column.field] = column.name }
        request.asOf = asOf
        request.effective = effective
        request.approves = approve
        request.acceptsRefusals = acceptRefusals
        let report = try InputFile.named(file) {
            let name = file == "-" ? "standard input" : URL(filePath: file).lastPathComponent
            return try request.run(InputFile.bytes(of: file), source: name, on: connection)
        }
        if json { try JSONOutput.print(report) } else { print(report.text(isComplete: all)) }
        guard report.state != .refused else { throw ExitCode.failure }
        if let partner = supplier ?? customer { try assign(to: partner, on: connection) }
    }

    private func assign(to partner: String, on connection: Connection) throws {
        let assigned = try InputFile.named("--\(supplier == nil ? "customer" : "supplier")") {
            try CatalogImport(.assignments, entity: entity).run(
                [["partner": partner, "card": card]], on: connection)
        }
        if !json, !assigned.added.isEmpty { print("Assigned to \(partner).") }
    }
}

extension RateCardReport {
    private static let entriesShown = 20

    /// For people: the difference and the refusals, and what became of the deck.
    func text(isComplete: Bool) -> String {
        var lines = ["Card \(card) (\(side), \(currency)), \(source): \(rates) rates, \(refusals.count) rows refused"]
        lines += notes
        if !ignoredColumns.isEmpty { lines.append("Columns not used: \(ignoredColumns.joined(separator: ", "))") }
        let summary = RateDifference.Kind.allCases.map { "\(counts[$0.rawValue] ?? 0) \($0.rawValue)" }
        let base = comparedWith.map { "Against version \($0)" } ?? "First version"
        lines.append("\(base): \(summary.joined(separator: ", "))")
        if keptRates > 0 { lines.append("\(keptRates) rates stay in effect until the deck's own begin.") }
        let isFirst = comparedWith == nil
        let shown = isComplete ? difference[...] : difference.prefix(isFirst ? 0 : RateCardReport.entriesShown)
        lines += shown.map { "  \($0)" }
        if shown.count < difference.count, !isFirst {
            lines.append("  … and \(difference.count - shown.count) more (--all shows them)")
        }
        if !refusals.isEmpty {
            lines.append("Refused:")
            let shown = isComplete ? refusals[...] : refusals.prefix(RateCardReport.entriesShown)
            lines += shown.map { "  \($0)" }
            if shown.count < refusals.count {
                lines.append("  … and \(refusals.count - shown.count) more (--all shows them)")
            }
        }
        if let madeEntity, state != .refused { lines.append(madeEntity) }
        lines.append(outcome)
        return lines.joined(separator: "\n")
    }

    private var outcome: String {
        let number = version.map(String.init) ?? ""
        switch state {
        case .refused:
            return "Nothing was loaded. Mend the file"
                + (rates > 0 && !refusals.isEmpty ? ", or take it without these rows: --accept-refusals" : ".")
        case .unchanged: return "Nothing changes: version \(number) says the same."
        case .draft, .waiting:
            return
                "Version \(number) \(state == .draft ? "is a draft" : "was here as a draft already"), to take effect from "
                + "\(effectiveFrom ?? ""). Approve it: didtron ratecard approve --card \(card) --version \(number)"
        case .approved:
            var text = "Version \(number) is approved and in effect from \(effectiveFrom ?? "")."
            if !withdrawn.isEmpty {
                text += " It takes the place of version \(withdrawn.map(String.init).joined(separator: ", "))."
            }
            return text
        }
    }
}

extension RateDifference.Entry: CustomStringConvertible {
    /// `increase  49  Germany  0.01 -> 0.012  from 2026-10-20T00:00:00Z`
    public var description: String {
        let price = [from, to].compactMap(\.self).joined(separator: " -> ")
        let calls = variant.map { "  (\($0))" } ?? ""
        let start = effectiveFrom.map { "  from \($0)" } ?? ""
        return "\(kind.rawValue)  \(prefix)  \(destination)\(calls)  \(price)\(start)"
    }
}

internal import Catalog
internal import Database
import Foundation
internal import Money
package import Postgres
import RateCards
import Rating

/// What a stored rate was made from: the deck and the line of it, or the suppliers and the rule of a generated card.
package struct RateOrigin: Sendable {
    /// Where a rate was stated.
    package struct Place: Sendable {
        package var card: String
        package var version: Int
        /// Name of the deck's file.
        package var file: String
        /// Physical line from 1, row of a sheet, or rate of an interchange file; nil where it was not recorded.
        package var line: Int?
        /// ISO date.
        package var importedOn: String
        package var importedBy: String?
    }

    /// What a supplier asked for the prefix.
    package struct Offer: Sendable {
        package var prefix: String
        /// Nanos (10^-9) a minute of the card's currency.
        package var nanosPerMinute: Int64
        package var currency: String
        package var isBlocked: Bool
        /// Whether the rule looked at it; nil where that cannot be told.
        package var isConsidered: Bool?
        package var place: Place
    }

    /// Of the deck; of a generated version, of the version itself.
    package var place: Place
    /// Version in which the price was stated, where the rate's own has kept it; else nil.
    package var keptFromVersion: Int?
    /// Of a generated version, in words; nil otherwise.
    package var rule: String?
    /// Of a generated version, the cheapest first.
    package var offers: [Offer] = []

    package static func of(rateID: Int32, on connection: Connection) throws -> RateOrigin {
        var row = try read(rateID, on: connection)
        let own = Int(try row.int("version_number"))
        var seen: Set<Int32> = [rateID]
        // As often as the price was kept.
        while try row.string("scope") != "generated", try row.optionalInt("line") ?? 0 == 0,
            let kept: Int32 = try row.optionalNarrow("kept_rate_id"), seen.insert(kept).inserted
        {
            row = try read(kept, on: connection)
        }
        var origin = RateOrigin(place: try Place(row))
        if origin.place.version != own { origin.keptFromVersion = origin.place.version }
        try origin.addGeneration(row, on: connection)
        return origin
    }

    private static func read(_ rateID: Int32, on connection: Connection) throws -> Row {
        try connection.run(query: "rate_origin", ["rate_id": .int(Int64(rateID))]).only()
    }

    /// What is kept with a generated version.
    private struct Generation: Decodable {
        var at: String
        var rules: String
    }

    private mutating func addGeneration(_ row: Row, on connection: Connection) throws {
        guard let text = try row.optionalString("generation") else { return }
        let generation = try JSONDecoder().decode(Generation.self, from: Data(text.utf8))
        let digits = try row.string("prefix")
        let rules = (try? PricingRules(Array(generation.rules.utf8))) ?? .none
        let rule = Prefix(digits).flatMap { rules.rule(for: $0, destination: (try? row.string("destination")) ?? "") }
        self.rule = rule.map(\.sentence) ?? "a rule that cannot be read any more"
        let versions = try (row.optionalString("source_ids") ?? "").split(separator: " ").compactMap { Int64($0) }
        let offers = try connection.run(
            query: "source_rates",
            ["version_ids": .ints(versions), "prefix": .text(digits), "instant": .text(generation.at)])
        let currencies = Set(try offers.map { try $0.string("currency") })
        var rank = 0
        for offer in offers {
            let isBlocked = try offer.bool("blocked")
            let place = try Place(RateOrigin.read(offer.narrow("rate_id"), on: connection))
            // Prices of several currencies were compared by rates that are not known here.
            let isComparable = currencies.count == 1 && rule != nil
            self.offers.append(
                Offer(
                    prefix: try offer.string("prefix"), nanosPerMinute: try offer.int("nanos_per_minute"),
                    currency: try offer.string("currency"), isBlocked: isBlocked,
                    isConsidered: isComparable ? !isBlocked && rule?.considers(rank) == true : nil, place: place))
            if !isBlocked { rank += 1 }
        }
    }
}

extension RateOrigin.Place {
    /// A row of schema/queries/rate_origin.sql.
    fileprivate init(_ row: Row) throws {
        card = try row.string("card_name")
        version = Int(try row.int("version_number"))
        file = try row.string("source_name")
        line = try row.optionalInt("line").flatMap { $0 > 0 ? Int($0) : nil }
        importedOn = try row.string("imported_on")
        importedBy = try row.optionalString("imported_by")
    }
}

extension PricingRule {
    /// Whether it looks at the supplier at this place of the ranking, from 0.
    fileprivate func considers(_ rank: Int) -> Bool {
        switch cost {
        case .cheapest: rank == 0
        case .second: rank <= 1
        case .average: true
        }
    }

    /// `for all: the cheapest + 15 %, rounded up to 4 decimals`.
    fileprivate var sentence: String {
        func nanos(_ number: Int64) -> String { AmountText.nanos(number) }
        let subject =
            switch scope {
            case .all: "for all"
            case .names(let beginning): "for destinations that begin with '\(beginning)'"
            case .name(let name): "for destination '\(name)'"
            case .prefix(let prefix): "for prefix \(prefix)"
            }
        let base =
            switch cost {
            case .cheapest: "the cheapest supplier"
            case .second: "the second cheapest supplier"
            case .average: "the average of all suppliers"
            }
        var text = "\(subject): \(base)"
        if markupMillionths != 0 { text += " + \(DecimalText.format(markupMillionths, decimals: 4)) %" }
        if absoluteNanos != 0 { text += " + \(nanos(absoluteNanos))" }
        text += ", rounded \(rounding.name) to \(decimals) decimals"
        if floorNanos != 0 { text += ", at least \(nanos(floorNanos))" }
        return text
    }
}

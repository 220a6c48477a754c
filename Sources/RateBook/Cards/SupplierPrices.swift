internal import Catalog
internal import Database
import Foundation
internal import Postgres
import RateCards
internal import Vocabulary

/// The price lists of some cards at an instant, by the names of the master list.
struct SupplierPrices {
    /// Which version of a card a list was taken from.
    struct Source: Codable, Equatable {
        let card: String
        let version: Int64
    }

    let lists: [PriceList]
    let sources: [Source]

    /// - Throws: `Refusal` where a card is named twice, has no version in effect then, is of another side or
    ///   currency.
    init(
        cards names: [String], currency: String?, entityID: EntityID, atMicros instant: Int64, on connection: Connection
    ) throws {
        guard Set(names).count == names.count else {
            throw Refusal(.invalid, "ratecard.named_twice", "A card is named twice: \(names.joined(separator: ", "))")
        }
        var lists: [PriceList] = []
        var sources: [Source] = []
        var currency = currency
        for name in names {
            let card = try RateCard(named: name, entityID: entityID, on: connection)
            if let currency, card.currency != currency {
                throw Refusal(
                    .conflict, "ratecard.two_currencies",
                    "Card \(name) is in \(card.currency) and not in \(currency): prices of two currencies are not compared",
                    facts: ["card": name])
            }
            currency = card.currency
            guard let version = try card.versions(on: connection).inEffect(atMicros: instant) else {
                throw Refusal(
                    .notFound, "ratecard.no_version_in_effect",
                    "Card \(name) has no version in effect at \(RateSheet.text(utcMicros: instant))",
                    facts: ["card": name])
            }
            let sheet = try StoredRates.sheet(version, naming: .master, on: connection)
            lists.append(PriceList(name: name, sheet: sheet, atMicros: instant))
            sources.append(Source(card: name, version: version.number))
        }
        self.lists = lists
        self.sources = sources
    }
}

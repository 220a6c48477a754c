internal import Catalog
internal import Database
package import Postgres
package import Rating
internal import Vocabulary

extension CompiledCatalog {
    /// What a file of this tariff says about itself: names of the card versions and of the master destinations.
    ///
    /// - Parameter entity: its code.
    package func facts(entity: String, on connection: Connection) throws -> TariffFacts {
        var facts = TariffFacts()
        facts.source = "cards and accounts of entity \(entity)"
        if exchange.revision > 0 {
            facts.source += ", exchange rates of revision \(exchange.revision)"
            if let days = exchange.daysMax { facts.source += ", each for \(days) days" }
        }
        facts.hash = hash
        facts.zones = zoneNames
        facts.currencies = currencies
        let versions = try connection.run(query: "tariff_version_names", ["entity_id": .id(entityID)])
        var decks: [CardVersionID: TariffFacts.Deck] = [:]
        for row in versions {
            decks[try row.id("id")] = TariffFacts.Deck(
                name: "\(try row.string("card")) version \(try row.int("number"))", rateCount: Int(try row.int("rates"))
            )
        }
        facts.decks = deckVersions.map { decks[$0] ?? TariffFacts.Deck(name: "card version \($0)", rateCount: 0) }
        for row in try connection.run(query: "tariff_destination_names") {
            let id = Int(try row.int("id"))
            guard id >= 0, id < CompiledCatalog.destinationsMax else {
                throw Refusal(
                    .tooLarge, "tariff.too_many_destinations",
                    "Destination id \(id) is above what a tariff file can name")
            }
            // Ids come from a sequence: what is between two of them is little.
            while facts.destinations.count <= id { facts.destinations.append([]) }
            facts.destinations[id] = Array(try row.string("name").utf8)
        }
        return facts
    }

    /// Names of destinations are kept by id: 16 MB of them at most while empty.
    private static let destinationsMax = 2_000_000
}

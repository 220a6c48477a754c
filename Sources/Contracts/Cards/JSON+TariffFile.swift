extension JSON {
    /// A compiled tariff.
    package struct TariffFile: Codable, Equatable, Sendable {
        package var file: String
        package var bytes: Int
        /// SHA-256 of all that decides a price but exchange rates.
        package var hash: String
        package var compiledAt: String
        package var program: String
        package var source: String
        package var decks: [TariffDeck]
        package var rates: Int
        package var prefixes: Int
        package var destinations: Int
        package var customers: Int
        package var suppliers: Int
        package var dids: Int
        package var zones: [String]
        package var currencies: [String]

        package init(
            file: String, bytes: Int, hash: String, compiledAt: String, program: String, source: String,
            decks: [TariffDeck], rates: Int, prefixes: Int, destinations: Int, customers: Int, suppliers: Int,
            dids: Int, zones: [String], currencies: [String]
        ) {
            self.file = file
            self.bytes = bytes
            self.hash = hash
            self.compiledAt = compiledAt
            self.program = program
            self.source = source
            self.decks = decks
            self.rates = rates
            self.prefixes = prefixes
            self.destinations = destinations
            self.customers = customers
            self.suppliers = suppliers
            self.dids = dids
            self.zones = zones
            self.currencies = currencies
        }

        private enum CodingKeys: String, CodingKey {
            case file, bytes, hash
            case compiledAt = "compiled_at"
            case program, source, decks, rates, prefixes, destinations, customers, suppliers, dids, zones, currencies
        }
    }

    /// A deck of a compiled tariff.
    package struct TariffDeck: Codable, Equatable, Sendable {
        package var deck: String
        package var rates: Int

        package init(deck: String, rates: Int) {
            self.deck = deck
            self.rates = rates
        }
    }
}

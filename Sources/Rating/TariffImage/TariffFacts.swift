/// What a saved tariff says about itself, and the names behind the numbers in it.
package struct TariffFacts: Sendable, Equatable {
    package struct Deck: Sendable, Equatable {
        package var name: String
        package var rateCount: Int

        package init(name: String, rateCount: Int) {
            self.name = name
            self.rateCount = rateCount
        }
    }

    /// Version of the program that compiled it.
    package var program = ""
    /// UTC microseconds since 1970.
    package var compiledAtMicros: Int64 = 0
    /// Where it came from, in words.
    package var source = ""
    /// SHA-256 of everything that decides a price, apart from exchange rates.
    package var hash: [UInt8] = []
    /// In the order of the tariff.
    package var decks: [Deck] = []
    /// Names by the index that rates carry.
    package var destinations: [[UInt8]] = []
    /// By the index that parties carry; empty where these mean nothing.
    package var zones: [String] = []
    package var currencies: [String] = []

    package init() {}
}

extension TariffFacts {
    /// Everything but the destinations, which have a section of their own.
    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.put(program)
        writer.put(compiledAtMicros)
        writer.put(source)
        writer.put(hash)
        writer.put(Int64(decks.count))
        for deck in decks {
            writer.put(deck.name)
            writer.put(Int64(deck.rateCount))
        }
        for list in [zones, currencies] {
            writer.put(Int64(list.count))
            for name in list { writer.put(name) }
        }
        return writer.bytes
    }

    /// Nil where the bytes are no facts.
    init?(bytes: [UInt8], destinations: [[UInt8]]) {
        var reader = ByteReader(bytes)
        self.init()
        program = reader.text()
        compiledAtMicros = reader.integer()
        source = reader.text()
        hash = reader.bytes()
        decks = reader.list { reader in Deck(name: reader.text(), rateCount: Int(reader.integer())) }
        zones = reader.list { $0.text() }
        currencies = reader.list { $0.text() }
        self.destinations = destinations
        guard reader.isAtEnd else { return nil }
    }
}

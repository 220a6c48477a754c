import WorldPrefixes

/// A wholesale carrier that does not exist: customers, suppliers and rate decks over the real prefixes of the world.
///
/// A seed decides everything, in integers only, so that the same seed gives the same carrier on every machine.
public struct SyntheticCarrier: Sendable {
    /// How large the carrier is.
    public struct Size: Sendable {
        public var customers = 200
        public var suppliers = 20
        public var sellDecks = 5
        public var buyDecks = 4
        /// Prefixes on a deck; nil = those of the list, about 20,000. More are made by splitting listed prefixes.
        public var prefixesPerDeck: Int?

        public init() {}
    }

    /// One customer or supplier: an account that CDRs name, and the partner behind it.
    public struct Party: Sendable {
        /// What the CDR says.
        public var account: String
        /// Code of the partner; a bilateral partner is customer and supplier under one code.
        public var partner: String
        public var name: String
        /// Index into `decks` of the side.
        public var deck: Int
        public var currency: String
        /// IANA zone of the billing day.
        public var zone: String
        public var isPrepaid: Bool
    }

    /// One rate deck.
    public struct Deck: Sendable {
        public enum Side: String, Sendable { case sell, buy }

        /// Position among the decks of its side, from 0.
        public var index: Int
        public var side: Side
        /// `sell-1`, `buy-2` …
        public var name: String
        public var currency: String
    }

    public let seed: UInt64
    public let size: Size
    /// First day of traffic, in days since 1970-01-01 (UTC); decks are in effect a month before.
    public let firstDay: Int
    /// Days of traffic.
    public let days: Int
    public let customers: [Party]
    public let suppliers: [Party]
    public let sellDecks: [Deck]
    public let buyDecks: [Deck]

    let prefixes: WorldPrefixes
    /// Entries of `prefixes` by destination.
    let entriesByDestination: [[Int]]
    /// Running sums of the destinations' shares of all traffic: few get most of it.
    let destinationShares: RunningShares

    /// `size` must have at least one customer, supplier and deck a side, and `days` at least 1.
    public init(seed: UInt64, size: Size, firstDay: Int, days: Int) {
        precondition(size.customers > 0 && size.suppliers > 0 && size.sellDecks > 0 && size.buyDecks > 0 && days > 0)
        self.seed = seed
        self.size = size
        self.firstDay = firstDay
        self.days = days
        prefixes = WorldPrefixes.list
        sellDecks = (0..<size.sellDecks).map { index in
            // The last of several is in euro, for the customers billed in it.
            let isEuro = index > 0 && index == size.sellDecks - 1
            return Deck(index: index, side: .sell, name: "sell-\(index + 1)", currency: isEuro ? "EUR" : "USD")
        }
        buyDecks = (0..<size.buyDecks).map { index in
            Deck(index: index, side: .buy, name: "buy-\(index + 1)", currency: "USD")
        }
        customers = SyntheticCarrier.makeCustomers(seed: seed, size: size, decks: sellDecks)
        suppliers = SyntheticCarrier.makeSuppliers(seed: seed, size: size, decks: buyDecks, customers: customers)

        var entriesByDestination = [[Int]](repeating: [], count: prefixes.destinations.count)
        for (index, entry) in prefixes.entries.enumerated() { entriesByDestination[entry.destination].append(index) }
        self.entriesByDestination = entriesByDestination
        destinationShares = SyntheticCarrier.makeShares(seed: seed, prefixes: prefixes, entries: entriesByDestination)
    }
}

extension SyntheticCarrier {
    /// Country code of a destination, as a number.
    static func country(ofPrefix digits: String) -> Int { Int(digits.prefix(CountryCode.digitCount(of: digits))) ?? 0 }

    /// A country's traffic goes to its destinations as 1, 1/2, 1/3 …, in an order that the seed decides, to mobile
    /// operators three times as much as elsewhere.
    private static func makeShares(seed: UInt64, prefixes: WorldPrefixes, entries: [[Int]]) -> RunningShares {
        var order = Array(prefixes.destinations.indices)
        var random = SeededGenerator(seed: seed, .destination, -1)
        order.shuffle(using: &random)
        var ranks: [Int: UInt64] = [:]
        var shares = [UInt64](repeating: 0, count: order.count)
        for destination in order {
            let country = country(ofPrefix: prefixes.entries[entries[destination][0]].digits)
            ranks[country, default: 0] += 1
            let isMobile = prefixes.destinations[destination].contains(" Mobile")
            shares[destination] =
                CountryCode.trafficShare(of: country) * (isMobile ? 3 : 1) << 20 / ranks[country, default: 1]
        }
        return RunningShares(shares)
    }

    /// `10001`, `10002` … in the order of their size; every tenth customer is a supplier, too (see `makeSuppliers`).
    private static func makeCustomers(seed: UInt64, size: Size, decks: [Deck]) -> [Party] {
        let zones = ["UTC", "UTC", "UTC", "UTC", "Europe/London", "America/New_York", "Asia/Dubai"]
        return (0..<size.customers).map { index in
            var random = SeededGenerator(seed: seed, .customer, index)
            let deck = decks[random.below(decks.count)]
            return Party(
                account: String(10_001 + index), partner: "P\(10_001 + index)",
                name: CompanyNames.name(index, seed: seed), deck: deck.index, currency: deck.currency,
                zone: zones[random.below(zones.count)], isPrepaid: random.below(10) < 3)
        }
    }

    /// `501`, `502` …; every fourth one is a customer paid in the same currency, as bilateral partners are.
    private static func makeSuppliers(seed: UInt64, size: Size, decks: [Deck], customers: [Party]) -> [Party] {
        var candidates = customers.filter { $0.currency == "USD" && !$0.isPrepaid }.makeIterator()
        return (0..<size.suppliers).map { index in
            var random = SeededGenerator(seed: seed, .customer, -1 - index)
            let deck = decks[random.below(decks.count)]
            let customer = index % 4 == 0 ? candidates.next() : nil
            return Party(
                account: String(501 + index), partner: customer?.partner ?? "P\(501 + index)",
                name: customer?.name ?? CompanyNames.name(size.customers + index, seed: seed), deck: deck.index,
                currency: deck.currency, zone: customer?.zone ?? "UTC", isPrepaid: false)
        }
    }
}

public import Rating

/// What one card asks at an instant, in the currency in which it is compared: of each prefix at most one rate for each kind of
/// call.
public struct PriceList: Sendable {
    /// Why a list cannot be made.
    public struct Fault: Error, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// Name of the card.
    public let name: String
    /// By prefix, and of one prefix what states more before what states less; a blocked one hides shorter prefixes.
    /// `destination` is an index into `names`, and so are time band and origin, + 1.
    public let rates: [Rate]
    public let names: NameTable

    /// Of each prefix and kind of call the rate that began last among those in effect at an instant, in UTC microseconds.
    ///
    /// - Parameter exchange: from the card's currency into that of the comparison; prices are rounded up to nanos, so that none
    ///   is below what the supplier asks.
    /// - Throws: a price that is too large in the other currency.
    public init(
        name: String, sheet: RateSheet, atMicros instant: Int64, exchange: ExchangeFactor = .none
    ) throws(Fault) {
        self.name = name
        names = sheet.names
        var rates: [Rate] = []
        rates.reserveCapacity(sheet.rates.count)
        var groups = PrefixGroups(sheet.rates)
        while let group = groups.next() {
            let first = rates.count
            for var rate in group where rate.effectiveFromMicros <= instant && instant < rate.effectiveToMicros {
                guard let price = exchange.nanosRoundedUp(rate.nanosPerMinute),
                    let fee = exchange.nanosRoundedUp(rate.setupFeeNanos),
                    let attemptFee = exchange.nanosRoundedUp(rate.terms.attemptFeeNanos)
                else { throw Fault(description: "The price of prefix \(rate.prefix) of card \(name) is too large") }
                rate.nanosPerMinute = price
                rate.setupFeeNanos = fee
                rate.terms.attemptFeeNanos = attemptFee
                // Those of one kind come by their start, and the last holds.
                if let same = rates[first...].firstIndex(where: { $0.variant == rate.variant }) {
                    rates[same] = rate
                } else {
                    rates.append(rate)
                }
            }
            if rates.count > first + 1 { rates[first...].sort(by: Rate.isTriedBefore) }
        }
        self.rates = rates
    }

    /// What rates of the list name of time bands, and of origins.
    public var timeBands: Set<String> {
        Set(Set(rates.map(\.variant.timeBand)).subtracting([0]).map { names.text(Int($0) - 1) })
    }

    public var origins: Set<String> {
        Set(Set(rates.map(\.variant.origin)).subtracting([0]).map { names.text(Int($0) - 1) })
    }
}

extension ExchangeFactor {
    /// Nanos converted, rounded up; nil where they exceed Int64.
    func nanosRoundedUp(_ nanos: Int64) -> Int64? {
        let product = Int128(nanos) * Int128(numerator)
        let (quotient, rest) = product.quotientAndRemainder(dividingBy: Int128(denominator))
        return Int64(exactly: quotient + (rest > 0 ? 1 : 0))
    }
}

/// The union of the prefixes of several lists, ascending, with what each list asks for calls to it: the rates of its longest
/// prefix that is, or begins, this one. One pass over all rates; a prefix costs a look at each list.
public struct PriceUnion: Sequence, IteratorProtocol {
    public struct Element {
        public let prefix: Prefix
        /// In the order of the lists; empty = the list has no such prefix. Blocked rates are here as they are.
        let groups: [ArraySlice<Rate>]
        /// The first list that has the prefix itself.
        public let owner: Int
    }

    private let lists: [PriceList]
    private var positions: [Int]
    /// Of each list the rates of the prefixes that begin the current one, the longest last.
    private var open: [[ArraySlice<Rate>]]

    public init(_ lists: [PriceList]) {
        self.lists = lists
        positions = [Int](repeating: 0, count: lists.count)
        open = [[ArraySlice<Rate>]](repeating: [], count: lists.count)
    }

    public mutating func next() -> Element? {
        var prefix: Prefix?
        var owner = 0
        for (index, list) in lists.enumerated() where positions[index] < list.rates.count {
            let candidate = list.rates[positions[index]].prefix
            if prefix.map({ candidate < $0 }) ?? true {
                prefix = candidate
                owner = index
            }
        }
        guard let prefix else { return nil }
        for (index, list) in lists.enumerated() {
            while let last = open[index].last?.first, !prefix.begins(with: last.prefix) { open[index].removeLast() }
            let start = positions[index]
            while positions[index] < list.rates.count, list.rates[positions[index]].prefix == prefix {
                positions[index] += 1
            }
            if positions[index] > start { open[index].append(list.rates[start..<positions[index]]) }
        }
        return Element(prefix: prefix, groups: open.map { $0.last ?? [] }, owner: owner)
    }
}

extension PriceUnion.Element {
    /// The kinds of call that the lists tell apart here, the plainest first. Where one list tells time bands apart and another
    /// one origins, calls of a band and an origin are a kind of their own.
    public func kinds(_ lists: [PriceList]) -> [VariantName] {
        guard groups.contains(where: { $0.contains { $0.variant != .any } }) else { return [.any] }
        let stated = groups.indices.flatMap { index in groups[index].map { VariantName($0.variant, lists[index].names) }
        }
        var kinds: [VariantName] = []
        for origin in Set(stated.map(\.origin) + [""]) {
            for jurisdiction in Set(stated.map(\.jurisdiction) + [nil]) {
                for band in Set(stated.map(\.timeBand) + [""]) {
                    kinds.append(VariantName(timeBand: band, origin: origin, jurisdiction: jurisdiction))
                }
            }
        }
        return kinds.sorted { ($0.precedence, $0) < ($1.precedence, $1) }
    }

    /// What each list asks for calls of a kind, in the order of the lists; nil = nothing. A blocked rate is here as it is.
    public func offers(for kind: VariantName, _ lists: [PriceList]) -> [Rate?] {
        groups.indices.map { index in
            // What states more comes first.
            groups[index].first {
                $0.variant == .any || kind.isWithin(VariantName($0.variant, lists[index].names))
            }
        }
    }

    /// What the first list with the prefix calls it: an index into its names.
    public var destination: Int32? { groups[owner].first?.destination }
}

extension [Rate?] {
    /// Positions of offers with a price, the cheapest a minute first; of equal ones the one named first.
    public var ranking: [Int] {
        indices.filter { self[$0].map { !$0.blocked } ?? false }.sorted { left, right in
            let prices = (self[left]?.nanosPerMinute ?? 0, self[right]?.nanosPerMinute ?? 0)
            return prices.0 != prices.1 ? prices.0 < prices.1 : left < right
        }
    }
}

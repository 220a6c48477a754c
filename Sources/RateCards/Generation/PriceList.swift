public import Rating

/// What one card asks at an instant: at most one rate a prefix.
public struct PriceList: Sendable {
    /// Name of the card.
    public let name: String
    /// By prefix, each once; a blocked one hides shorter prefixes. `destination` is an index into `names`.
    public let rates: [Rate]
    public let names: NameTable
    /// Prefixes that have rates for some calls only, by time band, origin or jurisdiction; these are left out.
    public let variantPrefixes: Int

    /// Of each prefix the rate that began last among those in effect at an instant, in UTC microseconds.
    public init(name: String, sheet: RateSheet, atMicros instant: Int64) {
        self.name = name
        names = sheet.names
        var rates: [Rate] = []
        rates.reserveCapacity(sheet.rates.count)
        var variants = 0
        var groups = PrefixGroups(sheet.rates)
        while let group = groups.next() {
            let current = group.filter { $0.effectiveFromMicros <= instant && instant < $0.effectiveToMicros }
            if current.contains(where: { $0.variant != .any }) { variants += 1 }
            if let latest = current.last(where: { $0.variant == .any }) { rates.append(latest) }
        }
        self.rates = rates
        variantPrefixes = variants
    }
}

/// The union of the prefixes of several lists, ascending, with what each list asks for calls to it: its longest prefix
/// that is, or begins, this one. One pass over all rates; a prefix costs a look at each list.
public struct PriceUnion: Sequence, IteratorProtocol {
    public struct Element {
        public let prefix: Prefix
        /// In the order of the lists; nil = the list has no such prefix. A blocked rate is here as it is.
        public let offers: [Rate?]
        /// The first list that has the prefix itself.
        public let owner: Int
    }

    private let lists: [PriceList]
    private var positions: [Int]
    /// Of each list the rates whose prefixes begin the current one, the longest last.
    private var open: [[Rate]]

    public init(_ lists: [PriceList]) {
        self.lists = lists
        positions = [Int](repeating: 0, count: lists.count)
        open = [[Rate]](repeating: [], count: lists.count)
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
            while let last = open[index].last, !prefix.begins(with: last.prefix) { open[index].removeLast() }
            if positions[index] < list.rates.count, list.rates[positions[index]].prefix == prefix {
                open[index].append(list.rates[positions[index]])
                positions[index] += 1
            }
        }
        return Element(prefix: prefix, offers: open.map(\.last), owner: owner)
    }
}

extension PriceUnion.Element {
    /// Lists that have a price, the cheapest a minute first; of equal ones the one named first.
    public var ranking: [Int] {
        offers.indices.filter { offers[$0].map { !$0.blocked } ?? false }.sorted { left, right in
            let prices = (offers[left]?.nanosPerMinute ?? 0, offers[right]?.nanosPerMinute ?? 0)
            return prices.0 != prices.1 ? prices.0 < prices.1 : left < right
        }
    }
}

import Money
import Rating

/// What a deck changes against the one before it, prefix by prefix.
public struct RateDifference: Sendable {
    public enum Kind: String, CaseIterable, Sendable, Encodable {
        case new
        case increase
        case decrease
        /// The same price a minute with other increments, fees, dates, settings or another name.
        case changed
        case closed
        case unchanged
    }

    /// A prefix that is not the same in both.
    public struct Entry: Sendable, Encodable {
        public let kind: Kind
        public let prefix: String
        public let destination: String
        /// Time band, origin and jurisdiction that the rate is for; nil = any.
        public let variant: String?
        /// A minute, in units of the card's currency; nil where there was or is no rate; `blocked` where it is blocked.
        public let from: String?
        public let to: String?
        /// Start of the new rate, in UTC; nil where it is closed.
        public let effectiveFrom: String?
    }

    /// Those that differ, by prefix.
    public private(set) var entries: [Entry] = []
    private var counts: [Kind: Int] = [:]

    /// Prefixes of a kind; one with several time bands, origins or jurisdictions counts with each of them.
    public subscript(kind: Kind) -> Int { counts[kind, default: 0] }

    /// Compares two sheets; the price of a prefix is its last one.
    public init(from old: RateSheet, to new: RateSheet) {
        var oldGroups = PrefixGroups(old.rates)
        var newGroups = PrefixGroups(new.rates)
        var oldGroup = oldGroups.next()
        var newGroup = newGroups.next()
        while oldGroup != nil || newGroup != nil {
            switch (oldGroup?.first, newGroup?.first) {
            case (let oldFirst?, let newFirst?) where oldFirst.prefix == newFirst.prefix:
                compareVariants(oldGroup ?? [], of: old, newGroup ?? [], of: new)
                oldGroup = oldGroups.next()
                newGroup = newGroups.next()
            case (let oldFirst?, let newFirst) where newFirst.map { oldFirst.prefix < $0.prefix } ?? true:
                compareVariants(oldGroup ?? [], of: old, [], of: new)
                oldGroup = oldGroups.next()
            default:
                compareVariants([], of: old, newGroup ?? [], of: new)
                newGroup = newGroups.next()
            }
        }
    }

    /// Compares the rates of one prefix, those of each time band, origin and jurisdiction with each other.
    private mutating func compareVariants(
        _ before: ArraySlice<Rate>, of old: RateSheet, _ after: ArraySlice<Rate>, of new: RateSheet
    ) {
        let isVariant = { (rate: Rate) in rate.variant != .any }
        guard before.contains(where: isVariant) || after.contains(where: isVariant) else {
            compare(before, of: old, after, of: new)
            return
        }
        let oldRates = Dictionary(grouping: before) { VariantName($0.variant, old.names) }
        let newRates = Dictionary(grouping: after) { VariantName($0.variant, new.names) }
        for name in Set(oldRates.keys).union(newRates.keys).sorted() {
            compare((oldRates[name] ?? [])[...], of: old, (newRates[name] ?? [])[...], of: new)
        }
    }

    private mutating func compare(
        _ before: ArraySlice<Rate>, of old: RateSheet, _ after: ArraySlice<Rate>, of new: RateSheet
    ) {
        guard let last = before.last, let next = after.last else {
            if let last = before.last { add(.closed, (last, old), nil) }
            if let next = after.last { add(.new, nil, (next, new)) }
            return
        }
        let isSame = before.count == after.count && zip(after, before).allSatisfy { new.isSame($0, $1, of: old) }
        let isRedated =
            after.count == 1 && last.effectiveFromMicros < next.effectiveFromMicros
            && new.isSamePrice(next, last, of: old)
        let kind: Kind
        if isSame || isRedated {
            kind = .unchanged
        } else if last.blocked || next.blocked || last.nanosPerMinute == next.nanosPerMinute {
            kind = .changed
        } else {
            kind = next.nanosPerMinute > last.nanosPerMinute ? .increase : .decrease
        }
        add(kind, (last, old), (next, new))
    }

    private mutating func add(
        _ kind: Kind, _ old: (rate: Rate, sheet: RateSheet)?, _ new: (rate: Rate, sheet: RateSheet)?
    ) {
        counts[kind, default: 0] += 1
        guard kind != .unchanged, let shown = new ?? old else { return }
        entries.append(
            Entry(
                kind: kind, prefix: shown.rate.prefix.description, destination: shown.sheet.name(shown.rate),
                variant: shown.sheet.variantName(shown.rate).map(\.description),
                from: old.map { RateDifference.price($0.rate) }, to: new.map { RateDifference.price($0.rate) },
                effectiveFrom: new.map { DateText.text(localMicros: $0.rate.effectiveFromMicros) + "Z" }))
    }

    private static func price(_ rate: Rate) -> String {
        rate.blocked ? "blocked" : DecimalText.format(rate.nanosPerMinute, decimals: DecimalText.nanoDecimals)
    }
}

extension RateDifference: CustomStringConvertible {
    /// `12 new, 3 increase, 0 decrease, 1 changed, 2 closed, 900 unchanged`
    public var description: String {
        Kind.allCases.map { "\(self[$0]) \($0.rawValue)" }.joined(separator: ", ")
    }
}

/// Runs of rates with one prefix.
private struct PrefixGroups: IteratorProtocol {
    private let rates: [Rate]
    private var at = 0

    init(_ rates: [Rate]) { self.rates = rates }

    mutating func next() -> ArraySlice<Rate>? {
        guard at < rates.count else { return nil }
        let start = at
        while at < rates.count, rates[at].prefix == rates[start].prefix { at += 1 }
        return rates[start..<at]
    }
}

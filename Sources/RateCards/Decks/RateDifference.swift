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
        /// Had a price and has none any more, whatever shorter prefixes say.
        case blocked
        case closed
        case unchanged
    }

    /// A prefix that is not the same in both.
    public struct Entry: Sendable {
        public let kind: Kind
        public let prefix: String
        public let destination: String
        /// Time band, origin and jurisdiction where it is for such calls only.
        public let variant: String?
        /// A minute, in units of the card's currency; nil where there was or is no rate; `blocked` where it is blocked.
        public let from: String?
        public let to: String?
        /// When it begins, in UTC: the start of the new rate, or of the version where that is later; the end of a closed
        /// one, nil where nothing says when.
        public let effectiveFrom: String?
        /// `60/60`, and the fee a call in units of the currency: of the new rate, or of the old one where it is closed.
        public let increments: String
        public let fee: String
        /// What else differs: `increments 60/60 -> 1/1, fee 0 -> 0.01`.
        public let details: String?
        /// Whether the change keeps the notice that was agreed on; nil where nothing was agreed on for its kind.
        public var keepsNotice: Bool?

        /// The same in UTC microseconds, and nanos; nil as above and where it is blocked.
        package let startMicros: Int64?
        package let fromNanos: Int64?
        package let toNanos: Int64?
        /// Whether more than the name or the date differs.
        package let changesPrice: Bool
    }

    /// Those that differ, by prefix. Against nothing all rates are new, and are listed when they are asked for.
    public var entries: [Entry] {
        newSheet.map { RateDifference(listing: $0, startMicros: startMicros).listed } ?? listed
    }

    private var listed: [Entry] = []
    /// The sheet that was compared with nothing.
    private(set) var newSheet: RateSheet?
    private var counts: [Kind: Int] = [:]
    /// When the new sheet takes over, in UTC microseconds; nil = with each rate's own start.
    private let startMicros: Int64?

    /// Prefixes of a kind; one with several time bands, origins or jurisdictions counts with each of them.
    public subscript(kind: Kind) -> Int { counts[kind, default: 0] }

    /// Compares two sheets; the price of a prefix is its last one.
    ///
    /// - Parameter startMicros: when the new one takes over, in UTC microseconds: no change begins before it.
    public init(from old: RateSheet, to new: RateSheet, startMicros: Int64? = nil) {
        self.startMicros = startMicros
        guard !old.rates.isEmpty else {
            newSheet = new
            var groups = PrefixGroups(new.rates)
            while let group = groups.next() {
                counts[.new, default: 0] += group.count == 1 ? 1 : Set(group.map(\.variant)).count
            }
            return
        }
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

    /// All rates of a sheet as new ones.
    private init(listing new: RateSheet, startMicros: Int64?) {
        self.startMicros = startMicros
        let nothing = RateSheet(rates: [], names: NameTable())
        var groups = PrefixGroups(new.rates)
        while let group = groups.next() { compareVariants([], of: nothing, group, of: new) }
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
            if let last = before.last { add(.closed, (last, old), nil, startMicros: startMicros) }
            if let next = after.last { add(.new, nil, (next, new), startMicros: next.effectiveFromMicros) }
            return
        }
        let isSame = before.count == after.count && zip(after, before).allSatisfy { new.isSame($0, $1, of: old) }
        // The same price stated anew, perhaps with the one before kept until then, is no change.
        let isRedated =
            last.effectiveFromMicros < next.effectiveFromMicros && new.isSamePrice(next, last, of: old)
            && zip(after, after.dropFirst()).allSatisfy { earlier, later in
                var continued = earlier
                continued.effectiveToMicros = last.effectiveToMicros
                return earlier.effectiveToMicros == later.effectiveFromMicros
                    && new.isSamePrice(continued, last, of: old)
            }
        let kind: Kind
        var begins = next.effectiveFromMicros
        if isSame || isRedated {
            kind = .unchanged
        } else if next.effectiveToMicros < last.effectiveToMicros, next.effectiveToMicros < .max {
            kind = .closed
            begins = next.effectiveToMicros
        } else if last.blocked || next.blocked {
            kind = next.blocked && !last.blocked ? .blocked : .changed
        } else if last.nanosPerMinute == next.nanosPerMinute {
            kind = .changed
        } else {
            kind = next.nanosPerMinute > last.nanosPerMinute ? .increase : .decrease
        }
        add(kind, (last, old), (next, new), startMicros: begins)
    }

    private mutating func add(
        _ kind: Kind, _ old: (rate: Rate, sheet: RateSheet)?, _ new: (rate: Rate, sheet: RateSheet)?,
        startMicros: Int64?
    ) {
        counts[kind, default: 0] += 1
        guard kind != .unchanged, let shown = new ?? old else { return }
        // A rate may have begun long before the version that states it; one without a start has none to show.
        let begins = startMicros.map { start in self.startMicros.map { max($0, start) } ?? start }
        var details: [String] = []
        var changesPrice = true
        if let old, let new {
            details = new.rate.termsDiffering(from: old.rate)
            changesPrice = kind != .changed || !details.isEmpty || old.rate.blocked != new.rate.blocked
            let names = (old.sheet.name(old.rate), new.sheet.name(new.rate))
            if !names.1.isEmpty, names.0 != names.1 { details.append("name \(names.0) -> \(names.1)") }
        }
        listed.append(
            Entry(
                kind: kind, prefix: shown.rate.prefix.description, destination: shown.sheet.name(shown.rate),
                variant: shown.sheet.variantName(shown.rate).map(\.description),
                from: old.map { RateDifference.price($0.rate) }, to: new.map { RateDifference.price($0.rate) },
                effectiveFrom: begins.map { $0 == .min ? "" : RateSheet.text(utcMicros: $0) },
                increments: "\(shown.rate.initialSeconds)/\(shown.rate.incrementSeconds)",
                fee: DecimalText.format(shown.rate.setupFeeNanos, decimals: DecimalText.nanoDecimals),
                details: details.isEmpty ? nil : details.joined(separator: ", "), startMicros: begins,
                fromNanos: old.flatMap { $0.rate.blocked ? nil : $0.rate.nanosPerMinute },
                toNanos: new.flatMap { $0.rate.blocked ? nil : $0.rate.nanosPerMinute }, changesPrice: changesPrice))
    }

    private static func price(_ rate: Rate) -> String {
        rate.blocked ? "blocked" : DecimalText.format(rate.nanosPerMinute, decimals: DecimalText.nanoDecimals)
    }
}

extension RateDifference: CustomStringConvertible {
    /// `12 new, 3 increase, 0 decrease, 1 changed, 0 blocked, 2 closed, 900 unchanged`
    public var description: String {
        Kind.allCases.map { "\(self[$0]) \($0.rawValue)" }.joined(separator: ", ")
    }
}

extension RateDifference.Entry: Encodable {
    private enum CodingKeys: CodingKey {
        case kind, prefix, destination, variant, from, to, effectiveFrom, increments, fee, details, keepsNotice
    }
}

extension Rate {
    /// What differs beside price, name and dates, as `increments 60/60 -> 1/1`.
    func termsDiffering(from old: Rate) -> [String] {
        guard
            initialSeconds != old.initialSeconds || incrementSeconds != old.incrementSeconds
                || setupFeeNanos != old.setupFeeNanos || minimumSeconds != old.minimumSeconds || terms != old.terms
        else { return [] }
        var differing: [String] = []
        func compare(_ name: String, _ before: String, _ after: String) {
            if before != after { differing.append("\(name) \(before) -> \(after)") }
        }
        func money(_ nanos: Int64?) -> String {
            nanos.map { DecimalText.format($0, decimals: DecimalText.nanoDecimals) } ?? "none"
        }
        compare(
            "increments", "\(old.initialSeconds)/\(old.incrementSeconds)", "\(initialSeconds)/\(incrementSeconds)")
        compare("fee", money(old.setupFeeNanos), money(setupFeeNanos))
        compare("minimum", "\(old.minimumSeconds) s", "\(minimumSeconds) s")
        compare(
            "grace", "\(old.terms.graceSeconds) s \(old.terms.graceMode.name)",
            "\(terms.graceSeconds) s \(terms.graceMode.name)")
        compare("seconds rounded", old.terms.durationRounding.name, terms.durationRounding.name)
        compare(
            "rounding", "\(old.terms.roundingDecimals) \(old.terms.roundingMode.name)",
            "\(terms.roundingDecimals) \(terms.roundingMode.name)")
        compare("maximum cost", money(old.terms.maximumCostNanos), money(terms.maximumCostNanos))
        compare("minimum cost", money(old.terms.minimumCostNanos), money(terms.minimumCostNanos))
        compare("fee for attempts", money(old.terms.attemptFeeNanos), money(terms.attemptFeeNanos))
        return differing
    }
}

/// Runs of rates with one prefix.
struct PrefixGroups: IteratorProtocol {
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

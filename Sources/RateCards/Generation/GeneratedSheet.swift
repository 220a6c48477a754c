import Money
import Rating

/// A sell sheet made from the lists of suppliers by rules.
public struct GeneratedSheet: Sendable {
    /// Why no sheet can be made.
    public struct Fault: Error, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// Of each prefix that says something its shorter ones do not a rate for each kind of call that has a price of its own.
    public let sheet: RateSheet
    /// Prefixes of the union.
    public let unionCount: Int
    /// Of those, left out because a shorter prefix of the sheet says the same.
    public let redundantCount: Int
    /// Rates that are blocked, because no supplier has a price where a shorter prefix or a plainer kind of call has one.
    public let blockedCount: Int

    /// Prices every prefix of the union.
    ///
    /// - Parameters:
    ///   - lists: in one currency; time bands and origins of the same name are the same in all of them.
    ///   - startMicros: when all rates begin, in UTC microseconds.
    /// - Throws: `Fault` for a prefix without a rule, and for a price that is too large.
    public init(from lists: [PriceList], rules: PricingRules, startMicros: Int64) throws(Fault) {
        var sheet = RateSheet(rates: [], names: NameTable())
        /// What the sheet has said of the prefixes that begin the current one, the longest last.
        var open: [[Rate]] = []
        var counts = (union: 0, redundant: 0, blocked: 0)
        for element in PriceUnion(lists) {
            counts.union += 1
            while let last = open.last?.first, !element.prefix.begins(with: last.prefix) { open.removeLast() }
            var group = try Self.group(element, lists, rules, in: &sheet)
            if group.isEmpty {
                // Nobody has a price: that needs saying only where a shorter prefix would give one.
                guard let shorter = open.last, shorter.contains(where: { !$0.blocked }) else {
                    counts.redundant += 1
                    continue
                }
                group = [Self.blocked(element, .any, destination: Self.name(element, lists, in: &sheet))]
            } else if let shorter = open.last, Self.isSame(shorter, group) {
                counts.redundant += 1
                continue
            }
            counts.blocked += group.count(where: \.blocked)
            for index in group.indices { group[index].effectiveFromMicros = startMicros }
            open.append(group)
            sheet.rates += group
        }
        sheet.sortRates()
        self.sheet = sheet
        unionCount = counts.union
        redundantCount = counts.redundant
        blockedCount = counts.blocked
    }

    /// The sell rates of a prefix, one for each kind of call whose price is not that of a plainer kind; empty where no
    /// supplier has a price for any.
    private static func group(
        _ element: PriceUnion.Element, _ lists: [PriceList], _ rules: PricingRules, in sheet: inout RateSheet
    ) throws(Fault) -> [Rate] {
        var group: [Rate] = []
        var kinds: [VariantName] = []
        for kind in element.kinds(lists) {
            let offers = element.offers(for: kind, lists)
            // Of those that are there and fit, the last states most.
            let plainer = kinds.lastIndex { kind.isWithin($0) }.map { group[$0] }
            guard var rate = try rate(element, offers, lists, rules, in: &sheet) else {
                guard let plainer, !plainer.blocked else { continue }
                group.append(blocked(element, kind.numbered(in: &sheet.names), destination: plainer.destination))
                kinds.append(kind)
                continue
            }
            if let plainer, isSamePrice(plainer, rate) { continue }
            rate.variant = kind.numbered(in: &sheet.names)
            group.append(rate)
            kinds.append(kind)
        }
        return group
    }

    /// The sell rate for calls of one kind; nil where no supplier has a price.
    private static func rate(
        _ element: PriceUnion.Element, _ offers: [Rate?], _ lists: [PriceList], _ rules: PricingRules,
        in sheet: inout RateSheet
    ) throws(Fault) -> Rate? {
        let ranking = offers.ranking
        guard !ranking.isEmpty else { return nil }
        let name = name(element, lists, in: &sheet)
        guard let rule = rules.rule(for: element.prefix, destination: sheet.names.text(Int(name))) else {
            throw Fault(
                description:
                    "No rule is for prefix \(element.prefix) (\(sheet.names.text(Int(name)))); add one for all, "
                    + "with prefix and destination empty.")
        }
        let considered = rule.considered(ranking).compactMap { offers[$0] }
        guard let price = rule.price(considered.map(\.nanosPerMinute)),
            let fee = rule.fee(considered.map(\.setupFeeNanos)),
            let attemptFee = rule.attemptFee(considered.map(\.terms.attemptFeeNanos))
        else { throw Fault(description: "The price of prefix \(element.prefix) is too large.") }
        var rate = Rate(prefix: element.prefix, id: 0, destination: name)
        rate.nanosPerMinute = price
        rate.setupFeeNanos = fee
        rate.terms.attemptFeeNanos = attemptFee
        rate.initialSeconds = rule.initialSeconds ?? considered.map(\.initialSeconds).max() ?? 1
        rate.incrementSeconds = rule.incrementSeconds ?? considered.map(\.incrementSeconds).max() ?? 1
        rate.minimumSeconds = rule.minimumSeconds ?? considered.map(\.minimumSeconds).max() ?? 0
        return rate
    }

    private static func blocked(_ element: PriceUnion.Element, _ variant: RateVariant, destination: Int32) -> Rate {
        var rate = Rate(prefix: element.prefix, id: 0, destination: destination)
        rate.blocked = true
        rate.variant = variant
        return rate
    }

    /// What the first list with the prefix calls it.
    private static func name(_ element: PriceUnion.Element, _ lists: [PriceList], in sheet: inout RateSheet) -> Int32 {
        // The owner has the prefix itself, so it has a rate of that prefix.
        guard let own = element.destination else { preconditionFailure("the owner of a prefix has a rate") }
        return sheet.names.index(of: lists[element.owner].names[Int(own)])
    }

    /// Whether every call costs the same and is called the same by the rates of either prefix.
    private static func isSame(_ group: [Rate], _ other: [Rate]) -> Bool {
        group.count == other.count
            && zip(group, other).allSatisfy { isSamePrice($0, $1) && $0.variant == $1.variant }
    }

    private static func isSamePrice(_ rate: Rate, _ other: Rate) -> Bool {
        if rate.blocked || other.blocked {
            return rate.blocked && other.blocked && rate.destination == other.destination
        }
        return rate.nanosPerMinute == other.nanosPerMinute && rate.setupFeeNanos == other.setupFeeNanos
            && rate.initialSeconds == other.initialSeconds && rate.incrementSeconds == other.incrementSeconds
            && rate.minimumSeconds == other.minimumSeconds && rate.terms == other.terms
            && rate.destination == other.destination
    }
}

extension RateSheet {
    /// This sheet with the starts of an earlier one where a prefix has the same price there, so that only what changes
    /// begins anew.
    public func keepingStarts(of previous: RateSheet) -> RateSheet {
        var kept = self
        var at = 0
        for index in kept.rates.indices {
            let rate = kept.rates[index]
            while at < previous.rates.count, previous.rates[at].prefix < rate.prefix { at += 1 }
            let group = previous.rates[at...].prefix { $0.prefix == rate.prefix }.filter {
                variantName(rate) == previous.variantName($0)
            }
            guard let last = group.last, group.count == 1, last.effectiveFromMicros < rate.effectiveFromMicros,
                isSamePrice(rate, last, of: previous)
            else { continue }
            kept.rates[index].effectiveFromMicros = last.effectiveFromMicros
        }
        kept.sortRates()
        return kept
    }
}

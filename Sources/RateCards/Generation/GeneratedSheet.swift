import Money
import Rating

/// A sell sheet made from the lists of suppliers by rules.
public struct GeneratedSheet: Sendable {
    /// Why no sheet can be made.
    public struct Fault: Error, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// One rate for each prefix that says something its shorter ones do not.
    public let sheet: RateSheet
    /// Prefixes of the union.
    public let unionCount: Int
    /// Of those, left out because a shorter prefix of the sheet says the same.
    public let redundantCount: Int
    /// Rates that are blocked, because no supplier has a price where a shorter prefix has one.
    public let blockedCount: Int

    /// Prices every prefix of the union.
    ///
    /// - Parameter startMicros: when all rates begin, in UTC microseconds.
    /// - Throws: `Fault` for a prefix without a rule, a price that is too large, a list with rates for some calls only.
    public init(from lists: [PriceList], rules: PricingRules, startMicros: Int64) throws(Fault) {
        for list in lists where list.variantPrefixes > 0 {
            throw Fault(
                description:
                    "Card \(list.name) has \(list.variantPrefixes) prefixes with prices by time band, origin or "
                    + "jurisdiction, of which no sell deck can be generated.")
        }
        var sheet = RateSheet(rates: [], names: NameTable())
        /// What the sheet has said of the prefixes that begin the current one, the longest last.
        var open: [Rate] = []
        var counts = (union: 0, redundant: 0, blocked: 0)
        for element in PriceUnion(lists) {
            counts.union += 1
            while let last = open.last, !element.prefix.begins(with: last.prefix) { open.removeLast() }
            guard var rate = try Self.rate(element, lists, rules, in: &sheet) else {
                // Nobody has a price: that needs saying only where a shorter prefix would give one.
                if let shorter = open.last, !shorter.blocked {
                    var blocked = Rate(
                        prefix: element.prefix, id: 0, destination: Self.name(element, lists, in: &sheet))
                    blocked.blocked = true
                    blocked.effectiveFromMicros = startMicros
                    counts.blocked += 1
                    open.append(blocked)
                    sheet.rates.append(blocked)
                } else {
                    counts.redundant += 1
                }
                continue
            }
            if let shorter = open.last, Self.isSame(shorter, rate) {
                counts.redundant += 1
                continue
            }
            rate.effectiveFromMicros = startMicros
            open.append(rate)
            sheet.rates.append(rate)
        }
        self.sheet = sheet
        unionCount = counts.union
        redundantCount = counts.redundant
        blockedCount = counts.blocked
    }

    /// The sell rate of a prefix; nil where no supplier has a price.
    private static func rate(
        _ element: PriceUnion.Element, _ lists: [PriceList], _ rules: PricingRules, in sheet: inout RateSheet
    ) throws(Fault) -> Rate? {
        let ranking = element.ranking
        guard !ranking.isEmpty else { return nil }
        let name = name(element, lists, in: &sheet)
        guard let rule = rules.rule(for: element.prefix, destination: sheet.names.text(Int(name))) else {
            throw Fault(
                description:
                    "No rule is for prefix \(element.prefix) (\(sheet.names.text(Int(name)))); add one for all, "
                    + "with prefix and destination empty.")
        }
        let considered = rule.considered(ranking).compactMap { element.offers[$0] }
        guard let price = rule.price(considered.map(\.nanosPerMinute)),
            let fee = rule.fee(considered.map(\.setupFeeNanos))
        else { throw Fault(description: "The price of prefix \(element.prefix) is too large.") }
        var rate = Rate(prefix: element.prefix, id: 0, destination: name)
        rate.nanosPerMinute = price
        rate.setupFeeNanos = fee
        rate.initialSeconds = rule.initialSeconds ?? considered.map(\.initialSeconds).max() ?? 1
        rate.incrementSeconds = rule.incrementSeconds ?? considered.map(\.incrementSeconds).max() ?? 1
        rate.minimumSeconds = rule.minimumSeconds ?? considered.map(\.minimumSeconds).max() ?? 0
        return rate
    }

    /// What the first list with the prefix calls it.
    private static func name(_ element: PriceUnion.Element, _ lists: [PriceList], in sheet: inout RateSheet) -> Int32 {
        let owner = lists[element.owner]
        // The owner has the prefix itself, so its offer is the rate of that prefix.
        guard let own = element.offers[element.owner] else { preconditionFailure("the owner of a prefix has a rate") }
        return sheet.names.index(of: owner.names[Int(own.destination)])
    }

    /// Whether a call costs the same and is called the same by either.
    private static func isSame(_ rate: Rate, _ other: Rate) -> Bool {
        rate.nanosPerMinute == other.nanosPerMinute && rate.setupFeeNanos == other.setupFeeNanos
            && rate.initialSeconds == other.initialSeconds && rate.incrementSeconds == other.incrementSeconds
            && rate.minimumSeconds == other.minimumSeconds && rate.blocked == other.blocked
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
            let group = previous.rates[at...].prefix { $0.prefix == rate.prefix }
            guard let last = group.last, group.count == 1, last.effectiveFromMicros < rate.effectiveFromMicros,
                isSamePrice(rate, last, of: previous)
            else { continue }
            kept.rates[index].effectiveFromMicros = last.effectiveFromMicros
        }
        return kept
    }
}

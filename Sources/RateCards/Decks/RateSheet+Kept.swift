import Rating

// Codes that keep the price that they have.

extension RateSheet {
    /// What became of the rates that keep their price.
    public struct Keeping: Sendable {
        /// The sheet with their prices.
        public let sheet: RateSheet
        /// Rates of codes that have none to keep.
        public let refusals: [RowRefusal]
        /// Codes that kept theirs.
        public let count: Int
    }

    /// Gives rates that keep their price what the version before has for their codes, with its settings but for those that
    /// their rows state. A code that has no price there is refused, and with it the other codes of its row.
    ///
    /// - Parameters:
    ///   - previous: the version before; nil = there is none.
    ///   - number: of that version, for the sentences.
    ///   - instant: when the deck can take over, in UTC microseconds; a price has to be in effect then, or begin later.
    public func keepingPrices(of previous: RateSheet?, number: Int64?, atMicros instant: Int64) -> Keeping {
        guard kept.count > 0 else { return Keeping(sheet: self, refusals: [], count: 0) }
        var whole = RateSheet(rates: rates, names: names, refused: self.refused)
        var refusals: [RowRefusal] = []
        var refused: Set<Int32> = []
        var count = 0
        for rate in kept.rates {
            do {
                let made = try keptRates(rate, previous, atMicros: instant, in: &whole)
                whole.rates += made
                count += 1
            } catch {
                guard refused.insert(rate.rate.id).inserted else { continue }
                let version = number.map { "version \($0)" } ?? "the card"
                refusals.append(
                    RowRefusal(
                        line: Int(rate.rate.id), column: kept.column, field: kept.field, reason: error.reason(version),
                        text: rate.rate.prefix.description, unit: kept.unit))
            }
        }
        if !refused.isEmpty {
            whole.rates.removeAll { refused.contains($0.id) }
            for rate in kept.rates where refused.contains(rate.rate.id) {
                whole.refused.codes.append(
                    RefusedCodes.Code(
                        prefix: rate.rate.prefix, line: Int(rate.rate.id),
                        variant: kept.tellsCallsApart ? .one(variantName(rate.rate)) : .unknown))
            }
            count = kept.rates.count { !refused.contains($0.rate.id) }
        }
        whole.sortRates()
        return Keeping(sheet: whole, refusals: refusals, count: count)
    }

    private enum KeepingFault: Error {
        case noVersion
        case noPrice(shorter: Prefix?)
        case ended
        case blocked
        case noStart([String])

        func reason(_ version: String) -> String {
            switch self {
            case .noVersion: "keeps its price, but the card has no version before that has one"
            case .noPrice(let shorter?):
                "keeps its price, but \(version) has none for this code, only for \(shorter); write the price"
            case .noPrice(nil): "keeps its price, but \(version) has none for this code; write the price"
            case .ended: "keeps its price, but the one in \(version) has ended; write the price"
            case .blocked: "keeps its price, but \(version) has the code blocked; write the price"
            case .noStart(let differing):
                "keeps its price with other settings than \(version) (\(differing.joined(separator: ", "))), and does not say "
                    + "from when; state a start"
            }
        }
    }

    /// The rates of the version before that a kept rate stands for; their `id` is its line.
    private func keptRates(
        _ keeping: KeptRate, _ previous: RateSheet?, atMicros instant: Int64, in whole: inout RateSheet
    ) throws(KeepingFault) -> [Rate] {
        guard let previous else { throw .noVersion }
        let own = keeping.rate
        let name = variantName(own)
        let group = previous.rates(of: own.prefix).filter {
            !kept.tellsCallsApart || previous.variantName($0) == name
        }
        guard !group.isEmpty else {
            throw .noPrice(
                shorter: previous.rate(ofLongest: own.prefix).map(\.prefix).flatMap { $0 == own.prefix ? nil : $0 })
        }
        let moment = max(instant, own.effectiveFromMicros)
        let timelines = Dictionary(grouping: group) { previous.variantName($0) }.values.map { rates in
            (rates.lastIndex { $0.effectiveFromMicros <= moment }).map { Array(rates[$0...]) } ?? rates
        }
        let open = timelines.joined().filter { $0.effectiveToMicros > moment }
        guard !open.isEmpty else { throw .ended }
        guard open.contains(where: { !$0.blocked }) else { throw .blocked }

        let destination =
            keeping.stated.has(.destination) && !names[Int(own.destination)].isEmpty ? own.destination : nil
        func adopted(_ rate: Rate) -> Rate {
            var rate = whole.adopted(rate, of: previous)
            rate.id = own.id
            return rate
        }
        func changed(_ rate: Rate) -> Rate {
            var changed = keeping.applied(to: adopted(rate))
            changed.destination = destination ?? changed.destination
            return changed
        }
        let differing = open.filter { rate in
            // Made first, because it may add a name to the sheet that compares.
            let made = changed(rate)
            return !whole.isSame(made, rate, of: previous)
        }
        /// When another row of the deck gives the code a price.
        let followed = rates(of: own.prefix).first { !kept.tellsCallsApart || $0.variant == own.variant }
        guard let first = differing.first else {
            // The version before is kept until then anyhow.
            return followed == nil ? group.map(adopted) : []
        }
        guard own.effectiveFromMicros > .min else {
            var details = changed(first).termsDiffering(from: first)
            if details.isEmpty { details = ["another name or end"] }
            throw .noStart(details)
        }
        return open.compactMap { rate in
            var kept = changed(rate)
            kept.effectiveFromMicros = max(kept.effectiveFromMicros, own.effectiveFromMicros)
            if let followed { kept.effectiveToMicros = min(kept.effectiveToMicros, followed.effectiveFromMicros) }
            return kept.effectiveFromMicros < kept.effectiveToMicros ? kept : nil
        }
    }

    /// The rates of one prefix. O(log n).
    func rates(of prefix: Prefix) -> ArraySlice<Rate> {
        var low = 0
        var high = rates.count
        while low < high {
            let middle = (low + high) / 2
            if rates[middle].prefix < prefix { low = middle + 1 } else { high = middle }
        }
        return rates[low...].prefix { $0.prefix == prefix }
    }
}

internal import Catalog
internal import Postgres
import Rating
internal import StoredCalls

/// Margin before and after a deck that is tried, for people and for programs.
struct WhatIfReport: Encodable {
    struct Line: Encodable {
        var name: String
        var code: String?
        var sell_currency, buy_currency: String
        var calls_before, calls_after, calls_lost, calls_gained: Int64
        /// Texts: they may be longer than numbers are in JSON.
        var sell_micros_before, buy_micros_before, sell_micros_after, buy_micros_after: String
        /// In the currency of the sell side. Absent where the two sides are of different currencies, and no exchange rate
        /// was in effect on the billing day of any call.
        var margin_micros_before, margin_micros_after: String?
        /// Of what the calls bring, with one decimal; absent also where that is nothing.
        var margin_percent_before, margin_percent_after: String?
        /// Calls that are in no margin, because no exchange rate was in effect; and such that would lose their price for it.
        var calls_not_compared, calls_not_exchanged: Int64
        fileprivate var sum: MarginDifference.Sum
        fileprivate var currency: String

        private enum CodingKeys: String, CodingKey {
            case name, code, sell_currency, buy_currency, calls_before, calls_after, calls_lost, calls_gained
            case sell_micros_before, buy_micros_before, sell_micros_after, buy_micros_after
            case margin_micros_before, margin_micros_after, margin_percent_before, margin_percent_after
            case calls_not_compared, calls_not_exchanged
        }

        fileprivate init(_ name: String, _ code: String?, _ key: MarginDifference.Key, _ sum: MarginDifference.Sum) {
            self.name = name
            self.code = code
            self.sum = sum
            sell_currency = key.sellCurrency
            buy_currency = key.buyCurrency
            calls_before = sum.callsBefore
            calls_after = sum.callsAfter
            calls_lost = sum.callsLost
            calls_gained = sum.callsGained
            sell_micros_before = MicrosText.exact(sum.sellBefore)
            buy_micros_before = MicrosText.exact(sum.buyBefore)
            sell_micros_after = MicrosText.exact(sum.sellAfter)
            buy_micros_after = MicrosText.exact(sum.buyAfter)
            calls_not_compared = sum.callsNotCompared
            calls_not_exchanged = sum.callsNotExchanged
            currency = key.marginCurrency
            guard sum.callsNotCompared == 0 || sum.comparedBefore + sum.comparedAfter > 0 else { return }
            margin_micros_before = MicrosText.exact(sum.marginBefore)
            margin_micros_after = MicrosText.exact(sum.marginAfter)
            margin_percent_before = MicrosText.percent(sum.marginBefore, of: sum.comparedSellBefore)
            margin_percent_after = MicrosText.percent(sum.marginAfter, of: sum.comparedSellAfter)
        }

        fileprivate var change: UInt128 { (sum.marginAfter - sum.marginBefore).magnitude }
    }

    var card, side, scope: String
    var rates: Int
    /// Rows of the deck that were not taken, with their lines.
    var refusals: [String]
    var calls: Int64
    var seconds: Double
    var totals, destinations, customers: [Line]

    init(
        _ result: WhatIf.Result, scope: RerateScope, card: String, side: Side, rates: Int, refusals: [String],
        _ connection: Connection
    ) throws {
        self.card = card
        self.side = side.name
        self.scope = scope.title
        self.rates = rates
        self.refusals = refusals
        let difference = result.difference
        calls = difference.calls
        seconds = result.seconds
        let keys = difference.sums.keys
        let names = try NamesOfIDs(
            partners: Set(keys.compactMap(\.customerID)), destinations: Set(keys.compactMap(\.destinationID)),
            connection)
        func lines(
            _ group: (MarginDifference.Key) -> MarginDifference.Key, _ name: (MarginDifference.Key) -> (String, String?)
        ) -> [Line] {
            // Calls that have no price on the other side say nothing of margin.
            difference.sums(by: group).filter { $1.isSomething }.map { key, sum in
                let (text, code) = name(key)
                return Line(text, code, key, sum)
            }.sorted {
                $0.change == $1.change
                    ? ($0.name, $0.sell_currency, $0.buy_currency) < ($1.name, $1.sell_currency, $1.buy_currency)
                    : $0.change > $1.change
            }
        }
        func key(_ key: MarginDifference.Key, customer: Bool = false, destination: Bool = false) -> MarginDifference.Key
        {
            var key = key
            if !customer { key.customerID = nil }
            if !destination { key.destinationID = nil }
            return key
        }
        totals = lines({ key($0) }, { _ in ("all", nil) })
        destinations = lines({ key($0, destination: true) }, { (names.destination($0.destinationID), nil) })
        customers = lines(
            { key($0, customer: true) }, { (names.partner($0.customerID), names.partnerCode($0.customerID)) })
    }

    // MARK: - For people

    private static let linesShown = 20

    /// The lines, each ended.
    func text(isComplete: Bool) -> String {
        guard calls > 0 else {
            return "No calls that card \(card) prices in \(scope): there is nothing to compare.\n"
        }
        let rate = seconds > 0 ? Int64(Double(calls) / seconds) : 0
        var text = "What if: \(AmountText.count(Int64(rates), "rate")) in place of card \(card) (\(side)), \(scope): "
        text += "\(AmountText.count(calls, "call")) (\(AmountText.count(rate)) calls/s).\n"
        if !refusals.isEmpty {
            text += "Without \(AmountText.count(Int64(refusals.count), "refused row")) of the deck.\n"
        }
        let lost = totals.reduce(0) { $0 + $1.calls_lost }
        let gained = totals.reduce(0) { $0 + $1.calls_gained }
        text +=
            lost > 0
            ? "\(AmountText.count(lost, "call")) would lose \(lost == 1 ? "its" : "their") price"
            : "No call would lose its price"
        text += gained > 0 ? ", \(AmountText.count(gained)) would get one.\n" : ".\n"
        let notExchanged = totals.reduce(0) { $0 + $1.calls_not_exchanged }
        if notExchanged > 0 {
            text += "\(AmountText.count(notExchanged, "call")) of these for want of an exchange rate.\n"
        }
        text += "\n" + table("destination", destinations, isComplete: isComplete)
        text += "\n" + table("customer", customers, isComplete: isComplete)
        let notCompared = totals.reduce(0) { $0 + $1.calls_not_compared }
        if notCompared > 0 {
            text +=
                "\(AmountText.count(notCompared, "call")) in no margin: no exchange rate between the currencies of the "
            text += "two sides was in effect on the billing day.\n"
        }
        if totals.contains(where: { $0.sell_currency != $0.buy_currency && $0.margin_micros_before != nil }) {
            text += "Margins are in the currency of the customer, by the exchange rates of the billing days.\n"
        }
        return text + "Nothing was stored.\n"
    }

    private func table(_ title: String, _ lines: [Line], isComplete: Bool) -> String {
        var table = TextTable([
            .left(title), .right("calls"), .right("lost"), .right("sell"), .right("buy"), .right("margin"), .right("%"),
            .right("sell then"), .right("buy then"), .right("margin then"), .right("% then"), .left(""),
        ])
        let shown = isComplete ? lines[...] : lines.prefix(WhatIfReport.linesShown)
        table.rows = shown.map(cells)
        table.totals = totals.map(cells)
        let rest = lines.count - shown.count
        return table.text + (rest > 0 ? "… and \(rest) more (--all lists them)\n" : "")
    }

    private func cells(_ line: Line) -> [String] {
        let sum = line.sum
        let currency = line.currency
        func money(_ micros: Int128, _ currency: String) -> String { MicrosText.amount(micros, currency) }
        let isComparable = line.margin_micros_before != nil
        return [
            line.name, AmountText.count(max(sum.callsBefore, sum.callsAfter)), AmountText.count(sum.callsLost),
            money(sum.sellBefore, line.sell_currency), money(sum.buyBefore, line.buy_currency),
            isComparable ? money(sum.marginBefore, currency) : "-", line.margin_percent_before ?? "-",
            money(sum.sellAfter, line.sell_currency), money(sum.buyAfter, line.buy_currency),
            isComparable ? money(sum.marginAfter, currency) : "-", line.margin_percent_after ?? "-",
            line.sell_currency.isEmpty || line.buy_currency.isEmpty || line.sell_currency == line.buy_currency
                ? currency : "\(line.sell_currency)/\(line.buy_currency)",
        ]
    }
}

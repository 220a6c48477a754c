internal import Catalog
internal import Postgres
import Rating
internal import StoredCalls

/// Margin before and after a deck that is tried, for people; `JSON.WhatIf` is for programs.
struct WhatIfReport {
    struct Line {
        var name: String
        var code: String?
        var sellCurrency, buyCurrency: String
        var sum: MarginDifference.Sum
        /// Of the margin: that of the sell side.
        fileprivate var currency: String

        fileprivate init(_ name: String, _ code: String?, _ key: MarginDifference.Key, _ sum: MarginDifference.Sum) {
            self.name = name
            self.code = code
            self.sum = sum
            sellCurrency = key.sellCurrency
            buyCurrency = key.buyCurrency
            currency = key.marginCurrency
        }

        /// False where the two sides are of different currencies, and no exchange rate was in effect on the billing day of any
        /// call.
        var hasMargin: Bool { sum.callsNotCompared == 0 || sum.comparedBefore + sum.comparedAfter > 0 }

        /// Of what the calls bring, in tenths of a percent; nil also where that is nothing.
        var marginPermilleBefore: Int128? {
            hasMargin ? MicrosText.permille(sum.marginBefore, of: sum.comparedSellBefore) : nil
        }
        var marginPermilleAfter: Int128? {
            hasMargin ? MicrosText.permille(sum.marginAfter, of: sum.comparedSellAfter) : nil
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
                    ? ($0.name, $0.sellCurrency, $0.buyCurrency) < ($1.name, $1.sellCurrency, $1.buyCurrency)
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
        let lost = totals.reduce(0) { $0 + $1.sum.callsLost }
        let gained = totals.reduce(0) { $0 + $1.sum.callsGained }
        text +=
            lost > 0
            ? "\(AmountText.count(lost, "call")) would lose \(lost == 1 ? "its" : "their") price"
            : "No call would lose its price"
        text += gained > 0 ? ", \(AmountText.count(gained)) would get one.\n" : ".\n"
        let notExchanged = totals.reduce(0) { $0 + $1.sum.callsNotExchanged }
        if notExchanged > 0 {
            text += "\(AmountText.count(notExchanged, "call")) of these for want of an exchange rate.\n"
        }
        text += "\n" + table("destination", destinations, isComplete: isComplete)
        text += "\n" + table("customer", customers, isComplete: isComplete)
        let notCompared = totals.reduce(0) { $0 + $1.sum.callsNotCompared }
        if notCompared > 0 {
            text +=
                "\(AmountText.count(notCompared, "call")) in no margin: no exchange rate between the currencies of the "
            text += "two sides was in effect on the billing day.\n"
        }
        if totals.contains(where: { $0.sellCurrency != $0.buyCurrency && $0.hasMargin }) {
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
        let isComparable = line.hasMargin
        return [
            line.name, AmountText.count(max(sum.callsBefore, sum.callsAfter)), AmountText.count(sum.callsLost),
            money(sum.sellBefore, line.sellCurrency), money(sum.buyBefore, line.buyCurrency),
            isComparable ? money(sum.marginBefore, currency) : "-",
            line.marginPermilleBefore.map(MicrosText.percent) ?? "-",
            money(sum.sellAfter, line.sellCurrency), money(sum.buyAfter, line.buyCurrency),
            isComparable ? money(sum.marginAfter, currency) : "-",
            line.marginPermilleAfter.map(MicrosText.percent) ?? "-",
            line.sellCurrency.isEmpty || line.buyCurrency.isEmpty || line.sellCurrency == line.buyCurrency
                ? currency : "\(line.sellCurrency)/\(line.buyCurrency)",
        ]
    }
}

internal import Catalog
internal import Database
internal import Postgres
import RateCards
import Rating

/// What a change of a card's prices would have meant for the traffic that the card priced in the last 30 days.
///
/// Usage does not know the other side of each call: what a destination is sold for (or bought at) is the average of all its
/// traffic in the card's currency, in proportion to the card's own seconds.
public struct MarginEffect: Sendable, Encodable {
    /// One destination of the master list, one of its prefixes, or all of it.
    public struct Line: Sendable, Encodable {
        /// Of the master list; nil of the total, and of traffic without a destination.
        public let destination: String?
        /// Nil of a destination and of the total.
        public let prefix: String?
        public let billedSeconds: Int64
        /// Seconds that have no price any more; amounts leave them out.
        public let lostSeconds: Int64
        /// Micros (10^-6) of the currency, at the prices before and after.
        public let beforeMicros: Int64
        public let afterMicros: Int64
        /// What the same seconds bring on the other side; nil where it has no such traffic.
        public let otherMicros: Int64?
        /// Of the amounts before and after those of the traffic that the other side has as well, and the seconds of the rest: the
        /// margin is between these and `otherMicros`.
        public let comparedBeforeMicros: Int64
        public let comparedAfterMicros: Int64
        public let uncomparedSeconds: Int64
        /// Margin before and after, where the other side is known.
        public let marginBeforeMicros: Int64?
        public let marginAfterMicros: Int64?
        /// Price a minute before and after, in nanos (10^-9), of a prefix; nil = none.
        public let beforeNanos: Int64?
        public let afterNanos: Int64?
    }

    public let currency: String
    public let side: String
    /// Billing days: the first, and the one behind the last.
    public let firstOn: String
    public let endOn: String
    /// Currencies of traffic of the other side, with commas between them, that the margin leaves out; nil = none.
    public let otherCurrencies: String?
    public let total: Line
    /// By the size of the effect, then by name.
    public let destinations: [Line]
    /// Prefixes whose price differs, in the same order.
    public let prefixes: [Line]

    /// Destinations whose margin is below zero after the change.
    public var lossMaking: [Line] { destinations.filter { ($0.marginAfterMicros ?? 0) < 0 } }

    private enum CodingKeys: CodingKey {
        case currency, side, firstOn, endOn, otherCurrencies, total, destinations, prefixes
    }

    /// Nil where the card priced nothing in the 30 days before the receipt.
    ///
    /// - Parameter received: the instant of receipt, UTC.
    init?(
        from old: RateSheet, to new: RateSheet, card: RateCard, received: String, on connection: Connection
    ) throws {
        let days = try connection.query(
            "SELECT ($1::timestamptz AT TIME ZONE 'UTC')::date - 30 AS first, ($1::timestamptz AT TIME ZONE 'UTC')::date AS last",
            [.text(received)], name: "margin_days"
        ).only()
        firstOn = try days.string("first")
        endOn = try days.string("last")
        let window: [String: Value] = [
            "card_id": .id(card.id), "first_on": .text(firstOn), "end_on": .text(endOn),
        ]
        let prefixes = try connection.run(query: "card_traffic_prefixes", window).map { try $0.string("prefix") }
        guard !prefixes.isEmpty else { return nil }
        let before = prefixes.map { MarginEffect.price($0, of: old) }
        let after = prefixes.map { MarginEffect.price($0, of: new) }
        let prices: [String: Value] = [
            "prefixes": .texts(prefixes), "old_nanos": .ints(before.map(\.nanos)), "old_fees": .ints(before.map(\.fee)),
            "new_nanos": .ints(after.map(\.nanos)), "new_fees": .ints(after.map(\.fee)),
            "old_attempt_fees": .ints(before.map(\.attemptFee)), "new_attempt_fees": .ints(after.map(\.attemptFee)),
        ]
        let rows = try connection.run(query: "margin_effect", window.merging(prices) { _, price in price })
        guard let first = rows.first else { return nil }
        currency = card.currency
        side = card.side
        otherCurrencies = try first.optionalString("other_currencies")
        total = try Line(first, side: card.side)
        destinations = try rows.filter { $0["level"] == "destination" }.map { try Line($0, side: card.side) }
        self.prefixes = try rows.filter { $0["level"] == "prefix" }.map { try Line($0, side: card.side) }
    }

    /// The last price of the longest prefix; -1 and 0 = none.
    private static func price(
        _ prefix: String, of sheet: RateSheet
    ) -> (nanos: Int64, fee: Int64, attemptFee: Int64) {
        guard let prefix = Prefix(prefix), let rate = sheet.rate(ofLongest: prefix), !rate.blocked else {
            return (-1, 0, 0)
        }
        return (rate.nanosPerMinute, rate.setupFeeNanos, rate.terms.attemptFeeNanos)
    }
}

extension MarginEffect.Line {
    fileprivate init(_ row: Row, side: String) throws {
        destination = try row.optionalString("destination")
        prefix = try row.optionalString("prefix")
        billedSeconds = try row.int("billed_s")
        lostSeconds = try row.int("lost_s")
        beforeMicros = try row.int("old_micros")
        afterMicros = try row.int("new_micros")
        otherMicros = try row.optionalInt("other_micros")
        comparedBeforeMicros = try row.int("compared_old_micros")
        comparedAfterMicros = try row.int("compared_new_micros")
        uncomparedSeconds = try row.int("uncompared_s")
        marginBeforeMicros = try row.optionalInt("margin_before_micros")
        marginAfterMicros = try row.optionalInt("margin_after_micros")
        let nanos = prefix == nil ? nil : try row.optionalInt("old_nanos")
        beforeNanos = nanos == -1 ? nil : nanos
        let newNanos = prefix == nil ? nil : try row.optionalInt("new_nanos")
        afterNanos = newNanos == -1 ? nil : newNanos
    }
}

extension MarginEffect: CustomStringConvertible {
    private static let linesShown = 10

    /// The totals, the destinations with the largest effect, and those that lose money after the change.
    public var description: String {
        let own = side == "buy" ? "cost" : "revenue"
        let other = side == "buy" ? "sold for" : "bought at"
        var lines = [
            "Traffic of \(firstOn) to before \(endOn): \(AmountText.minutes(seconds: total.billedSeconds)) minutes, "
                + "\(own) \(change(total.beforeMicros, total.afterMicros)) \(currency)"
        ]
        if let known = total.otherMicros, let before = total.marginBeforeMicros, let after = total.marginAfterMicros {
            if total.uncomparedSeconds > 0 {
                let rest = (
                    total.beforeMicros - total.comparedBeforeMicros, total.afterMicros - total.comparedAfterMicros
                )
                lines.append(
                    "In no margin: \(AmountText.minutes(seconds: total.uncomparedSeconds)) minutes, \(own) \(change(rest.0, rest.1)) "
                        + "\(currency), to destinations that are not \(side == "buy" ? "sold" : "bought") in \(currency)"
                )
                lines.append(
                    "The rest: \(own) \(change(total.comparedBeforeMicros, total.comparedAfterMicros)), \(other) \(money(known)), "
                        + "margin \(change(before, after)) \(currency)")
            } else {
                lines.append("\(other) \(money(known)), margin \(change(before, after)) \(currency)")
            }
        } else {
            lines.append("There is no traffic of the other side in \(currency) to compare it with.")
        }
        if let otherCurrencies {
            lines.append(
                "Traffic \(side == "buy" ? "sold" : "bought") in \(otherCurrencies) is left out of the margin: prices of two "
                    + "currencies are not compared.")
        }
        if total.lostSeconds > 0 {
            lines.append("\(AmountText.minutes(seconds: total.lostSeconds)) minutes would have no price any more.")
        }
        let affected = destinations.filter { $0.beforeMicros != $0.afterMicros || $0.lostSeconds > 0 }
        if !affected.isEmpty { lines.append(table(affected)) }
        let losing = lossMaking
        if !losing.isEmpty {
            let names = losing.prefix(MarginEffect.linesShown).map {
                "\($0.destination ?? "(none)") (\(money($0.marginAfterMicros ?? 0)))"
            }
            lines.append(
                "Loss-making after the change: \(names.joined(separator: ", "))"
                    + (losing.count > names.count ? " and \(losing.count - names.count) more" : ""))
        }
        return lines.joined(separator: "\n")
    }

    private func table(_ affected: [Line]) -> String {
        var table = TextTable([
            .left("destination"), .right("minutes"), .right("before"), .right("after"), .right("margin before"),
            .right("margin after"),
        ])
        table.rows = affected.prefix(MarginEffect.linesShown).map { line in
            [
                line.destination ?? "(none)", AmountText.minutes(seconds: line.billedSeconds), money(line.beforeMicros),
                money(line.afterMicros), line.marginBeforeMicros.map(money) ?? "-",
                line.marginAfterMicros.map(money) ?? "-",
            ]
        }
        let more = affected.count - table.rows.count
        return table.text.dropLast() + (more > 0 ? "\n… and \(more) more destinations" : "")
    }

    private func money(_ micros: Int64) -> String { AmountText.micros(micros, in: currency) }

    /// `1.20 -> 1.25`, with as many digits as it takes to see that they differ; `1.20, unchanged`.
    private func change(_ before: Int64, _ after: Int64) -> String {
        if before == after { return "\(money(before)), unchanged" }
        for digits in 2..<6 {
            let texts = (AmountText.micros(before, digits: digits), AmountText.micros(after, digits: digits))
            if texts.0 != texts.1 { return "\(texts.0) -> \(texts.1)" }
        }
        return "\(AmountText.micros(before, digits: 6)) -> \(AmountText.micros(after, digits: 6))"
    }
}

import Money
import Rating

/// A rate of a tariff plan: the rows of one tag, each from another second of the call on.
struct PlanRate {
    let nanosPerMinute: Int64
    let setupFeeNanos: Int64
    let initialSeconds: Int32
    let incrementSeconds: Int32

    struct Fault: Error {
        let line: Int
        let reason: String
    }

    /// - Parameter rows: of one tag, at least one.
    init(_ rows: [PlanTable.Row]) throws(Fault) {
        var tiers: [(start: Int64, row: PlanTable.Row)] = []
        for row in rows { tiers.append((try PlanRate.seconds("groupintervalstart", row), row)) }
        tiers.sort { ($0.start, $0.row.line) < ($1.start, $1.row.line) }
        let first = tiers[0]
        guard first.start == 0 else {
            throw Fault(line: first.row.line, reason: "the rate begins \(first.start) s after the start of the call")
        }
        nanosPerMinute = try PlanRate.price(first.row)
        setupFeeNanos = try PlanRate.money("connectfee", first.row)
        let increment = try PlanRate.increment(first.row)
        guard tiers.count > 1 else {
            (initialSeconds, incrementSeconds) = (increment, increment)
            return
        }
        let next = tiers[1]
        guard tiers.count == 2, next.start > 0 else {
            throw Fault(
                line: tiers[tiers.count - 1].row.line,
                reason:
                    "the rate has \(tiers.count) intervals, and one of a card has an initial and a further increment")
        }
        guard try PlanRate.price(next.row) == nanosPerMinute, try PlanRate.money("connectfee", next.row) == 0 else {
            throw Fault(
                line: next.row.line,
                reason:
                    "the rate has another price from \(next.start) s on than in line \(first.row.line); one of a card has one "
                    + "price a minute")
        }
        guard Int64(increment) == next.start else {
            throw Fault(
                line: next.row.line,
                reason:
                    "the increment changes from \(next.start) s on, and before it is \(increment) s: only the first increment of "
                    + "a card's rate may be another")
        }
        (initialSeconds, incrementSeconds) = (increment, try PlanRate.increment(next.row))
    }

    private static func price(_ row: PlanTable.Row) throws(Fault) -> Int64 {
        let nanos = try money("rate", row)
        // Nothing for whatever time is nothing.
        guard nanos > 0 else { return 0 }
        let unit = PriceUnit(seconds: try seconds("rateunit", row))
        guard unit.seconds > 0, let price = unit.nanosPerMinute(nanos) else {
            throw Fault(
                line: row.line, reason: "a price per \(unit.seconds) s that is not exact to 9 decimals a minute")
        }
        return price
    }

    private static func increment(_ row: PlanTable.Row) throws(Fault) -> Int32 {
        guard let seconds = Int32(exactly: try seconds("rateincrement", row)), seconds >= 1 else {
            throw Fault(line: row.line, reason: "RateIncrement is below 1 s")
        }
        return seconds
    }

    private static func money(_ name: String, _ row: PlanTable.Row) throws(Fault) -> Int64 {
        let text = row.value(name)
        guard !text.isEmpty else { return 0 }
        do {
            return try DecimalText.parse(text, decimals: DecimalText.nanoDecimals)
        } catch {
            throw Fault(line: row.line, reason: "'\(text)': \(error.reason)")
        }
    }

    /// `60s`, `1m`, `1h`, `0`.
    private static func seconds(_ name: String, _ row: PlanTable.Row) throws(Fault) -> Int64 {
        let text = row.value(name)
        if text.isEmpty || text == "0" { return 0 }
        let factors: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600]
        if let unit = text.last, let factor = factors[unit], let number = Int32(text.dropLast()), number >= 0 {
            return Int64(number) * factor
        }
        guard Int64(text) == nil else {
            throw Fault(
                line: row.line,
                reason: "'\(text)' is no time such as 60s: is it a rate of messages or data, not of calls?")
        }
        throw Fault(line: row.line, reason: "'\(text)' is no time such as 60s")
    }
}

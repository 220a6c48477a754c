import Money
public import Postgres
import RateCards
import Rating
internal import Vocabulary

/// Exchange rates with their days. One that is stored never changes: another value for a pair and day is a correction,
/// which is stored beside it with a reason, and of what was rated before nothing changes.
public enum ExchangeRateImport {
    public struct Options: Sendable {
        /// Why the rates are stated; without it none is corrected.
        public var reason: String?
        /// Takes rates that jump from the ones before them.
        public var takesJumps = false

        public init() {}
    }

    /// Counts of rows; `changed` are corrections.
    public struct Report: Sendable, Equatable, Codable {
        public let added, changed, removed, unchanged: Int
        /// The first day of a corrected rate; nil where none was.
        public let firstChangedOn: String?

        private enum CodingKeys: String, CodingKey {
            case added, changed, removed, unchanged
            case firstChangedOn = "first_changed_on"
        }

        init(_ row: Row) throws {
            let list = try ListReport(row)
            added = list.added
            changed = list.changed
            removed = list.removed
            unchanged = list.unchanged
            firstChangedOn = try row.optionalString("first_changed_on")
        }
    }

    private static let columns = [
        Table.Column("from", isRequired: true, synonyms: ["from_currency", "base", "base_currency"]),
        Table.Column("to", isRequired: true, synonyms: ["to_currency", "quote", "quote_currency", "currency"]),
        Table.Column("effective_on", isRequired: true, synonyms: ["effective_date", "effective", "date", "day"]),
        Table.Column("rate", isRequired: true, synonyms: ["exchange_rate", "value"]),
    ]

    private struct Stated {
        var from: String
        var to: String
        var day: String
        var rate: String
        var row: Table.Row
    }

    /// - Throws: `TableError` for the file's form, `RowsRefused` for rows at fault, `PostgresError`.
    public static func run(_ bytes: [UInt8], _ options: Options, on connection: Connection) throws -> Report {
        let table = try Table(bytes, columns: columns)
        var stated: [Stated] = []
        var refusals: [RowRefusal] = []
        var known: [String: Int] = [:]
        for row in table.rows {
            do {
                let rate = try read(row)
                if let index = known["\(rate.from) \(rate.to) \(rate.day)"] {
                    guard stated[index].rate != rate.rate else { continue }
                    refusals.append(
                        row.refusal(
                            "rate", "\(stated[index].rate) for the same pair and day in line \(stated[index].row.line)")
                    )
                    continue
                }
                known["\(rate.from) \(rate.to) \(rate.day)"] = stated.count
                stated.append(rate)
            } catch let fault as Fault {
                refusals.append(row.refusal(fault.column, fault.reason))
            }
        }
        guard refusals.isEmpty else { throw RowsRefused(refusals) }
        return try connection.transactionRetrying {
            let jumpPercent = try Setting.exchangeJump.number(on: connection)
            let result = try connection.run(
                job: "import_exchange_rates",
                [
                    "lines": .ints(stated.map { Int64($0.row.line) }), "from_currencies": .texts(stated.map(\.from)),
                    "to_currencies": .texts(stated.map(\.to)), "days": .texts(stated.map(\.day)),
                    "rates": .texts(stated.map(\.rate)), "reason": .optional(options.reason),
                    "jump_percent": .int(jumpPercent),
                ])
            let byLine = Dictionary(stated.map { (Int64($0.row.line), $0.row) }) { first, _ in first }
            var faults = try result["faults"].compactMap { fault in
                try byLine[fault.int("line")]?.refusal(
                    "rate",
                    "another rate, \(fault.string("known_rate")), is stored for this pair and day; if that one is wrong, "
                        + "state why with \(Choice(.reason))")
            }
            if !options.takesJumps {
                faults += try result["jumps"].compactMap { jump in
                    try byLine[jump.int("line")]?.refusal(
                        "rate",
                        "more than \(jumpPercent) % from the rate before it, \(jump.string("last_rate")) from "
                            + "\(jump.string("last_from")) to \(jump.string("last_to")) of "
                            + "\(jump.string("last_on")); if it is right, take it with \(Choice(.force))")
                }
            }
            guard faults.isEmpty else { throw RowsRefused(faults) }
            return try Report(result["report"].only())
        }
    }

    /// Those of a currency, or all; `history` includes those that were corrected.
    public static func list(currency: String? = nil, history: Bool = false, on connection: Connection) throws -> Rows {
        try connection.run(
            query: "exchange_rate_list",
            ["currency": .optional(currency?.uppercased()), "has_history": .bool(history)])
    }

    private struct Fault: Error {
        let column: String
        let reason: String
    }

    private static func read(_ row: Table.Row) throws -> Stated {
        func currency(_ column: String) throws -> String {
            guard let currency = Currency(code: row[column] ?? "") else {
                throw Fault(column: column, reason: "not a currency code of ISO 4217, such as USD")
            }
            return currency.code
        }
        let from = try currency("from")
        let to = try currency("to")
        guard from != to else { throw Fault(column: "to", reason: "the same currency on both sides") }
        guard let moment = row["effective_on"].flatMap(StatedMoment.init), !moment.hasOffset,
            moment.text.hasSuffix("T00:00:00")
        else { throw Fault(column: "effective_on", reason: "not a date such as 2026-10-01") }
        let picos: Int64
        do {
            picos = try DecimalText.parse(row["rate"] ?? "", decimals: ExchangeFactor.decimals)
        } catch {
            throw Fault(column: "rate", reason: error.reason)
        }
        guard picos > 0, picos < 9_000_000 * ExchangeFactor.scale else {
            throw Fault(column: "rate", reason: "not above zero and below 9,000,000")
        }
        return Stated(
            from: from, to: to, day: String(moment.text.prefix(10)),
            rate: DecimalText.format(picos, decimals: ExchangeFactor.decimals), row: row)
    }
}

import Money
public import Rating

/// The rules of a generated sell card, as a file states them.
///
/// Columns: prefix or destination (a name, or its beginning with `*` behind it; both empty = all), cost (cheapest, second,
/// average), percent, absolute, floor, decimals, rounding (up, down, half_up, half_down, half_even), initial_s, increment_s,
/// minimum_s, setup_fee, attempt_fee. Empty = as `PricingRule` has it.
public struct PricingRules: Sendable {
    public let rules: [PricingRule]
    /// The file as it came, kept with what is made by it.
    public let text: String

    private static let columns = [
        Table.Column("prefix", synonyms: ["code"]), Table.Column("destination", synonyms: ["name", "group"]),
        Table.Column("cost", synonyms: ["base"]), Table.Column("percent", synonyms: ["markup", "markup_percent"]),
        Table.Column("absolute", synonyms: ["plus", "add"]), Table.Column("floor", synonyms: ["minimum_price"]),
        Table.Column("decimals", synonyms: ["rounding_decimals"]),
        Table.Column("rounding", synonyms: ["rounding_mode"]), Table.Column("initial_s"),
        Table.Column("increment_s"), Table.Column("minimum_s"), Table.Column("setup_fee", synonyms: ["fee"]),
        Table.Column("attempt_fee"),
    ]

    /// One rule for all: the cheapest price as it is.
    public static let none = PricingRules(rules: [PricingRule()], text: "")

    /// One rule for all.
    public init(_ rule: PricingRule, text: String) { self.init(rules: [rule], text: text) }

    private init(rules: [PricingRule], text: String) {
        self.rules = rules
        self.text = text
    }

    /// - Throws: `TableError` for the file's form; `RowsRefused` for rules that cannot be understood, all of them.
    public init(_ bytes: [UInt8]) throws {
        let table = try Table(bytes, columns: Self.columns)
        var refusals: [RowRefusal] = []
        var rules: [PricingRule] = []
        var lines: [Int] = []
        for row in table.rows {
            do {
                let rule = try Self.rule(row)
                if let same = rules.firstIndex(where: { $0.scope == rule.scope }) {
                    refusals.append(row.refusal("destination", "a second rule for what line \(lines[same]) is for"))
                    continue
                }
                rules.append(rule)
                lines.append(row.line)
            } catch {
                refusals.append(row.refusal(error.column, error.reason))
            }
        }
        for column in table.ignoredColumns {
            refusals.append(RowRefusal(line: 1, field: column, reason: "not a column of pricing rules"))
        }
        if rules.isEmpty, refusals.isEmpty { refusals.append(RowRefusal(line: 1, reason: "the file has no rule")) }
        guard refusals.isEmpty else { throw RowsRefused(refusals) }
        self.init(rules: rules, text: String(decoding: bytes, as: UTF8.self))
    }

    /// The most special rule for a prefix and its destination: the longest prefix, then the name, then the longest
    /// beginning of it, then the one for all; nil where none is for it.
    public func rule(for prefix: Prefix, destination: String) -> PricingRule? {
        let name = destination.lowercased()
        var best: (rank: Int, rule: PricingRule)?
        for rule in rules {
            let rank: Int
            switch rule.scope {
            case .all: rank = 0
            case .names(let beginning): rank = name.hasPrefix(beginning) ? 1 + beginning.utf8.count : -1
            case .name(let own): rank = own == name ? 1 << 20 : -1
            case .prefix(let own): rank = prefix.begins(with: own) ? 1 << 21 + own.count : -1
            }
            if rank >= 0, rank > best?.rank ?? -1 { best = (rank, rule) }
        }
        return best?.rule
    }

    private struct RuleFault: Error {
        let column: String
        let reason: String
    }

    private static func rule(_ row: Table.Row) throws(RuleFault) -> PricingRule {
        var rule = PricingRule()
        rule.scope = try scope(row)
        if let text = row["cost"] {
            guard let cost = PricingRule.Cost(rawValue: text.lowercased()) else {
                throw RuleFault(column: "cost", reason: "not cheapest, second or average")
            }
            rule.cost = cost
        }
        if let percent = try number("percent", row, decimals: 4) {
            guard percent <= 1_000_000_000 else { throw RuleFault(column: "percent", reason: "above 100,000") }
            rule.markupMillionths = percent
        }
        rule.absoluteNanos = try number("absolute", row, decimals: DecimalText.nanoDecimals) ?? 0
        rule.floorNanos = try number("floor", row, decimals: DecimalText.nanoDecimals) ?? 0
        if let decimals = try number("decimals", row, decimals: 0) {
            guard decimals <= DecimalText.nanoDecimals else {
                throw RuleFault(column: "decimals", reason: "not 0 to 9")
            }
            rule.decimals = Int(decimals)
        }
        if let text = row["rounding"] {
            guard let mode = RoundingMode(name: text.lowercased()) else {
                throw RuleFault(column: "rounding", reason: "not up, down, half_up, half_down or half_even")
            }
            rule.rounding = mode
        }
        rule.initialSeconds = try seconds("initial_s", row)
        rule.incrementSeconds = try seconds("increment_s", row)
        if rule.incrementSeconds == 0 { throw RuleFault(column: "increment_s", reason: "below 1") }
        rule.minimumSeconds = try seconds("minimum_s", row)
        rule.setupFeeNanos = try number("setup_fee", row, decimals: DecimalText.nanoDecimals)
        rule.attemptFeeNanos = try number("attempt_fee", row, decimals: DecimalText.nanoDecimals)
        return rule
    }

    private static func scope(_ row: Table.Row) throws(RuleFault) -> PricingRule.Scope {
        let destination = row["destination"]?.lowercased()
        if let text = row["prefix"] {
            guard destination == nil else {
                throw RuleFault(column: "prefix", reason: "a rule is for a prefix or for a destination, not for both")
            }
            guard let prefix = Prefix(text) else {
                throw RuleFault(column: "prefix", reason: "not a prefix of 1 to 15 digits")
            }
            return .prefix(prefix)
        }
        guard let destination, destination != "*" else { return .all }
        return destination.hasSuffix("*") ? .names(beginning: String(destination.dropLast())) : .name(destination)
    }

    private static func number(_ column: String, _ row: Table.Row, decimals: Int) throws(RuleFault) -> Int64? {
        guard let text = row[column] else { return nil }
        do {
            return try DecimalText.parse(text, decimals: decimals)
        } catch {
            throw RuleFault(column: column, reason: error.reason)
        }
    }

    private static func seconds(_ column: String, _ row: Table.Row) throws(RuleFault) -> Int32? {
        guard let number = try number(column, row, decimals: 0) else { return nil }
        guard let seconds = Int32(exactly: number) else { throw RuleFault(column: column, reason: "too large") }
        return seconds
    }
}

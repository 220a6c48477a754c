import Money
import Rating

/// Rate cards of the open interchange format "Interconnect Made Easy" (schema 1.x), or a plain list of objects, as tables.
///
///     {"currency": …, "cards": {"default": {"fields": [{"name": "prefix"}, …], "rates": [["441", "UK", 0.012], …]}}}
///     [{"prefix": "441", "rate": 0.012}, …]
struct InterchangeFile {
    /// What a card states for all of its rates.
    struct Terms {
        var currency: String?
        var effectiveFrom: String?
        var effectiveTo: String?
        var zone: String?
        var initialSeconds: Int32?
        var incrementSeconds: Int32?
        var setupFeeNanos: Int64?
        var roundingDecimals: UInt8?
        var roundingMode: RoundingMode?
        /// What stands in the way of taking it.
        var questions: [String] = []
        /// What has no effect and should be known.
        var notes: [String] = []
    }

    struct Card {
        var table: CellTable
        var terms: Terms
    }

    private(set) var cards: [Card] = []

    /// Whether a text begins like JSON.
    static func isJSON(_ bytes: [UInt8]) -> Bool {
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let first = content.first(where: { $0 > 0x20 }) else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    init(_ bytes: [UInt8]) throws(TableError) {
        let file: JSONValue
        do {
            file = try JSONValue(bytes)
        } catch {
            throw TableError(.notText, line: error.line, message: "not JSON: \(error.reason)")
        }
        if let list = file.elements ?? file["rates"]?.elements, file["cards"] == nil {
            cards = [
                Card(table: InterchangeFile.table(ofObjects: list), terms: try InterchangeFile.terms(file, card: nil))
            ]
            return
        }
        guard case .object(let members)? = file["cards"] else {
            throw TableError(
                .missingColumn, message: "the JSON has neither 'cards' of the interchange format nor a list of rates")
        }
        if let version = file["schema_version"]?.text, !version.hasPrefix("1.") {
            throw TableError(.header, message: "the JSON is of schema version \(version); versions 1.x are understood")
        }
        for member in members {
            let terms = try InterchangeFile.terms(file, card: member.value)
            cards.append(Card(table: InterchangeFile.table(member.key, member.value), terms: terms))
        }
    }

    /// A card as a table: the names of its fields, then its rates; row numbers count the rates from 1.
    private static func table(_ name: String, _ card: JSONValue) -> CellTable {
        var table = CellTable(name: name, unit: "rate")
        table.beginRow(0)
        for (column, field) in (card["fields"]?.elements ?? []).enumerated() {
            table.append(.text, column: column, (field["name"]?.text ?? field.text ?? "").utf8)
        }
        for (index, rate) in (card["rates"]?.elements ?? []).enumerated() {
            table.beginRow(index + 1)
            switch rate {
            case .array(let values):
                for (column, value) in values.enumerated() { append(value, column: column, to: &table) }
                if values.isEmpty { table.append(.error, column: 0, "[]".utf8) }
            default: table.append(.error, column: 0, "not a list of values".utf8)
            }
        }
        return table
    }

    /// Objects as a table, with a column for each name in the order in which names appear.
    private static func table(ofObjects list: [JSONValue]) -> CellTable {
        var columns: [String: Int] = [:]
        var names: [String] = []
        for case .object(let members) in list {
            for member in members where columns[member.key] == nil {
                columns[member.key] = names.count
                names.append(member.key)
            }
        }
        var table = CellTable(name: "rates", unit: "rate")
        table.beginRow(0)
        for (column, name) in names.enumerated() { table.append(.text, column: column, name.utf8) }
        for (index, rate) in list.enumerated() {
            table.beginRow(index + 1)
            guard case .object(let members) = rate else {
                table.append(.error, column: 0, "not an object".utf8)
                continue
            }
            var values: [Int: JSONValue] = [:]
            for member in members { values[columns[member.key] ?? 0] = member.value }
            for column in values.keys.sorted() { append(values[column] ?? .null, column: column, to: &table) }
        }
        return table
    }

    private static func append(_ value: JSONValue, column: Int, to table: inout CellTable) {
        switch value {
        case .null: table.append(.text, column: column, [])
        case .bool(let isTrue): table.append(.text, column: column, (isTrue ? "true" : "false").utf8)
        case .number(let text): table.append(.number, column: column, PlainNumber.text(text) ?? text)
        case .string(let text): table.append(.text, column: column, text)
        case .array(let values):
            // A list of codes.
            let texts = values.map { $0.text ?? "?" }
            table.append(.text, column: column, texts.joined(separator: ";").utf8)
        case .object: table.append(.error, column: column, "an object".utf8)
        }
    }

    private static func terms(_ file: JSONValue, card: JSONValue?) throws(TableError) -> Terms {
        var terms = Terms()
        terms.currency = (card?["currency"] ?? file["currency"])?.text
        terms.effectiveFrom = (card?["effective_date"] ?? file["effective_date"])?.text
        terms.effectiveTo = (card?["expiry_date"] ?? file["expiry_date"])?.text
        terms.zone = file["timezone"]?.text
        guard let card else { return terms }
        if let type = card["type"]?.text, ["messaging", "did", "toll_free"].contains(type) {
            terms.questions.append(
                "The card is of type '\(type)', which has no prices of calls by prefix: is it the right one?")
        }
        if let traffic = card["traffic_type"]?.text, !["voice", "fax"].contains(traffic) {
            terms.questions.append("The card is for \(traffic), not for calls: is it the right one?")
        }
        if let prefix = card["tech_prefix"]?.text, !prefix.isEmpty {
            terms.notes.append(
                "The card asks for the tech prefix \(prefix) before dialled numbers; prefixes are taken without it.")
        }
        terms.initialSeconds = try seconds(card["rate"]?["default_initial"], "default_initial")
        terms.incrementSeconds = try seconds(card["rate"]?["default_pulse"], "default_pulse")
        if let fee = card["rate"]?["connection"], fee != .null {
            guard case .number(let text) = fee, let plain = PlainNumber.text(text),
                let nanos = try? DecimalText.parse(plain, decimals: DecimalText.nanoDecimals)
            else { throw TableError(.header, message: "rate.connection of the card is not a price") }
            terms.setupFeeNanos = nanos
        }
        try takeRounding(card, &terms)
        return terms
    }

    private static func takeRounding(_ card: JSONValue, _ terms: inout Terms) throws(TableError) {
        if let precision = try seconds(card["charge"]?["precision"], "precision") {
            if precision > 6 {
                terms.questions.append("Charges are rounded to \(precision) decimals; calls keep 6 at most.")
            } else {
                terms.roundingDecimals = UInt8(precision)
            }
        }
        switch card["charge"]?["rounding"]?.text {
        case nil: break
        case "up": terms.roundingMode = .up
        case "down": terms.roundingMode = .down
        case "half_up", "nearest": terms.roundingMode = .halfUp
        case let other?:
            terms.questions.append(
                "Charges are rounded '\(other)', which calls cannot be; ask for up, down or half_up.")
        }
    }

    private static func seconds(_ value: JSONValue?, _ name: String) throws(TableError) -> Int32? {
        guard let value, value != .null else { return nil }
        guard let text = value.text, let number = Int32(text), number >= 0 else {
            throw TableError(.header, message: "\(name) of the card is not a whole number")
        }
        return number
    }
}

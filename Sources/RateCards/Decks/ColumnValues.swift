import Money

/// What stands in a column that nothing was taken for, each value once.
struct ColumnValues {
    struct Value {
        let text: String
        var rows: Int
        let firstLine: Int
        /// A cell that the spreadsheet holds as a date.
        let isDate: Bool
        let increments: IncrementText?

        var isPair: Bool { increments?.isPlausible == true && !isDate }

        /// A number above zero, with a sign of a currency or without.
        var isAmount: Bool {
            text.contains { ("1"..."9").contains($0) }
                && text.allSatisfy { $0.isNumber || ".,+ %\u{A2}".contains($0) || CurrencyMention.signs[$0] != nil }
        }
    }

    /// From 0.
    let position: Int
    let heading: String
    /// Of the heading, in small letters.
    let words: [String]
    /// What lines count.
    let unit: String
    private(set) var values: [Value] = []
    /// More values than a column of increments or states has; only the first were kept.
    private(set) var hasMany = false

    private var names = NameTable()
    /// Of the row before.
    private var last = 0

    private static let valuesMax = 64

    init(position: Int, heading: String, unit: String) {
        self.position = position
        self.heading = heading
        self.unit = unit
        words = UnitText.tokens(heading).filter { $0.contains(where: \.isLetter) }
    }

    /// Reads all rows, or until each of the columns has more values than are kept.
    static func read(_ columns: inout [ColumnValues], _ header: DeckHeader, _ bytes: Span<UInt8>) {
        var source = header.body
        if case .cells(var reader) = source {
            reader.width = header.names.count
            source = .cells(reader)
        }
        var fields: [FieldRange] = []
        var open = columns.indices.map(\.self)
        while !open.isEmpty {
            switch source.next(bytes, into: &fields) {
            case .end: return
            case .blank, .fault: continue
            case .fields:
                guard fields.count == header.names.count else { continue }
                for index in open { columns[index].take(fields[columns[index].position], source.line, bytes) }
                if open.contains(where: { columns[$0].hasMany }) { open.removeAll { columns[$0].hasMany } }
            }
        }
    }

    private mutating func take(_ field: FieldRange, _ line: Int, _ bytes: Span<UInt8>) {
        guard !field.isEmpty else { return }
        let content = bytes.extracting(field.start..<field.end)
        let known = names.count
        // Most columns say the same in row after row.
        let index = known > 0 && names.isEqual(last, content) ? last : Int(names.index(of: content))
        last = index
        if index < known {
            if let value = places[index] { values[value].rows += 1 }
            return
        }
        let text = DeckHeader.texts([field], bytes)[0]
        // What a database or a person writes where there is nothing.
        guard !text.isEmpty, text != "NULL", Notice(text) != Notice.none else {
            places.append(nil)
            return
        }
        guard values.count < ColumnValues.valuesMax else {
            hasMany = true
            return
        }
        places.append(values.count)
        values.append(
            Value(
                text: String(text.prefix(40)), rows: 1, firstLine: line, isDate: field.kind == .date,
                increments: try? IncrementText(Array(text.utf8).span)))
    }

    /// For each name the position of its value; nil = it is none.
    private var places: [Int?] = []

    // MARK: - What it may be

    var title: String {
        heading.isEmpty ? "Column \(position + 1), which has no heading," : "Column \(position + 1) ('\(heading)')"
    }

    /// `'0' (36000), '1' (205)`
    var listed: String {
        values.prefix(5).map { "'\($0.text)' (\($0.rows))" }.joined(separator: ", ") + (values.count > 5 ? " …" : "")
    }

    /// The first values of a kind.
    func example(_ isOfKind: (Value) -> Bool) -> String {
        values.filter(isOfKind).prefix(3).map { "'\($0.text)'" }.joined(separator: ", ")
    }

    /// Nearly all values are pairs such as `60/60`.
    var isOfPairs: Bool {
        !hasMany && !words.contains(where: ["date", "time", "ratio"].contains) && share(\.isPair)
    }

    /// The heading speaks of increments and the values may be some, or the values are words such as `per second`.
    var mayBeIncrements: Bool {
        guard !hasMany else { return false }
        let isNamed =
            words.contains(where: ColumnValues.incrementWords.contains)
            || ColumnValues.incrementStems.contains { TableHeader.normalised(heading).contains($0) }
        if isNamed {
            return share { $0.isDate || $0.increments != nil } && values.contains { $0.isDate || $0.text != "0" }
        }
        return share { $0.increments != nil && $0.text.contains(where: \.isLetter) }
    }

    private func share(_ isOfKind: (Value) -> Bool) -> Bool {
        let rows = values.reduce(0) { $0 + $1.rows }
        let own = values.reduce(0) { $0 + (isOfKind($1) ? $1.rows : 0) }
        return rows > 0 && own * 10 >= rows * 9
    }

    /// `Min Charge`, `Minimum duration`; not the minute of `Cost / Min`.
    var isOfMinimum: Bool {
        let tokens = UnitText.tokens(heading)
        return tokens.indices.contains { at in
            guard ["min", "minimum", "mincharge", "mincost", "minimal"].contains(tokens[at]) else { return false }
            return at == 0 || tokens[at - 1] != "/" && tokens[at - 1] != "per"
        }
    }

    /// The field of a heading that is one question, to be answered with yes or no: `Discontinued`, `Is Active`.
    var flagField: DeckField? {
        let telling = words.filter { !["is", "flag", "code", "codes", "rate", "route", "destination"].contains($0) }
        guard telling.count == 1 else { return nil }
        switch telling[0] {
        case "discontinued", "deleted", "removed", "withdrawn", "terminated", "closed", "cancelled", "canceled",
            "retired",
            "obsolete", "expired":
            return .discontinued
        case "inactive", "disabled", "suspended", "deactivated", "unavailable": return .blocked
        case "active", "enabled", "available", "activated", "routable": return .active
        default: return nil
        }
    }

    static let feeWords: Set<String> = [
        "fee", "fees", "surcharge", "surcharges", "flagfall", "connect", "connection", "setup", "attempt", "attempts",
    ]

    static let stateWords: Set<String> = ["status", "state", "availability", "flag"]

    private static let incrementWords: Set<String> = [
        "round", "rounded", "incr", "inc", "bill", "billed", "bi", "charged", "block", "blocks", "cycle", "step",
        "takt",
        "mcd", "period", "tick", "slab",
    ]

    private static let incrementStems = [
        "increment", "rounding", "roundrule", "billing", "charging", "pulse", "interval", "granularity",
    ]
}

/// Yes or no, as decks write them.
enum Flag {
    /// Nil = neither.
    static func value(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "0", "false", "no", "n", "f": false
        case "1", "true", "yes", "y", "t": true
        default: nil
        }
    }
}

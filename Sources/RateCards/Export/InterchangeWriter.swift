import Money

/// Writes a rate card in the open interchange format of ConnexCS, "Interconnect Made Easy" 1.0.0, row by row.
///
/// Prices stand as decimal numbers exactly as they are; a column that the format does not know keeps its canonical name.
/// Rates state all that concerns them, so the card has no defaults.
public struct InterchangeWriter {
    /// What the document says of the card.
    public struct Head: Sendable {
        public var card: String
        public var currency: String
        /// Number of the version.
        public var version: Int64
        /// Day of the export, `2026-11-25`.
        public var date: String
        /// When the version takes over, in UTC.
        public var effectiveFrom: String

        public init(card: String, currency: String, version: Int64, date: String, effectiveFrom: String) {
            self.card = card
            self.currency = currency
            self.version = version
            self.date = date
            self.effectiveFrom = effectiveFrom
        }
    }

    /// Canonical columns by what the format calls them.
    private static let names = [
        "prefix": "prefix", "destination": "name", "rate_per_min": "rate", "setup_fee": "connection_fee",
        "initial_s": "initial_interval", "increment_s": "billing_interval", "effective_from": "effective_date",
    ]

    private static let numbers: Set<String> = [
        "rate_per_min", "setup_fee", "initial_s", "increment_s", "minimum_s", "blocked", "grace_s", "rounding_decimals",
        "max_cost", "min_cost", "attempt_fee",
    ]

    private let head: Head
    /// Positions of the columns that are written; the first canonical one, the card's name, is not.
    private let positions: [Int]
    private let areNumbers: [Bool]
    private let fieldNames: [String]
    private var isFirst = true

    /// - Parameter columns: the header of the canonical file.
    public init(_ head: Head, columns: [String]) {
        self.head = head
        positions = columns.indices.filter { columns[$0] != "deck_id" }
        areNumbers = positions.map { Self.numbers.contains(columns[$0]) }
        fieldNames = positions.map { Self.names[columns[$0]] ?? columns[$0] }
    }

    /// Everything before the first rate.
    public var beginning: String {
        let fields = fieldNames.map { "{\"name\": \(Self.quoted($0))}" }.joined(separator: ", ")
        return """
            {
              "name": \(Self.quoted(head.card)),
              "version": "\(head.version).0",
              "schema_version": "1.0.0",
              "date": \(Self.quoted(head.date)),
              "effective_date": \(Self.quoted(head.effectiveFrom)),
              "timezone": "UTC",
              "cards": {
                \(Self.quoted(head.card)): {
                  "name": \(Self.quoted(head.card)),
                  "type": "termination",
                  "direction": "outbound",
                  "traffic_type": "voice",
                  "service_type": "wholesale",
                  "currency": \(Self.quoted(head.currency)),
                  "endpoint": "",
                  "fields": [\(fields)],
                  "rates": [
            """
    }

    /// One rate, with the comma before it where it is not the first.
    ///
    /// - Parameter record: the fields of the canonical file.
    public mutating func rate(_ record: [String?]) -> String {
        let values = zip(positions, areNumbers).map { position, isNumber in
            record[position].map { isNumber ? $0 : Self.quoted($0) } ?? "null"
        }
        defer { isFirst = false }
        return "\(isFirst ? "\n" : ",\n")        [\(values.joined(separator: ", "))]"
    }

    /// Everything behind the last rate.
    public var ending: String { "\n      ]\n    }\n  }\n}\n" }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

internal import Database
public import Postgres
import RateCards
import Rating

/// The master list of destinations: which prefix belongs to which, whatever a card calls it.
public enum DestinationImport {
    public struct Report: Sendable, Codable {
        public let added: Int
        public let changed: Int
        public let unchanged: Int
    }

    private static let columns = [
        Table.Column("prefix", isRequired: true, synonyms: ["code"]),
        Table.Column("destination", isRequired: true, synonyms: ["name", "description"]),
    ]

    /// Reads a list with the columns prefix and destination and applies it in one transaction.
    ///
    /// - Throws: `TableError`, `RowsRefused` for rows at fault, `PostgresError`.
    public static func run(_ bytes: [UInt8], on connection: Connection) throws -> Report {
        let table = try Table(bytes, columns: columns)
        var refusals: [RowRefusal] = []
        var destinations: [String: String] = [:]
        var lines: [String: Int] = [:]
        for row in table.rows {
            guard let prefix = row["prefix"], Prefix(prefix) != nil else {
                refusals.append(row.refusal("prefix", "not a prefix of 1 to 15 digits"))
                continue
            }
            guard let destination = row["destination"] else {
                refusals.append(row.refusal("destination", "empty"))
                continue
            }
            if let first = lines.updateValue(row.line, forKey: prefix) {
                refusals.append(row.refusal("prefix", "the same prefix as in line \(first)"))
            }
            destinations[prefix] = destination
        }
        guard refusals.isEmpty else { throw RowsRefused(refusals) }
        let prefixes = destinations.keys.sorted()
        let report = try connection.run(
            job: "import_destinations",
            ["prefixes": .texts(prefixes), "destinations": .texts(prefixes.map { destinations[$0] ?? "" })]
        )["report"].only()
        return Report(
            added: Int(try report.int("added")), changed: Int(try report.int("changed")),
            unchanged: Int(try report.int("unchanged")))
    }

    /// The list, or the part of it that begins a number.
    public static func list(number: String? = nil, on connection: Connection) throws -> Rows {
        try connection.run(query: "destination_list", ["code": .optional(number)])
    }

    /// Whether there is a master list at all.
    public static func isEmpty(on connection: Connection) throws -> Bool {
        try connection.query("SELECT FROM destination_prefix LIMIT 1", name: "first_destination").isEmpty
    }
}

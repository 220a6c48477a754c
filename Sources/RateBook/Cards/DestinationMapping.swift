public import Postgres
import RateCards

/// What a card's own names for destinations are in the master list: found when a deck is stored, reviewed by people, and
/// then remembered for its next decks.
public enum DestinationMapping {
    /// What a person says a name is; nil = what it is mapped to already.
    public struct Statement: Sendable {
        public var line: Int
        public var name: String
        public var destination: String?

        public init(line: Int = 1, name: String, destination: String?) {
            self.line = line
            self.name = name
            self.destination = destination
        }
    }

    private static let columns = [
        Table.Column("name", isRequired: true, synonyms: ["card_name"]),
        Table.Column("destination", isRequired: true, synonyms: ["master", "master_destination"]),
        Table.Column("reviewed"),
    ]

    /// The card's names with their destinations, by name.
    public static func list(_ card: RateCard, unreviewed: Bool = false, on connection: Connection) throws -> Rows {
        try connection.run(
            query: "destination_mapping_list", ["card_id": .id(card.id), "unreviewed": .bool(unreviewed)])
    }

    /// The list as a file that can be edited and imported.
    public static func csv(_ card: RateCard, unreviewed: Bool = false, on connection: Connection) throws -> String {
        let rows = try list(card, unreviewed: unreviewed, on: connection)
        let columns = ["name", "destination", "method", "prefixes", "matched", "reviewed"]
        let lines = [columns] + rows.map { row in columns.map { row[$0] ?? "" } }
        return lines.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
    }

    /// Records reviews. Returns how many names got another destination or were reviewed for the first time.
    ///
    /// - Throws: `RowsRefused` for statements that mean nothing; then none is recorded.
    public static func review(
        _ statements: [Statement], of card: RateCard, actor: String, on connection: Connection
    ) throws -> Int {
        try connection.transactionRetrying {
            let result = try connection.run(
                job: "review_destination_mapping",
                [
                    "card_id": .id(card.id), "lines": .ints(statements.map { Int64($0.line) }),
                    "names": .texts(statements.map(\.name)),
                    "destinations": .texts(statements.map { $0.destination ?? "" }), "actor": .text(actor),
                ])
            let faults = try result["faults"].map { fault in
                let line = Int(try fault.int("line"))
                let field = try fault.string("field")
                let statement = statements.first { $0.line == line }
                return RowRefusal(
                    line: line, field: field, reason: try fault.string("reason"),
                    text: (field == "name" ? statement?.name : statement?.destination) ?? "")
            }
            guard faults.isEmpty else { throw RowsRefused(faults) }
            return result["review"].count
        }
    }

    /// Records the reviews of a file: a row counts where it names another destination than the mapping, or says that it is
    /// reviewed. The file that `csv` writes changes nothing.
    public static func `import`(
        _ bytes: [UInt8], of card: RateCard, actor: String, on connection: Connection
    ) throws -> Int {
        let table = try Table(bytes, columns: columns)
        // A file's fields come without the blanks around them, which names may have.
        var known: [String: (name: String, destination: String?)] = [:]
        for row in try list(card, on: connection) {
            let name = try row.string("name")
            let key = String(name.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
            if known[key] == nil || key == name { known[key] = (name, row["destination"]) }
        }
        var statements: [Statement] = []
        var refusals: [RowRefusal] = []
        for row in table.rows {
            guard let name = row["name"] else {
                refusals.append(row.refusal("name", "empty"))
                continue
            }
            let isReviewed: Bool
            switch row["reviewed"]?.lowercased() {
            case nil where !table.has("reviewed"): isReviewed = row["destination"] != nil
            case nil, "no", "n", "0", "false": isReviewed = false
            case "yes", "y", "1", "true": isReviewed = true
            default:
                refusals.append(row.refusal("reviewed", "not yes or no"))
                continue
            }
            let differs = row["destination"] != nil && row["destination"] != known[name]?.destination
            if isReviewed || differs {
                statements.append(
                    Statement(line: row.line, name: known[name]?.name ?? name, destination: row["destination"]))
            }
        }
        guard refusals.isEmpty else { throw RowsRefused(refusals) }
        return try review(statements, of: card, actor: actor, on: connection)
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

public import Catalog
internal import Database
public import Postgres
import RateCards
public import Vocabulary

/// Groups of callers, shared by cards or of one card. A file is the whole of the groups that it names.
public enum OriginImport {
    /// - Parameter card: nil = for all cards that have no groups of their own.
    /// - Throws: `TableError` and `RowsRefused` for the file, `PostgresError`.
    public static func run(
        _ bytes: [UInt8], card: RateCard?, entityID: EntityID, on connection: Connection
    ) throws -> ListReport {
        let file = try OriginFile(bytes)
        guard file.refusals.isEmpty else { throw RowsRefused(file.refusals) }
        return try ListReport(
            connection.run(
                job: "import_origins",
                [
                    "entity_id": .id(entityID), "card_id": .optional(card?.id),
                    "prefixes": .texts(file.members.map(\.prefix.description)),
                    "origins": .texts(file.members.map(\.origin)),
                ])["report"].only())
    }

    /// The groups of an entity, or those that hold for a card.
    public static func list(card: RateCard?, entityID: EntityID, on connection: Connection) throws -> Rows {
        if let card { return try connection.run(query: "card_origins", ["card_id": .id(card.id)]) }
        return try connection.run(query: "origin_list", ["entity_id": .id(entityID)])
    }
}

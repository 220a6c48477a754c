public import Catalog
internal import Database
public import Postgres
import RateCards

/// The holidays of a card. A file is the whole of the years that it has days in; the same file again changes nothing.
public enum HolidayImport {
    /// - Throws: `TableError` and `RowsRefused` for the file, `PostgresError`.
    public static func run(_ bytes: [UInt8], card: RateCard, on connection: Connection) throws -> ListReport {
        let file = try HolidayFile(bytes)
        guard file.refusals.isEmpty else { throw RowsRefused(file.refusals) }
        return try ListReport(
            connection.run(
                job: "import_holidays",
                [
                    "card_id": .id(card.id), "days": .texts(file.holidays.map(\.date)),
                    "names": .texts(file.holidays.map(\.name)),
                ])["report"].only())
    }

    public static func list(_ card: RateCard, on connection: Connection) throws -> Rows {
        try connection.run(query: "card_holidays", ["card_id": .id(card.id)])
    }
}

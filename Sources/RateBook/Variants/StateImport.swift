public import Catalog
internal import Database
public import Postgres
import RateCards

/// The states of numbers of the North American plan, which tell the jurisdiction of a call.
public enum StateImport {
    /// - Throws: `TableError` and `RowsRefused` for the file, `PostgresError`.
    public static func run(_ bytes: [UInt8], on connection: Connection) throws -> ListReport {
        let file = try StateFile(bytes)
        guard file.refusals.isEmpty else { throw RowsRefused(file.refusals) }
        return try ListReport(
            connection.run(
                job: "import_number_states",
                ["codes": .texts(file.codes.map(\.code)), "states": .texts(file.codes.map(\.state))]
            )["report"].only())
    }

    /// The table, or the codes that begin a number, which has its country code, 1.
    public static func list(number: String? = nil, on connection: Connection) throws -> Rows {
        try connection.run(query: "number_state_list", ["number": .optional(number)])
    }
}

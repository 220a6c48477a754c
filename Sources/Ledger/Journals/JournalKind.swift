internal import Database
package import Postgres

/// A kind of journal.
package struct JournalKind: Sendable, Codable {
    package var code: String
    package var name: String
    /// Each journal of the kind records a document.
    package var namesDocument: Bool
    /// Its entries may be of the functional currency alone.
    package var takesDifferences: Bool
    package var journals: Int64

    /// All of them, in the order of lists.
    package static func list(on connection: Connection) throws -> [JournalKind] {
        try connection.run(query: "journal_kind_list").decoded()
    }
}

internal import Database
package import Postgres
package import Vocabulary

/// A file of calls that was sent to a page.
package struct SentFile: Sendable {
    package var name: String
    package var bytes: Int64
    /// As it was stated; nil = the only one.
    package var switchCode: String?
    /// As which it was loaded; nil until it is.
    package var fileID: CallFileID?

    /// Nil where the job is no such one of the entity.
    package static func of(jobID: JobID, entityID: EntityID, on connection: Connection) throws -> SentFile? {
        try connection.run(query: "page_upload", ["job_id": .int(jobID.rawValue), "entity_id": .id(entityID)]).first
            .map { row in
                SentFile(
                    name: try row.string("name"), bytes: try row.int("bytes"),
                    switchCode: try row.optionalString("switch"), fileID: try row.optionalID("file_id"))
            }
    }
}

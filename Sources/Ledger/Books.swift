package import Acts
package import Database
package import Postgres
package import Vocabulary

/// The books as a whole.
package enum Books {
    /// Closes the files that are loaded and posts the usage of those that are closed, each as an act, so that nothing waits in
    /// the books. What a killed program left half done is finished, too; a second call finds nothing and enters no act.
    ///
    /// - Parameter entityID: only this entity's files, whatever others wait for; nil = all.
    @discardableResult
    package static func bringUpToDate(
        _ database: Database, entityID: EntityID? = nil, by actor: Actor, from origin: String
    ) throws -> (closed: [Closing.ClosedFile], posted: [Posting.Total]) {
        let loader = try database.connect(role: .loader)
        defer { loader.close() }
        let loaded = try loadedFiles(entityID: entityID, on: loader)
        let closed = try Set(loaded.map(\.entityID)).sorted().flatMap { entity in
            let request = ActRequest("books.close", by: actor, from: origin, entityID: entity)
            return try Acts.perform(request, on: loader) { _ in try Closing.closeFiles(entityID: entity, on: loader) }
        }
        let application = try database.connect(role: .app)
        defer { application.close() }
        let due = try application.run(query: "entities_to_post", ["entity_id": .optional(entityID)])
        let posted = try due.decoded(as: EntityToPost.self).map(\.entityID).flatMap { entity in
            let request = ActRequest("ledger.post", by: actor, from: origin, entityID: entity)
            return try Acts.perform(request, on: application) { _ in
                try Posting.postUsage(entityID: entity, on: application)
            }
        }
        return (closed, posted)
    }

    private struct EntityToPost: Decodable { var entityID: EntityID }

    /// A file whose chunks are all in and that is not closed.
    package struct LoadedFile: Decodable, Sendable {
        package var fileID: CallFileID
        package var entityID: EntityID
        /// `received`, or what made a batch of revisions.
        package var kind: String
    }

    /// Files that the next closing takes, the oldest first.
    package static func loadedFiles(entityID: EntityID? = nil, on connection: Connection) throws -> [LoadedFile] {
        try connection.run(query: "loaded_files", ["entity_id": .optional(entityID)]).decoded()
    }

    /// A step of the books that waits, and what is missing in the figures until it is done.
    package struct Waiting: Sendable, Encodable {
        package enum Step: String, Sendable, Encodable {
            case close
            case post
        }

        package var step: Step
        package var files: Int64
        package var calls: Int64
    }

    /// Counts the files and calls that are in no figure yet, of an entity or of all.
    package static func behind(entityID: EntityID? = nil, on connection: Connection) throws -> [Waiting] {
        try connection.run(query: "books_behind", ["entity_id": .optional(entityID)]).compactMap { row in
            guard let step = Waiting.Step(rawValue: try row.string("step")) else { return nil }
            return try Waiting(step: step, files: row.int("files"), calls: row.int("calls"))
        }
    }
}

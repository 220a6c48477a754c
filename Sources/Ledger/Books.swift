package import Database
internal import Postgres

/// The books as a whole.
package enum Books {
    /// Closes the files that are loaded and posts the usage of those that are closed, so that what follows reads books
    /// in which nothing waits. Every command that reads or writes the books begins with it; a second call changes
    /// nothing.
    ///
    /// - Parameter entityID: only this entity's files, whatever others wait for; nil = all.
    @discardableResult
    package static func bringUpToDate(_ database: Database, entityID: Int16? = nil) throws -> (
        closed: [Closing.ClosedFile], posted: [Posting.Total]
    ) {
        let loader = try database.connect(role: .loader)
        defer { loader.close() }
        let closed = try Closing.closeLoadedFiles(entityID: entityID, on: loader)
        let application = try database.connect(role: .app)
        defer { application.close() }
        return (closed, try Posting.postUsage(entityID: entityID, on: application))
    }
}

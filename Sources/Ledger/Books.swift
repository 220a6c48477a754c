package import Database
internal import Postgres

/// The books as a whole.
package enum Books {
    /// Closes the files that are loaded and posts the usage of those that are closed, so that what follows reads books
    /// in which nothing waits. Every command that reads or writes the books begins with it; a second call changes
    /// nothing.
    @discardableResult
    package static func bringUpToDate(_ database: Database) throws -> (
        closed: [Closing.ClosedFile], posted: [Posting.Total]
    ) {
        let loader = try database.connect(role: .loader)
        defer { loader.close() }
        let closed = try Closing.closeLoadedFiles(on: loader)
        let application = try database.connect(role: .app)
        defer { application.close() }
        return (closed, try Posting.postUsage(on: application))
    }
}

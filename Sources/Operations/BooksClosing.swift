package import Acts
internal import CallStore
package import Database
package import Ledger
internal import Postgres
internal import StoredCalls
package import Vocabulary

/// Closes the files that are loaded and posts their usage, with what belongs to it: findings are kept before, while a file still
/// has usage of its own, and the rows of calls are frozen behind it.
package struct BooksClosing {
    package let database: Database
    package let actor: Actor
    /// As `ActRequest.origin`.
    package let origin: String

    package init(_ database: Database, by actor: Actor, from origin: String) {
        self.database = database
        self.actor = actor
        self.origin = origin
    }

    /// - Parameter entityID: only this entity's files; nil = all.
    /// - Returns: the files that were closed, and what was posted; nothing where nothing waits.
    @discardableResult
    package func run(entityID: EntityID? = nil) throws -> (closed: [Closing.ClosedFile], posted: [Posting.Total]) {
        let application = try database.connect(role: .app)
        defer { application.close() }
        let received = try Books.loadedFiles(entityID: entityID, on: application).filter { $0.kind == "received" }
        try FileFindings.keep(fileIDs: received.map(\.fileID), on: application)
        let done = try Books.bringUpToDate(database, entityID: entityID, by: actor, from: origin)
        try CallUpkeep.freeze(fileIDs: done.closed.map(\.fileID), in: database)
        // What was posted may have used up a deposit.
        if !done.posted.isEmpty { try DepositWatch.run(database, by: actor, from: origin) }
        return done
    }
}

import Accounts
package import Database
import Foundation
internal import Jobs
import Logging
import Postgres

/// The parts that all pages share: the database, the templates, the assets.
package final class Web: Sendable {
    let settings: WebSettings
    let database: Database
    let pool: ConnectionPool
    let pages: PageTemplates
    let assets: Assets
    let passwords = PasswordWorkers()
    let waiting = WaitingCountsCache()
    let apiLimit: RequestLimit
    let jobEvents: JobEvents

    package init(_ database: Database, settings: WebSettings = WebSettings()) throws {
        self.database = database
        self.settings = settings
        var poolSettings = ConnectionPool.Settings()
        poolSettings.connections = settings.connections
        pool = try ConnectionPool(settings: poolSettings) { try database.connect() }
        assets = try Assets()
        pages = try PageTemplates()
        var scope = TransactionScope(role: .reporter)
        scope.statementTimeoutMilliseconds = settings.statementMilliseconds
        scope.isReadOnly = true
        jobEvents = JobEvents { [pool, scope] ids in
            try await pool.transaction(scope) { try JobStanding.list(ids, on: $0) }
        }
        apiLimit = RequestLimit(perMinute: settings.apiRequestsPerMinute)
    }

    /// Scope of a transaction that reads as `role` does.
    func reading(_ role: Role = .reporter, session: UserSession? = nil) -> TransactionScope {
        var scope = TransactionScope(role: role)
        scope.statementTimeoutMilliseconds = settings.statementMilliseconds
        scope.isReadOnly = true
        scope.entityID = session?.entityID.rawValue
        scope.partnerID = session?.partnerID?.rawValue
        return scope
    }

    /// Scope of work that changes something.
    func writing(_ session: UserSession? = nil) -> TransactionScope {
        var scope = TransactionScope(role: .app)
        scope.statementTimeoutMilliseconds = 60_000
        scope.entityID = session?.entityID.rawValue
        return scope
    }
}

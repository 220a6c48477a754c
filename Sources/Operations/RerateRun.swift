package import Acts
package import CallStore
package import Database
internal import Postgres
internal import RateBook
package import StoredCalls
internal import Vocabulary

/// Rates stored calls again, switch by switch, up to the books.
package struct RerateRun {
    package let database: Database
    /// Nil = all switches.
    package var switchCode: String?
    /// Nil = all entities.
    package var entityCode: String?
    package var options: Rerating.Options
    package var actor: Actor
    /// As `ActRequest.origin`.
    package var origin: String
    package var reason: String?
    package var onWait: @Sendable () -> Void = {}
    package var onProgress: @Sendable (Rerating.Progress) -> Void = { _ in }

    package init(_ database: Database, options: Rerating.Options, by actor: Actor, from origin: String) {
        self.database = database
        self.options = options
        self.actor = actor
        self.origin = origin
    }

    /// Previews a re-rate; changes nothing.
    package func preview(_ scope: RerateScope) throws -> [Rerating.Result] {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let exchange = try ExchangeBasis.present(connection)
        return try sources().map { try rerating($0, exchange).preview(scope) }
    }

    /// - Parameter scope: nil = only finish what was begun and interrupted.
    package func apply(_ scope: RerateScope?) throws -> [Rerating.Result] {
        // What waits to be closed first: only usage of closed files can be on an invoice.
        try bringUpToDate()
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        var results: [Rerating.Result] = []
        for source in try sources() {
            results += try rerating(source, ExchangeBasis.present(connection)).apply(scope) { _ in
                try bringUpToDate()
            }
        }
        return results
    }

    private func bringUpToDate() throws {
        try BooksClosing(database, by: actor, from: origin).run()
    }

    package func sources() throws -> [SwitchSource] {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        return try SwitchSource.all(switchCode: switchCode, connection)
            .filter { entityCode == nil || $0.entityCode == entityCode }
    }

    /// Those that hold now.
    package func limits() throws -> LoadLimits {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        return try LoadLimits(connection)
    }

    private func rerating(_ source: SwitchSource, _ exchange: ExchangeBasis) throws -> Rerating {
        let database = database
        var options = options
        options.limits = try limits()
        let request = ActRequest(
            "cdr.rerate", by: actor, from: origin, entityID: source.entityID, reason: reason)
        return Rerating(
            database, source: source, options: options, by: request, onWait: onWait, onProgress: onProgress
        ) {
            try CompiledCatalog.compile(entityID: source.entityID, database: database, exchange: exchange)
        }
    }
}

internal import CallStore
internal import Database
internal import Ledger
internal import Postgres
internal import RateBook
internal import StoredCalls

/// Rates stored calls again, switch by switch, up to the books.
struct RerateRun {
    let database: Database
    /// Nil = all switches.
    var switchCode: String?
    /// Nil = all entities.
    var entityCode: String?
    var options: Rerating.Options
    var onWait: @Sendable () -> Void = {}
    var onProgress: @Sendable (Rerating.Progress) -> Void = { _ in }

    func preview(_ scope: RerateScope) throws -> [Rerating.Result] {
        try Books.bringUpToDate(database)
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let exchange = try ExchangeBasis.present(connection)
        return try sources().map { try rerating($0, exchange).preview(scope) }
    }

    /// - Parameter scope: nil = only finish what was begun and interrupted.
    func apply(_ scope: RerateScope?) throws -> [Rerating.Result] {
        // What waits to be closed first: only usage of closed files can be on an invoice.
        try Books.bringUpToDate(database)
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        var results: [Rerating.Result] = []
        for source in try sources() {
            let database = database
            results += try rerating(source, ExchangeBasis.present(connection)).apply(scope) { _ in
                try Books.bringUpToDate(database)
            }
            for fileID in results.compactMap(\.account?.fileID) {
                try CallUpkeep.freeze(fileID: fileID, in: database)
            }
        }
        return results
    }

    func sources() throws -> [SwitchSource] {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        return try SwitchSource.all(switchCode: switchCode, connection)
            .filter { entityCode == nil || $0.entityCode == entityCode }
    }

    /// Those that hold now.
    func limits() throws -> LoadLimits {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        return try LoadLimits(connection)
    }

    private func rerating(_ source: SwitchSource, _ exchange: ExchangeBasis) throws -> Rerating {
        let database = database
        var options = options
        options.limits = try limits()
        return Rerating(database, source: source, options: options, onWait: onWait, onProgress: onProgress) {
            try CompiledCatalog.compile(entityID: source.entityID, database: database, exchange: exchange)
        }
    }
}

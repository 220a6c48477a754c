package import Acts
package import CallStore
package import Database
package import Ingest
internal import Postgres
internal import RateBook
package import StoredCalls
internal import Synchronization
internal import Vocabulary

/// Imports CDR files from the first byte to the books: load, close together, post, freeze what was stored.
package struct CDRImport {
    package let database: Database
    package var switchCode: String?
    package var entityCode: String?
    /// Their limits come from the settings.
    package var options: FileLoad.Options
    package var actor: Actor
    /// As `ActRequest.origin`.
    package var origin: String
    package var reason: String?
    package var onWait: @Sendable () -> Void = {}
    package var onProgress: @Sendable (FileLoad.Progress) -> Void = { _ in }

    /// The catalog by which the file before was rated.
    private let last = LastCatalog()
    private let connections: LoaderConnections

    package init(_ database: Database, options: FileLoad.Options, by actor: Actor, from origin: String) {
        self.database = database
        connections = LoaderConnections(database)
        self.options = options
        self.actor = actor
        self.origin = origin
    }

    /// The load of one file and its findings.
    package typealias Outcome = (load: FileLoad.Result, findings: FileFindings?)

    /// Loads one file up to its last chunk, and no further: from then on it counts as usage that is not posted.
    package func load(_ input: EvidenceStore.Source) throws -> FileLoad.Result {
        do {
            return try loadOverKept(input)
        } catch {
            // Where the server is out of reach, the next file needs new ones.
            connections.close()
            throw error
        }
    }

    private func loadOverKept(_ input: EvidenceStore.Source) throws -> FileLoad.Result {
        let connection = try connections.take()
        let source = try SwitchSource.find(switchCode: switchCode, entityCode: entityCode, connection)
        let database = database
        let present = try ExchangeBasis.present(connection)
        var options = options
        options.limits = try LoadLimits(connection)
        connections.give(back: connection)
        let request = ActRequest(
            "cdr.load", by: actor, from: origin, entityID: source.entityID, reason: reason)
        let (last, connections) = (last, connections)
        let load = FileLoad(
            database, source: source, options: options, by: request, connections: connections, onWait: onWait,
            onProgress: onProgress
        ) { basis in
            let connection = try connections.take()
            let catalog = try CompiledCatalog.compile(
                entityID: source.entityID, database: database, exchange: basis ?? present,
                unlessChanged: last.catalog.withLock(\.self), over: connection)
            connections.give(back: connection)
            last.catalog.withLock { $0 = catalog }
            return catalog
        }
        return try load.run(input)
    }

    /// Brings what is loaded into the books, files that a killed program left among it, and tells how the loads of this one stand.
    package func close(_ loads: [FileLoad.Result]) throws -> [Outcome] {
        try BooksClosing(database, by: actor, from: origin).run()
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        return try loads.map { load in
            var load = load
            load.account = try FileAccount.of(fileID: load.account.fileID, connection)
            return (load, try FileFindings.of(fileID: load.account.fileID, on: connection))
        }
    }
}

private final class LastCatalog: Sendable {
    let catalog = Mutex<CompiledCatalog?>(nil)
}

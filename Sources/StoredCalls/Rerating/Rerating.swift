package import Acts
internal import CallRecords
package import CallStore
package import Database
internal import Files
import Foundation
package import Postgres
package import RateBook
internal import Rating
import Synchronization
package import Vocabulary

/// Rates stored calls again with the present catalog and the exchange rates known now: shows the difference, or applies it
/// as a batch like a file, with chunks, manifests and usage of its own.
///
/// Calls are read in the order of the chunks that brought them, as many chunks at a time as make a unit, over several
/// connections; a unit with other outcomes becomes a chunk of the batch. Each such call gets a reversal of its last revision
/// and a replacement. Units commit in order, so that what is in is always a beginning; a batch that was killed is gone on
/// with, and what it had done comes out as it is.
package struct Rerating: Sendable {
    package struct Options: Sendable {
        package var threads: Int
        /// Rows of calls in a unit, unless one chunk alone has more.
        package var unitRows = 100_000
        /// A call that is longer than these say gets no price; starts and rejects do not matter here.
        package var limits = LoadLimits()

        package init(threads: Int) { self.threads = threads }
    }

    package struct Progress: Sendable {
        package var units: Int
        package var unitsInAll: Int
        package var calls: Int64
    }

    package struct Result: Sendable {
        package var switchCode: String
        package var scope: RerateScope
        package var difference: RerateDifference
        /// Of the batch; nil where nothing was stored.
        package var account: FileAccount?
        /// Chunks that an earlier, interrupted run had committed: what they changed is not in `difference`.
        package var resumedAtChunk = 0
        /// From the first read to the last commit.
        package var seconds: Double
        /// In a preview: a batch that was begun and interrupted, by its name.
        package var unfinished: String?
    }

    private let database: Database
    private let source: SwitchSource
    private let options: Options
    /// By whom and from where: the act that a batch is, of which each chunk is a part.
    private let request: ActRequest
    private let compile: @Sendable () throws -> CompiledCatalog
    private let onWait: @Sendable () -> Void
    private let onProgress: @Sendable (Progress) -> Void

    package init(
        _ database: Database, source: SwitchSource, options: Options, by request: ActRequest,
        onWait: @escaping @Sendable () -> Void = {},
        onProgress: @escaping @Sendable (Progress) -> Void = { _ in },
        compile: @escaping @Sendable () throws -> CompiledCatalog
    ) {
        precondition(options.threads >= 1)
        self.database = database
        self.source = source
        self.options = options
        self.request = request
        self.onWait = onWait
        self.onProgress = onProgress
        self.compile = compile
    }

    /// What would change; nothing is stored.
    package func preview(_ scope: RerateScope) throws -> Result {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let work = try prepare(scope, catalog: compile(), connection)
        let start = ContinuousClock.now
        let difference = try sweep(work) { _, _, _ in }
        return Result(
            switchCode: source.switchCode, scope: scope, difference: difference,
            seconds: (ContinuousClock.now - start) / .seconds(1), unfinished: try begun(connection)?.name)
    }

    /// Stores what changes. A batch that was begun and interrupted is finished first, as it was meant.
    ///
    /// - Parameters:
    ///   - scope: nil = only finish what was begun.
    ///   - held: a connection of the loader's role whose session has the import lock of the switch, for an undo of which the
    ///     re-rate is a part; nil = one of its own.
    ///   - closing: closes the file of a batch, before runs of invoices go on.
    /// - Returns: one result a batch, the last one that of `scope`.
    package func apply(
        _ scope: RerateScope?, on held: Connection? = nil, closing: (_ fileID: CallFileID) throws -> Void
    ) throws -> [Result] {
        let connection = try held ?? database.connect(role: .loader)
        defer { if held == nil { connection.close() } }
        let lock = ImportLock(switchID: source.switchID)
        try lock.acquire(connection, isWaiting: onWait)
        if held == nil, let undo = try UndoUnderWay.find(switchID: source.switchID, connection) {
            throw try Acts.recorded(undo.refusal, request, on: connection)
        }
        try InvoiceRuns.keepApart(entityID: source.entityID, connection)
        let catalog = try compile()
        var results: [Result] = []
        if let begun = try begun(connection) {
            let result = try run(begun.scope, catalog, begun, lock, connection, closing)
            results.append(result)
            if scope == begun.scope { return results }
        }
        if let scope { results.append(try run(scope, catalog, nil, lock, connection, closing)) }
        return results
    }

    // MARK: - Batches

    /// A batch that was entered and not finished.
    private struct Begun {
        var fileID: CallFileID
        /// Nil where the act by which it was begun has ended.
        var actUnderWay: ActID?
        var name: String
        var scope: RerateScope
        var nextNumber: Int
    }

    private func begun(_ connection: Connection) throws -> Begun? {
        guard
            let row = try connection.run(
                query: "find_begun_rerating", ["switch_id": .int(Int64(source.switchID))]
            ).first
        else { return nil }
        return Begun(
            fileID: try row.id("file_id"),
            actUnderWay: try row.bool("is_act_under_way") ? ActID(row.int("act_id")) : nil,
            name: try row.string("name"),
            scope: try JSONDecoder().decode(RerateScope.self, from: Data(row.string("scope").utf8)),
            nextNumber: Int(try row.int("next_number")))
    }

    /// That by which a batch was begun, or another one for the rest where that has ended.
    private func act(of batch: Begun, _ connection: Connection) throws -> ActID {
        if let actID = batch.actUnderWay { return actID }
        return try Acts.begin(request, on: connection) { _ in
            _ = try connection.run(query: "take_up_cdr_file", ["file_id": .id(batch.fileID)])
        }.id
    }

    private func run(
        _ scope: RerateScope, _ catalog: CompiledCatalog, _ begun: Begun?, _ lock: ImportLock, _ connection: Connection,
        _ closing: (_ fileID: CallFileID) throws -> Void
    ) throws -> Result {
        let work = try prepare(scope, catalog: catalog, connection)
        let start = ContinuousClock.now
        let batch = Mutex(
            (file: try begun.map { (id: $0.fileID, actID: try act(of: $0, connection)) }, next: begun?.nextNumber ?? 0))
        let order = ChunkOrder(next: 0)
        let difference = try sweep(work, lock: lock, onFailure: { order.stop() }) { unit, finder, connection in
            try order.wait(for: .identify, chunk: unit.number)
            let hasRevisions = !finder.revisions.isEmpty
            let (fileID, number) = try batch.withLock { batch in
                if hasRevisions, batch.file == nil {
                    let (actID, fileID) = try Acts.begin(request, on: connection) { _ in
                        try enter(scope, catalog, connection)
                    }
                    batch.file = (fileID, actID)
                }
                defer { batch.next += hasRevisions ? 1 : 0 }
                return (batch.file?.id, batch.next)
            }
            let chunkID = hasRevisions ? try ChunkSender.nextChunkID(connection) : 0
            order.pass(.identify, chunk: unit.number)
            if hasRevisions, let fileID {
                let plan = LoadPlan(work.plan, fileID: fileID)
                var batch = RevisionSender(plan: plan, connection: connection)
                try connection.transaction {
                    try batch.send(finder.sortedRevisions, finder.usage.deltas, chunkID: chunkID, number: number)
                    try order.wait(for: .commit, chunk: unit.number)
                }
            } else {
                try order.wait(for: .commit, chunk: unit.number)
            }
            order.pass(.commit, chunk: unit.number)
        }
        var result = Result(
            switchCode: source.switchCode, scope: scope, difference: difference,
            resumedAtChunk: begun?.nextNumber ?? 0, seconds: (ContinuousClock.now - start) / .seconds(1))
        guard let (fileID, actID) = batch.withLock({ $0.file }) else { return result }
        try Acts.goOn(actID, on: connection) {
            _ = try connection.run(query: "finish_cdr_file", ["file_id": .id(fileID)])
            try Acts.end(actID, on: connection)
        }
        try closing(fileID)
        result.account = try FileAccount.of(fileID: fileID, connection)
        return result
    }

    /// Enters the batch as a file; its identity is the moment in the sequence of files, what is rated, and the tariff.
    private func enter(_ scope: RerateScope, _ catalog: CompiledCatalog, _ connection: Connection) throws -> CallFileID
    {
        let last = try connection.query("SELECT COALESCE(max(id), 0) AS id FROM cdr_file", name: "last_file").only()
            .int("id")
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let definition = String(decoding: try encoder.encode(scope), as: UTF8.self)
        let description =
            "re-rate of switch \(source.switchCode) behind file \(last), \(definition), "
            + "tariff \(hex(catalog.hash)), exchange rates of revision \(catalog.exchange.revision)"
        return try connection.run(
            query: "add_cdr_file",
            [
                "entity_id": .id(source.entityID), "switch_id": .int(Int64(source.switchID)),
                "kind": "rerate", "sha256": .bytes(SHA256.digest(of: Array(description.utf8))),
                "name": .text("re-rate of \(source.switchCode): \(scope.title)"), "bytes": 0,
                "compression": "none", "layout": "rerate", "layout_definition": .text(definition),
                "tariff_hash": .bytes(catalog.hash), "chunk_bytes": 0, "starts_from_micros": .null,
                "starts_until_micros": .null, "longest_call_s": .null, "rejected_percent_max": .null,
                "rejected_least": 0,
                "stated_at_micros": .null, "source_file_id": .null,
            ]
        ).only().id("file_id")
    }

    // MARK: - Reading and rating

    /// What is to be looked at, and with what.
    private struct Work: Sendable {
        var plan: LoadPlan
        var filter: ScopeFilter
        var invoiced: InvoicedUsage
        var selection: CallSelection
    }

    private func prepare(_ scope: RerateScope, catalog: CompiledCatalog, _ connection: Connection) throws -> Work {
        let plan = LoadPlan(
            fileID: 0, entityID: source.entityID, switchID: source.switchID, catalog: catalog,
            partnerCurrencies: try LoadPlan.partnerCurrencies(source.entityID, connection), limits: options.limits)
        return Work(
            plan: plan, filter: try ScopeFilter(scope, connection),
            invoiced: try InvoicedUsage(entityID: source.entityID, connection),
            selection: try CallSelection(scope, switchID: source.switchID, unitRows: options.unitRows, connection))
    }

    /// Rates all units over several connections; `body` is called with each, by the worker that rated it.
    private func sweep(
        _ work: Work, lock: ImportLock? = nil, onFailure: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable (StoredCallReader.Unit, RevisionFinder, Connection) throws -> Void
    ) throws -> RerateDifference {
        let total = Mutex(RerateDifference())
        let progress = Mutex(Progress(units: 0, unitsInAll: work.selection.units.count, calls: 0))
        let sweep = StoredCallSweep(
            database: database, scope: work.filter.scope, selection: work.selection, threads: options.threads)
        try sweep.run(lock: lock) { reader, next in
            do {
                var finder = RevisionFinder(plan: work.plan, filter: work.filter, invoiced: work.invoiced)
                while let unit = next() {
                    finder.begin(unit, suspense: try OpenSuspense(unit.chunkIDs, reader.connection))
                    try reader.read(unit) { try finder.add($0) }
                    try finder.finish()
                    try body(unit, finder, reader.connection)
                    let difference = finder.difference
                    total.withLock { $0.add(difference) }
                    progress.withLock {
                        $0.units += 1
                        $0.calls += difference.callsRead
                        onProgress($0)
                    }
                }
            } catch {
                onFailure()
                throw error
            }
        }
        return total.withLock { $0 }
    }
}

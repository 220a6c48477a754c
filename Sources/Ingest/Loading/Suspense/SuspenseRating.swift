package import Postgres
internal import CallRecords
internal import Rating

/// Rates calls in suspense again, after a card or an account was mended: a batch like a file, with chunks, manifests and
/// usage of its own.
///
/// A call whose outcome is another one now, a price or another reason, gets a reversal of its last revision and a
/// replacement. Sides that have a price keep it. A batch that was killed is gone on with: what it had done is resolved.
package struct SuspenseRating: Sendable {
    package struct Result: Sendable {
        /// Calls that were looked at.
        package var calls: Int
        /// Nil where no call had another outcome.
        package var account: FileAccount?
    }

    private let database: Database
    private let source: SwitchSource
    private let compile: @Sendable () throws -> CompiledCatalog
    private let onWait: @Sendable () -> Void

    /// Sides in suspense that are read and committed at a time.
    static let batchRows = 20_000

    package init(
        _ database: Database, source: SwitchSource, onWait: @escaping @Sendable () -> Void = {},
        compile: @escaping @Sendable () throws -> CompiledCatalog
    ) {
        self.database = database
        self.source = source
        self.onWait = onWait
        self.compile = compile
    }

    /// Closing the batch is the caller's.
    package func run() throws -> Result {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let lock = ImportLock(switchID: source.switchID)
        try lock.take(connection, isWaiting: onWait)
        let catalog = try compile()
        let begun = try connection.run(
            query: "find_begun_rerating", ["switch_id": .int(Int64(source.switchID))]
        ).first
        var fileID = try begun.map { Int32(truncatingIfNeeded: try $0.int("file_id")) }
        var number = Int(try begun?.int("next_number") ?? 0)
        let currencies = try LoadPlan.partnerCurrencies(source.entityID, connection)
        // Chunks of this run come later than this one: their suspense is not looked at again.
        let before = Int64(try ChunkSender.nextChunkID(connection))
        var cursor = (chunk: Int64(0), ordinal: Int64(-1))
        var calls = 0
        while true {
            let sides = try SuspendedSide.read(
                after: cursor, before: before, switchID: source.switchID, limit: SuspenseRating.batchRows, connection)
            guard let last = sides.last else { break }
            cursor = (Int64(last.chunkID), Int64(last.ordinal))
            let batch = try SuspendedCalls(sides, connection)
            calls += batch.rows.count
            let revisions = batch.revisions(by: catalog)
            if revisions.isEmpty { continue }
            if fileID == nil { fileID = try enter(catalog, connection) }
            guard let fileID else { break }
            let plan = LoadPlan(
                fileID: fileID, entityID: source.entityID, switchID: source.switchID, catalog: catalog,
                partnerCurrencies: currencies)
            try commit(revisions, number: number, plan, connection)
            number += 1
        }
        guard let fileID else { return Result(calls: calls, account: nil) }
        _ = try connection.run(query: "finish_cdr_file", ["file_id": .int(Int64(fileID))])
        return Result(calls: calls, account: try FileAccount.of(fileID: fileID, connection))
    }

    /// Enters the batch as a file; its identity is the moment in the sequence of files and the tariff.
    private func enter(_ catalog: CompiledCatalog, _ connection: Connection) throws -> Int32 {
        let last = try connection.query("SELECT COALESCE(max(id), 0) AS id FROM cdr_file", name: "last_file").only()
            .int("id")
        let description = "suspense of switch \(source.switchCode) behind file \(last), tariff \(hex(catalog.hash))"
        return Int32(
            truncatingIfNeeded: try connection.run(
                query: "add_cdr_file",
                [
                    "entity_id": .int(Int64(source.entityID)), "switch_id": .int(Int64(source.switchID)),
                    "kind": "rerate", "sha256": .bytes(SHA256.digest(of: Array(description.utf8))),
                    "name": .text("suspense of \(source.switchCode)"), "bytes": 0, "compression": "none",
                    "layout": "suspense", "layout_definition": "{}", "tariff_hash": .bytes(catalog.hash),
                    "chunk_bytes": 0,
                ]
            ).only().int("file_id"))
    }

    private func commit(
        _ revisions: [SuspendedCalls.Revision], number: Int, _ plan: LoadPlan, _ connection: Connection
    ) throws {
        try connection.transaction {
            var sender = ChunkSender(plan: plan, connection: connection)
            let chunkID = try sender.nextChunkID()
            var manifest = ChunkManifest()
            manifest.number = number
            manifest.firstLine = 1
            manifest.rowsRead = revisions.count
            var rows: [CallRow] = []
            var usage: [UsageDelta] = []
            var suspense: [SuspenseRow] = []
            var resolutions: [SuspenseResolution] = []
            for (index, revision) in revisions.enumerated() {
                let ordinal = Int32(index)
                let reversal = revision.original.reversal(chunkID: chunkID, replacementOrdinal: ordinal)
                var replacement = revision.row.replacement(of: revision.original.address)
                replacement.chunkID = chunkID
                replacement.ordinal = ordinal
                rows += [reversal, replacement]
                usage += plan.exchanging(revision.original, for: replacement)
                resolutions += SuspenseResolution.of(revision.original, by: replacement)
                for side in Side.allCases where replacement.side(side).state == .unpriced {
                    suspense.append(revision.suspense(side, ordinal: ordinal))
                }
                manifest.count(reversal: reversal)
                manifest.count(
                    isRated: replacement.sell.state != .unpriced && replacement.buy.state != .unpriced,
                    durationNanos: replacement.durationNanos, sellMicros: replacement.sell.micros,
                    buyMicros: replacement.buy.micros, startMicros: replacement.startMicros)
            }
            try sender.send(rows: rows)
            try sender.send(usage: [], usage, chunkID: chunkID)
            try sender.send(suspense: suspense, resolutions, chunkID: chunkID)
            try sender.send(manifest, chunkID: chunkID)
        }
    }
}

internal import CallStore
internal import Postgres
internal import Rating
internal import Vocabulary

/// Writes one chunk of re-rated calls, in the transaction that is open on the connection.
struct RevisionSender: ~Copyable {
    private var sender: ChunkSender

    init(plan: LoadPlan, connection: Connection) {
        sender = ChunkSender(plan: plan, connection: connection)
    }

    /// - Parameter number: of the chunk in its batch.
    mutating func send(
        _ revisions: [RevisionFinder.Revision], _ usage: [UsageDelta], chunkID: ChunkID, number: Int
    ) throws {
        var manifest = ChunkManifest()
        manifest.number = number
        manifest.firstLine = 1
        manifest.rowsRead = revisions.count
        var rows: [CallRow] = []
        rows.reserveCapacity(2 * revisions.count)
        var suspense: [SuspenseRow] = []
        var resolutions: [SuspenseResolution] = []
        for (index, revision) in revisions.enumerated() {
            let ordinal = Int32(index)
            let reversal = revision.original.reversal(chunkID: chunkID, replacementOrdinal: ordinal)
            var replacement = revision.row.replacement(of: revision.original.address)
            replacement.chunkID = chunkID
            replacement.ordinal = ordinal
            rows.append(reversal)
            rows.append(replacement)
            resolutions += SuspenseResolution.of(revision.original, by: replacement)
            for var side in revision.suspense {
                side.ordinal = ordinal
                suspense.append(side)
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

internal import CallStore
internal import Postgres
import Synchronization
internal import Threads
internal import Vocabulary

/// Looks for calls that may be known in the rows, beside the COPY of the chunk in which they came again.
final class KnownCallsSearch: @unchecked Sendable {
    // Sendable: the connection is used only for the chunk whose predecessors are all committed, and which is not: by one
    // thread at a time, each after the other has passed through the order.

    private let connection: Connection
    private let order: ChunkOrder
    private let partitions: CallPartitions
    /// Of the chunks of this load, by their numbers.
    private let chunkIDs = Mutex<[Int: ChunkID]>([:])

    /// - Parameter connection: nobody else uses it as long as chunks are loaded.
    init(_ connection: Connection, order: ChunkOrder, partitions: CallPartitions) {
        self.connection = connection
        self.order = order
        self.partitions = partitions
    }

    /// A chunk has got its id: said before it is committed.
    func remember(chunk: Int, id: ChunkID) { chunkIDs.withLock { $0[chunk] = id } }

    /// Begins to look for `calls` of a chunk where they may be, as soon as all chunks before it are committed.
    ///
    /// - Parameter records: what was said of those that have to be settled by their rows.
    func begin(
        _ calls: [PendingCall], in places: [KnownPlace], records: MarkedRecords, chunk: Int
    ) throws -> Background<KnownCalls> {
        try Background { [self] in
            try order.wait(for: .commit, chunk: chunk)
            var known = KnownCalls()
            try known.load(
                calls, marked: places, records: records, chunkIDs: chunkIDs.withLock { $0 }, partitions: partitions,
                connection: connection)
            return known
        }
    }
}

internal import Postgres

/// Looks for calls that may be known in the rows, beside the COPY of the chunk in which they came again.
final class KnownCallsSearch: @unchecked Sendable {
    // Sendable: the connection is used only for the chunk whose predecessors are all committed, and which is not: by one
    // thread at a time, each after the other has passed through the order.

    private let connection: Connection
    private let order: ChunkOrder
    private let partitions: CallPartitions

    /// - Parameter connection: nobody else uses it as long as chunks are loaded.
    init(_ connection: Connection, order: ChunkOrder, partitions: CallPartitions) {
        self.connection = connection
        self.order = order
        self.partitions = partitions
    }

    /// Begins to look for `calls` of a chunk, as soon as all chunks before it are committed.
    func begin(_ calls: [PendingCall], chunk: Int, switchID: Int16) throws -> Background<KnownCalls> {
        try Background { [self] in
            try order.wait(for: .commit, chunk: chunk)
            var known = KnownCalls()
            try known.load(calls, switchID: switchID, partitions: partitions, connection: connection)
            return known
        }
    }
}

internal import Postgres
internal import Rating
internal import Vocabulary

/// One row of `suspense_resolution`: a side that waited for a price and need not any more.
package struct SuspenseResolution: Equatable {
    var chunkID: ChunkID
    var ordinal: Int32
    var side: Side
    var byChunkID: ChunkID
    var byOrdinal: Int32

    static let copyStatement = """
        COPY suspense_resolution (chunk_id, ordinal, side, by_chunk_id, by_ordinal) FROM STDIN (FORMAT binary)
        """

    /// The sides of `original` that were in suspense; `replacement` has a price for them or is itself in suspense.
    package static func of(_ original: CallRow, by replacement: CallRow) -> [SuspenseResolution] {
        Side.allCases.filter { original.side($0).state == .unpriced }.map {
            SuspenseResolution(
                chunkID: original.chunkID, ordinal: original.ordinal, side: $0, byChunkID: replacement.chunkID,
                byOrdinal: replacement.ordinal)
        }
    }

    func write(_ buffer: inout CopyBuffer, to writer: CopyWriter) throws {
        try buffer.row(columns: 5, bytesMax: 64, to: writer) { row in
            row.int4(chunkID.rawValue)
            row.int4(ordinal)
            row.bytes(Array(side.name.utf8))
            row.int4(byChunkID.rawValue)
            row.int4(byOrdinal)
        }
    }
}

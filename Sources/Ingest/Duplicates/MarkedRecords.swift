internal import CallStore
internal import Vocabulary

/// What records said, by the marks of calls that have to be settled by their rows: the rows tell which call a record is of,
/// the marks what it said.
struct MarkedRecords {
    struct Said {
        /// 0 = not remembered.
        var content: UInt64
        /// The instant of which the record's file speaks, in microseconds since 1970 UTC; nil = it does not say.
        var statedMicros: Int64?
    }

    private struct Place: Hashable {
        var origin: MarkIndex.Origin
        var ordinal: Int32
    }

    private var said: [Place: Said] = [:]
    private var origins: Set<MarkIndex.Origin> = []

    mutating func insert(_ mark: CallMark, _ span: MarkSet.Span) {
        origins.insert(span.origin)
        said[Place(origin: span.origin, ordinal: mark.ordinal)] = Said(
            content: mark.content, statedMicros: span.statedMicros)
    }

    /// What the record behind a row said; nil where the row was not made for a record, but by a re-rate.
    ///
    /// - Parameter numbers: of the chunks of this load, by their ids.
    func said(_ row: CallRow, numbers: [ChunkID: Int]) -> Said? {
        // Marks of a chunk of this load may have been forgotten and read again.
        let possible =
            [.stored(chunkID: row.chunkID)] + (numbers[row.chunkID].map { [MarkIndex.Origin.loaded(number: $0)] } ?? [])
        for origin in possible {
            if let said = said[Place(origin: origin, ordinal: row.ordinal)] { return said }
        }
        return possible.contains(where: origins.contains) ? Said(content: 0, statedMicros: nil) : nil
    }
}

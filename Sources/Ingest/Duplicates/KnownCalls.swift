internal import Calendar
package import CallStore
internal import Postgres
internal import Vocabulary

/// A call that was loaded before.
struct KnownCall {
    /// Its last revision.
    private(set) var row: CallRow
    /// What was said of it, the last one behind the others. Empty = nobody knows.
    package private(set) var states: [RecordState]
    /// The instant of which the last one speaks, in microseconds since 1970 UTC; nil = it does not say.
    private(set) var statedMicros: Int64?

    init(_ row: CallRow, states: [RecordState], statedMicros: Int64?) {
        self.row = row
        self.states = states
        self.statedMicros = statedMicros
    }

    mutating func replace(by row: CallRow, content: UInt64, statedMicros: Int64?) {
        self.row = row
        states.append(RecordState(content: content, row: row))
        self.statedMicros = statedMicros
    }
}

/// Calls that were loaded before, found by the stems of their keys.
package struct KnownCalls {
    /// Each leg once, by stem.
    private(set) var byStem: [CallStem: [KnownCall]] = [:]

    subscript(stem: CallStem) -> [KnownCall] { byStem[stem] ?? [] }

    package mutating func append(_ row: CallRow, content: UInt64, statedMicros: Int64?) {
        byStem[row.key.stem, default: []].append(
            KnownCall(row, states: [RecordState(content: content, row: row)], statedMicros: statedMicros))
    }

    mutating func replace(_ index: Int, by row: CallRow, content: UInt64, statedMicros: Int64?, stem: CallStem) {
        byStem[stem]?[index].replace(by: row, content: content, statedMicros: statedMicros)
    }

    /// Reads what is stored of the stems of `calls`: in the chunks that their marks name, and in those of batches of
    /// re-rated calls.
    ///
    /// - Parameters:
    ///   - marked: the parts of days and chunks that the marks name, and from when until when the calls started there.
    ///   - records: what was said of those of the calls that have to be settled by their rows.
    ///   - chunkIDs: of the chunks of this load, by their numbers: all that come before the chunk of `calls`.
    mutating func load(
        _ calls: [PendingCall], marked: [KnownPlace], records: MarkedRecords, chunkIDs: [Int: ChunkID],
        partitions: CallPartitions, connection: Connection
    ) throws {
        var places: [Place: Range<Int64>] = [:]
        for place in marked {
            let chunkID: ChunkID
            switch place.origin {
            case .stored(let id): chunkID = id
            case .loaded(let number):
                guard let id = chunkIDs[number] else { preconditionFailure("earlier chunks are committed") }
                chunkID = id
            }
            let key = Place(day: place.day, chunkID: chunkID)
            places[key, default: place.seconds].include(place.seconds)
        }
        var days: [Int32: Range<Int64>] = [:]
        for call in calls {
            days[call.day, default: call.second..<call.second + 1].include(call.second..<call.second + 1)
        }
        try partitions.summarize(Array(days.keys), connection)
        func date(_ day: Int32) -> String { "\(CivilDay(daysSince1970: day))" }
        var spans = Array(days.values)
        spans += places.values
        let rows = try connection.run(
            query: "find_calls_of_chunks",
            [
                "stems": .texts(Set(calls.map(\.key.stem)).map { "\\x" + hex($0.bytes) }),
                "days": .texts(days.map { date($0.key) }),
                "from_s": .texts(days.map { "\($0.value.lowerBound)" }),
                "to_s": .texts(days.map { "\($0.value.upperBound)" }),
                "place_days": .texts(places.map { date($0.key.day) }),
                "place_chunk_ids": .texts(places.map { "\($0.key.chunkID)" }),
                "place_from_s": .texts(places.map { "\($0.value.lowerBound)" }),
                "place_to_s": .texts(places.map { "\($0.value.upperBound)" }),
                "first_s": .optional(spans.map(\.lowerBound).min()),
                "until_s": .optional(spans.map(\.upperBound).max()),
            ]
        ).map(CallRow.init)
        var found: [CallRow] = []
        var reversed: Set<CallAddress> = []
        for call in rows {
            if call.kind == .reversal, let address = call.replaces {
                reversed.insert(address)
            } else {
                found.append(call)
            }
        }
        let numbers = Dictionary(uniqueKeysWithValues: chunkIDs.map { ($0.value, $0.key) })
        let byAddress = Dictionary(found.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        for call in found where !reversed.contains(call.address) {
            var states: [RecordState] = []
            var statedMicros: Int64?
            // Back to the original; a re-rate's revisions say what the one before them did.
            var revision: CallRow? = call
            while let row = revision {
                if let said = records.said(row, numbers: numbers) {
                    if states.isEmpty { statedMicros = said.statedMicros }
                    states.append(RecordState(content: said.content, row: row))
                }
                revision = row.replaces.flatMap { byAddress[$0] }
            }
            byStem[call.key.stem, default: []].append(
                KnownCall(call, states: states.reversed(), statedMicros: statedMicros))
        }
    }

    /// A part of a day partition.
    private struct Place: Hashable {
        var day: Int32
        var chunkID: ChunkID
    }
}

/// Where rows of calls may be: a part of a day partition.
struct KnownPlace {
    /// Days since 1970 UTC.
    var day: Int32
    var origin: MarkIndex.Origin
    /// From when until before when the calls started, since 1970 UTC.
    var seconds: Range<Int64>
}

extension PendingCall {
    /// Of its start, since 1970 UTC: what its key says of it.
    var second: Int64 { PendingCall.roundedDown(startMicros, by: 1_000_000) }
}

extension Range<Int64> {
    mutating func include(_ other: Range<Int64>) {
        self = Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }
}

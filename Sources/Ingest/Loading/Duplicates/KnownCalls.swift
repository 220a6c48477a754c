internal import Postgres

/// Calls that were loaded before, found by the stems of their keys.
struct KnownCalls {
    /// The last revisions, each leg once, by stem.
    private(set) var byStem: [CallStem: [CallRow]] = [:]

    subscript(stem: CallStem) -> [CallRow] { byStem[stem] ?? [] }

    mutating func append(_ row: CallRow) { byStem[row.key.stem, default: []].append(row) }

    mutating func replace(_ index: Int, by row: CallRow, stem: CallStem) { byStem[stem]?[index] = row }

    /// Reads what is stored of the stems of `calls`: the marks tell in which chunks they are, and only those are read.
    mutating func load(
        _ calls: [PendingCall], switchID: Int16, partitions: CallPartitions, connection: Connection
    ) throws {
        var places: [Place: Range<Int64>] = [:]
        for (hour, calls) in Dictionary(grouping: calls, by: \.hour).sorted(by: { $0.key < $1.key }) {
            let seconds = Dictionary(calls.map { ($0.key.fingerprint, $0.second) }) { one, _ in one }
            let day = Int32(PendingCall.roundedDown(Int64(hour), by: 24))
            for row in try connection.run(
                query: "find_marks", ["switch_id": .int(Int64(switchID)), "start_hour": .int(Int64(hour))])
            {
                let place = Place(day: day, chunkID: Int32(truncatingIfNeeded: try row.int("chunk_id")))
                for mark in try CallMark.read(row.bytes("marks")) {
                    if let second = seconds[mark.fingerprint] {
                        places[place, default: second..<second].include(second)
                    }
                }
            }
        }
        var days: [Int32: Range<Int64>] = [:]
        for call in calls { days[call.day, default: call.second..<call.second].include(call.second) }
        try partitions.summarize(Array(days.keys), connection)
        func date(_ day: Int32) -> String { "\(CivilDate(days: day))" }
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
        for call in found where !reversed.contains(call.address) { append(call) }
    }

    /// A part of a day partition.
    private struct Place: Hashable {
        var day: Int32
        var chunkID: Int32
    }

    /// All rows of the call of `row`, reversals included, in the order in which they were stored.
    static func history(of row: CallRow, _ connection: Connection) throws -> [CallRow] {
        let second = PendingCall.roundedDown(row.startMicros, by: 1_000_000)
        return try connection.run(
            query: "find_known_calls",
            [
                "stems": .texts(["\\x" + hex(row.key.stem.bytes)]), "from_s": .int(second), "to_s": .int(second + 1),
            ]
        ).map(CallRow.init)
            .filter { $0.key.leg == row.key.leg }
            .sorted { ($0.chunkID, $0.recordOrdinal, $0.ordinal) < ($1.chunkID, $1.recordOrdinal, $1.ordinal) }
    }
}

extension CallRow {
    /// The record for whose sake the row was made: a reversal's is that of its replacement.
    fileprivate var recordOrdinal: Int32 { ordinal < 0 ? -1 - ordinal : ordinal }
}

extension PendingCall {
    /// Of its start, since 1970 UTC: what its key says of it.
    fileprivate var second: Int64 { PendingCall.roundedDown(startMicros, by: 1_000_000) }
}

extension Range<Int64> {
    fileprivate mutating func include(_ value: Int64) {
        self = Swift.min(lowerBound, value)..<Swift.max(upperBound, value + 1)
    }
}

extension CallStem {
    /// As the first 14 bytes of the uuid.
    var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<6).map { UInt8(truncatingIfNeeded: low >> (40 - 8 * $0)) }
    }
}

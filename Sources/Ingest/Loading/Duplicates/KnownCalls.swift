internal import Postgres

/// Calls that were loaded before, found by the stems of their keys.
struct KnownCalls {
    /// The last revisions, each leg once, by stem.
    private(set) var byStem: [CallStem: [CallRow]] = [:]

    subscript(stem: CallStem) -> [CallRow] { byStem[stem] ?? [] }

    mutating func append(_ row: CallRow) { byStem[row.key.stem, default: []].append(row) }

    mutating func replace(_ index: Int, by row: CallRow, stem: CallStem) { byStem[stem]?[index] = row }

    /// Reads what is stored of the stems of `calls`, in one query.
    mutating func load(_ calls: [PendingCall], connection: Connection) throws {
        guard let first = calls.map(\.startMicros).min(), let last = calls.map(\.startMicros).max() else { return }
        // So that the index over the pages knows those that were written since the last time.
        let days = Set(calls.map(\.day)).sorted().map { "\(CivilDate(days: $0))" }
        _ = try connection.run(query: "summarize_calls", ["days": .texts(days)])
        var found: [CallRow] = []
        var reversed: Set<CallAddress> = []
        for call in try KnownCalls.revisions(Set(calls.map(\.key.stem)), startMicros: first...last, connection) {
            if call.kind == .reversal, let address = call.replaces {
                reversed.insert(address)
            } else {
                found.append(call)
            }
        }
        for call in found where !reversed.contains(call.address) { append(call) }
    }

    /// All rows of the call of `row`, reversals included, in the order in which they were stored.
    static func history(of row: CallRow, _ connection: Connection) throws -> [CallRow] {
        try revisions([row.key.stem], startMicros: row.startMicros...row.startMicros, connection)
            .filter { $0.key.leg == row.key.leg }
            .sorted { ($0.chunkID, $0.recordOrdinal, $0.ordinal) < ($1.chunkID, $1.recordOrdinal, $1.ordinal) }
    }

    /// All rows of stems whose calls start within `startMicros`.
    private static func revisions(
        _ stems: Set<CallStem>, startMicros: ClosedRange<Int64>, _ connection: Connection
    ) throws -> [CallRow] {
        try connection.run(
            query: "find_known_calls",
            [
                "stems": .texts(stems.map { "\\x" + hex($0.bytes) }),
                "from_s": .int(PendingCall.roundedDown(startMicros.lowerBound, by: 1_000_000)),
                "to_s": .int(PendingCall.roundedDown(startMicros.upperBound, by: 1_000_000) + 1),
            ]
        ).map(CallRow.init)
    }
}

extension CallRow {
    /// The record for whose sake the row was made: a reversal's is that of its replacement.
    fileprivate var recordOrdinal: Int32 { ordinal < 0 ? -1 - ordinal : ordinal }
}

extension CallStem {
    /// As the first 14 bytes of the uuid.
    var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<6).map { UInt8(truncatingIfNeeded: low >> (40 - 8 * $0)) }
    }
}

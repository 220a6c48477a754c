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
        let rows = try connection.run(
            query: "find_known_calls",
            [
                "stems": .texts(Set(calls.map(\.key.stem)).map { "\\x" + hex($0.bytes) }),
                "from_s": .int(PendingCall.roundedDown(first, by: 1_000_000)),
                "to_s": .int(PendingCall.roundedDown(last, by: 1_000_000) + 1),
            ])
        var found: [CallRow] = []
        var reversed: Set<CallAddress> = []
        for row in rows {
            let call = try CallRow(row)
            if call.kind == .reversal, let address = call.replaces {
                reversed.insert(address)
            } else {
                found.append(call)
            }
        }
        for call in found where !reversed.contains(call.address) { append(call) }
    }
}

extension CallStem {
    /// As the first 14 bytes of the uuid.
    var bytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
            + (0..<6).map { UInt8(truncatingIfNeeded: low >> (40 - 8 * $0)) }
    }
}

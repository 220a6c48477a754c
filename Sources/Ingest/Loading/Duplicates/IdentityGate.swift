internal import Postgres

/// What chunks learn of each other, one after another in the order of the file: the line at which each begins, and which
/// of its calls may have been there before.
final class IdentityGate: @unchecked Sendable {
    // Sendable: used only between `ChunkOrder.wait(for: .identify)` and `pass(.identify)`, which let in one at a time.

    private var index: FingerprintIndex
    /// Physical line, from 1, at which the next chunk begins.
    private var nextLine: Int
    private let switchID: Int16
    private let order: ChunkOrder

    /// What the gate has to say of one chunk.
    struct Answer {
        var firstLine: Int
        /// The fingerprints that were not seen before, 8 bytes each, big-endian, by hour.
        var added: [(hour: Int32, fingerprints: [UInt8])]
        /// Whether calls were marked as candidates.
        var hasCandidates: Bool
    }

    /// - Parameter bytesMax: memory for fingerprints.
    init(firstLine: Int, switchID: Int16, order: ChunkOrder, bytesMax: Int) {
        index = FingerprintIndex(bytesMax: bytesMax)
        nextLine = firstLine
        self.switchID = switchID
        self.order = order
    }

    /// Marks the calls whose fingerprint was seen before, in an earlier file, an earlier chunk or earlier in this one.
    func identify(
        _ content: inout ChunkContent, chunk: Int, hours: HourRuns, connection: Connection
    ) throws -> Answer {
        var answer = Answer(firstLine: nextLine, added: [], hasCandidates: false)
        nextLine += content.lineCount
        for run in hours.runs {
            try load(run.hour, chunk: chunk, connection)
            if answer.added.last?.hour != run.hour { answer.added.append((run.hour, [])) }
            var block = answer.added[answer.added.count - 1].fingerprints
            answer.added[answer.added.count - 1].fingerprints = []
            block.reserveCapacity(block.count + 8 * run.range.count)
            index.withHour(run.hour, chunk: chunk) { set in
                for position in run.range {
                    let fingerprint = content.calls[position].key.fingerprint
                    if set.insert(fingerprint) {
                        unsafe withUnsafeBytes(of: fingerprint.bigEndian) { unsafe block.append(contentsOf: $0) }
                    } else {
                        content.calls.markCandidate(position)
                        answer.hasCandidates = true
                    }
                }
            }
            answer.added[answer.added.count - 1].fingerprints = block
        }
        answer.added.removeAll { $0.fingerprints.isEmpty }
        return answer
    }

    private func load(_ hour: Int32, chunk: Int, _ connection: Connection) throws {
        guard !index.holds(hour) else { return }
        // What was forgotten may be on its way into the database: it is there once its chunk is committed. Of this chunk
        // itself hours may be forgotten too, but none that comes again in it.
        try order.wait(for: .commit, chunk: min(index.forgottenThroughChunk + 1, chunk))
        let rows = try connection.run(
            query: "find_fingerprints", ["switch_id": .int(Int64(switchID)), "start_hour": .int(Int64(hour))])
        try index.add(hour: hour, stored: rows.map { try $0.bytes("fingerprints") })
    }
}

internal import CallStore
internal import Database
internal import Postgres

extension CallRow {
    /// All rows of the call, reversals included, in the order in which they were stored.
    func history(_ connection: Connection) throws -> [CallRow] {
        let second = PendingCall.roundedDown(startMicros, by: 1_000_000)
        return try connection.run(
            query: "find_known_calls",
            [
                "stems": .texts(["\\x" + hex(key.stem.bytes)]), "from_s": .int(second), "to_s": .int(second + 1),
            ]
        ).map(CallRow.init)
            .filter { $0.key.leg == key.leg }
            .sorted { ($0.chunkID, $0.recordOrdinal, $0.ordinal) < ($1.chunkID, $1.recordOrdinal, $1.ordinal) }
    }

    /// The record for whose sake the row was made: a reversal's is that of its replacement.
    private var recordOrdinal: Int32 { ordinal < 0 ? -1 - ordinal : ordinal }
}

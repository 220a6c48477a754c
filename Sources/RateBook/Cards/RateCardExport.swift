internal import Database
public import Postgres
public import RateCards

/// Reads stored versions back.
public enum RateCardExport {
    /// Writes a version as the canonical rates file: header, then rates by prefix and start. `write` gets the bytes in
    /// pieces; they are valid only until it returns.
    public static func csv(
        _ version: RateCardVersion, on connection: Connection, write: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        // COPY takes no parameters, so that the id goes by a setting of the session.
        try connection.query(
            "SELECT set_config('didtron.version_id', $1::integer::text, false)", [.id(version.id)], name: "set_version"
        )
        let row = try connection.run(query: "version_has_variants", ["version_id": .id(version.id)]).only()
        let header = DeckWriter.header(
            hasAttemptFees: try row.bool("has_attempt_fees"), hasVariants: try row.bool("has_variants"))
        let columns = header.dropLast()
        try unsafe connection.copyOut(
            """
            COPY (SELECT \(columns) FROM canonical_rate
                WHERE version_id = current_setting('didtron.version_id')::integer 
                ORDER BY prefix, start_at, time_band COLLATE "C" NULLS FIRST, origin COLLATE "C" NULLS FIRST,
                    jurisdiction COLLATE "C" NULLS FIRST)
            TO STDOUT (FORMAT csv, HEADER true)
            """, write)
    }

    /// Hands on a version record by record: the columns of the canonical file first, then its rates by prefix and start.
    public static func records(
        _ version: RateCardVersion, on connection: Connection, take: ([String?]) throws -> Void
    ) throws {
        // Each message is one record, copied while it is valid.
        try unsafe csv(version, on: connection) { record in
            try take(CanonicalRecord.fields(unsafe Array(record)))
        }
    }

    /// What one version changes against another, or against nothing.
    public static func difference(
        from old: RateCardVersion?, to new: RateCardVersion, on connection: Connection
    ) throws -> RateDifference {
        let after = try StoredRates.sheet(new, on: connection)
        let before =
            try old.map { try StoredRates.sheet($0, on: connection) } ?? RateSheet(rates: [], names: after.names)
        return RateDifference(from: before, to: after, startMicros: new.effectiveFromMicros)
    }
}

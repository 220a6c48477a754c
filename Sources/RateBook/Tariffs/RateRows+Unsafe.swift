internal import Catalog
internal import Postgres
internal import Rating
internal import Vocabulary

/// Reads the rates of a card version by binary COPY: 50,000 of them in some 40 ms.
enum RateRows {
    /// The rates of a version, in no order, taken as they come; `id` is the rate's and `destination` the master destination's.
    ///
    /// - Parameters:
    ///   - count: how many there are.
    ///   - names: numbers of time bands and origins; those that are new are added.
    /// - Throws: `PostgresError`; `LoadError` for a row that is no rate.
    static func read(
        versionID: CardVersionID, count: Int, names: inout VariantNumbers, on connection: Connection
    ) throws -> CompactDeck {
        var deck = CompactDeck(capacity: count)
        var terms = CompactTerms()
        // COPY takes no parameters, so that the id goes by a setting of the session.
        try connection.query(
            "SELECT set_config('didtron.version_id', $1::integer::text, false)", [.id(versionID)], name: "set_version")
        // Settings that nearly all rates leave alone travel as one text, null where all have their usual values.
        try unsafe connection.copyOutBinary(
            """
            COPY (SELECT id, destination_id, initial_s, increment_s, minimum_s, effective_from, effective_to,
                    nanos_per_minute, setup_fee_nanos, blocked, prefix,
                    \(CompactTerms.expression), \(CompactVariant.expression)
                FROM rate WHERE version_id = current_setting('didtron.version_id')::integer)
            TO STDOUT (FORMAT binary)
            """, columns: columnCount
        ) { fields in
            guard let rate = unsafe rate(&fields, &terms, &names) else {
                throw LoadError(inconsistent: "A rate of card version \(versionID) cannot be read")
            }
            deck.append(rate)
        }
        return deck
    }

    private static let columnCount: Int16 = 13

    /// The columns in the order of the SELECT list.
    private static func rate(
        _ fields: inout BinaryRow, _ terms: inout CompactTerms, _ names: inout VariantNumbers
    ) -> Rate? {
        guard let id = unsafe fields.int32(), let destination = unsafe fields.int32(),
            let initial = unsafe fields.int32(), let increment = unsafe fields.int32(),
            let minimum = unsafe fields.int32(), let from = unsafe fields.instantMicros(),
            let to = unsafe fields.instantMicros(), let nanos = unsafe fields.int64(),
            let setup = unsafe fields.int64(), let blocked = unsafe fields.bool(), let digits = unsafe fields.bytes(),
            let prefix = unsafe digits.withMemoryRebound(to: UInt8.self, { unsafe Prefix($0.span) })
        else { return nil }
        var rate = Rate(prefix: prefix, id: id, destination: destination)
        rate.initialSeconds = initial
        rate.incrementSeconds = increment
        rate.minimumSeconds = minimum
        rate.effectiveFromMicros = from
        rate.effectiveToMicros = to
        rate.nanosPerMinute = nanos
        rate.setupFeeNanos = setup
        rate.blocked = blocked
        if let text = unsafe fields.bytes() {
            guard let special = unsafe terms.terms(of: String(decoding: text, as: UTF8.self)) else { return nil }
            rate.terms = special
        }
        if let text = unsafe fields.bytes() {
            guard let variant = unsafe CompactVariant(String(decoding: text, as: UTF8.self)) else { return nil }
            rate.variant = RateVariant(
                timeBand: variant.timeBand.isEmpty ? 0 : names.timeBand(variant.timeBand),
                origin: variant.origin.isEmpty ? 0 : names.origin(variant.origin), jurisdiction: variant.jurisdiction)
        }
        return rate
    }
}

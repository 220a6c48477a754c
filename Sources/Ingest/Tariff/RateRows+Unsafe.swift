internal import Money
internal import Postgres
internal import Rating

/// Reads the rates of a card version by binary COPY: 50,000 of them in some 40 ms.
enum RateRows {
    /// The rates of a version, in no order; `id` is the rate's and `destination` the master destination's.
    ///
    /// - Throws: `PostgresError`; `LoadError` for a row that is no rate.
    static func read(versionID: Int64, on connection: Connection) throws -> [Rate] {
        var rates: [Rate] = []
        var terms = TermsCache()
        var isFirst = true
        // COPY takes no parameters, so that the id goes by a setting of the session.
        try connection.query(
            "SELECT set_config('didtron.version_id', $1::integer::text, false)", [.int(versionID)], name: "set_version")
        // Settings that nearly all rates leave alone travel as one text, null where all have their usual values.
        try unsafe connection.copyOut(
            """
            COPY (SELECT id, destination_id, initial_s, increment_s, minimum_s, effective_from, effective_to,
                    nanos_per_minute, setup_fee_nanos, blocked, prefix,
                    CASE WHEN grace_s = 0 AND grace_mode = 'none' AND duration_rounding = 'up' AND rounding_decimals = 6
                        AND rounding_mode = 'half_up' AND max_cost_nanos IS NULL AND min_cost_nanos IS NULL THEN NULL
                    ELSE concat_ws(' ', grace_s, grace_mode, duration_rounding, rounding_decimals, rounding_mode,
                        coalesce(max_cost_nanos, -1), coalesce(min_cost_nanos, -1)) END
                FROM rate WHERE version_id = current_setting('didtron.version_id')::integer)
            TO STDOUT (FORMAT binary)
            """
        ) { message in
            var fields = unsafe BinaryFields(message)
            if isFirst {
                unsafe fields.skipFileHeader()
                isFirst = false
            }
            guard let count = unsafe fields.columnCount(), count >= 0 else { return }
            guard count == columnCount, let rate = unsafe rate(&fields, &terms) else {
                throw LoadError(.inconsistent, "A rate of card version \(versionID) cannot be read")
            }
            rates.append(rate)
        }
        return rates
    }

    private static let columnCount: Int16 = 12

    /// The columns in the order of the SELECT list.
    private static func rate(_ fields: inout BinaryFields, _ terms: inout TermsCache) -> Rate? {
        guard let id = unsafe fields.int32(), let destination = unsafe fields.int32(),
            let initial = unsafe fields.int32(), let increment = unsafe fields.int32(),
            let minimum = unsafe fields.int32(), let from = unsafe fields.instantMicros(),
            let to = unsafe fields.instantMicros(), let nanos = unsafe fields.int64(),
            let setup = unsafe fields.int64(), let blocked = unsafe fields.bool(), let digits = unsafe fields.bytes(),
            let prefix = unsafe Prefix(digits)
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
        return rate
    }
}

/// The settings of rates by the text in which they travel; a version has few of them.
private struct TermsCache {
    private var known: [String: RatingTerms] = [:]

    mutating func terms(of text: String) -> RatingTerms? {
        if let terms = known[text] { return terms }
        let parts = text.split(separator: " ")
        guard parts.count == 7, let grace = Int32(parts[0]), let graceMode = RatingTerms.GraceMode(name: parts[1]),
            let durationRounding = RatingTerms.DurationRounding(name: parts[2]), let decimals = UInt8(parts[3]),
            let roundingMode = RoundingMode(name: parts[4]), let maximum = Int64(parts[5]),
            let minimum = Int64(parts[6])
        else { return nil }
        var terms = RatingTerms()
        terms.graceSeconds = grace
        terms.graceMode = graceMode
        terms.durationRounding = durationRounding
        terms.roundingDecimals = decimals
        terms.roundingMode = roundingMode
        terms.maximumCostNanos = maximum < 0 ? nil : maximum
        terms.minimumCostNanos = minimum < 0 ? nil : minimum
        known[text] = terms
        return terms
    }
}

/// The fields of one row of PostgreSQL's binary COPY, read in order: each a length (-1 = null) and big-endian bytes.
///
/// Every read stays within the message: it is nil where the message ends too early or the field has another length.
@unsafe
private struct BinaryFields {
    private let message: UnsafeRawBufferPointer
    private var offset = 0

    /// Micros of 2000-01-01, PostgreSQL's epoch.
    private static let epochMicros: Int64 = 946_684_800_000_000

    init(_ message: UnsafeRawBufferPointer) { unsafe self.message = unsafe message }

    /// Signature of 11 bytes, flags, length of an extension (none is defined). It comes with the first row.
    mutating func skipFileHeader() { unsafe offset = 19 }

    /// Columns of the row; -1 at the end of the data.
    mutating func columnCount() -> Int16? { unsafe take(Int16.self) }

    mutating func int32() -> Int32? { unsafe field(Int32.self) }

    mutating func int64() -> Int64? { unsafe field(Int64.self) }

    mutating func bool() -> Bool? { unsafe field(UInt8.self).map { $0 != 0 } }

    /// UTC microseconds since 1970; the infinities are the ends of Int64.
    mutating func instantMicros() -> Int64? {
        guard let micros = unsafe int64() else { return nil }
        return unsafe micros == .max || micros == .min ? micros : micros + BinaryFields.epochMicros
    }

    /// Nil where the field is null.
    mutating func bytes() -> UnsafeRawBufferPointer? {
        guard let length = unsafe take(Int32.self), length >= 0, unsafe offset + Int(length) <= message.count else {
            return nil
        }
        defer { unsafe offset += Int(length) }
        return unsafe UnsafeRawBufferPointer(rebasing: message[offset..<(offset + Int(length))])
    }

    private mutating func field<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        guard let length = unsafe take(Int32.self), Int(length) == MemoryLayout<Number>.size else { return nil }
        return unsafe take(type)
    }

    private mutating func take<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        guard unsafe offset + MemoryLayout<Number>.size <= message.count else { return nil }
        defer { unsafe offset += MemoryLayout<Number>.size }
        return unsafe Number(bigEndian: message.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}

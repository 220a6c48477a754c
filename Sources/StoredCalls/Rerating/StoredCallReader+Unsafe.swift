internal import CallStore
internal import Catalog
internal import Postgres
internal import Vocabulary

/// Reads the last revisions of calls in bulk, by binary COPY: about a microsecond a row, most of it the server's.
struct StoredCallReader {
    /// Chunks that are read as one, in the order of their ids.
    struct Unit: Sendable {
        var number: Int
        var chunkIDs: ClosedRange<ChunkID>
        /// Starts of the calls, half open.
        var startMicros: Range<Int64>
        /// Of the closed files of the chunks; chunks of open files, and such between these ids that are not meant, are absent.
        var closeNumbers: [ChunkID: Int32?]
    }

    let connection: Connection
    let replaced: ReplacedCalls
    let scope: RerateScope

    // Values come by settings of the session, because COPY takes no parameters.
    private static let columns = """
        start_at, duration_ns, calling, called, sell_micros, buy_micros, key, chunk_id, ordinal, customer_id, supplier_id, \
        sell_rate_id, buy_rate_id, sell_destination_id, buy_destination_id, sell_billed_s, buy_billed_s, sell_billing_on, \
        buy_billing_on, entity_id, sell_product_id, buy_product_id, sip_code, sell_state, buy_state, kind, calling_text, \
        called_text, sell_claim_from, buy_claim_from, routing_number
        """
    private static let columnCount: Int16 = 31
    private static let within = """
        FROM call WHERE kind <> 'r'
            AND chunk_id BETWEEN current_setting('didtron.first_chunk')::integer
                AND current_setting('didtron.last_chunk')::integer
            AND start_at >= current_setting('didtron.from')::timestamptz
            AND start_at < current_setting('didtron.to')::timestamptz
        """
    private static let unpriced = " AND (sell_state = 'u' OR buy_state = 'u')"
    /// A side that waits for a price is whose its account is now.
    private static let ofPartner = """
         AND (current_setting('didtron.partner')::integer IN (customer_id, supplier_id) OR sell_state = 'u'
            OR buy_state = 'u')
        """

    func read(_ unit: Unit, _ body: (CallRow) throws -> Void) throws {
        _ = try connection.query(
            """
            SELECT set_config('didtron.first_chunk', $1::integer::text, false),
                set_config('didtron.last_chunk', $2::integer::text, false),
                set_config('didtron.from', (TIMESTAMPTZ 'epoch' + $3::bigint * INTERVAL '1 microsecond')::text, false),
                set_config('didtron.to', (TIMESTAMPTZ 'epoch' + $4::bigint * INTERVAL '1 microsecond')::text, false),
                set_config('didtron.partner', $5::integer::text, false),
                -- As many connections read as there are cores.
                set_config('max_parallel_workers_per_gather', '0', false)
            """,
            [
                .id(unit.chunkIDs.lowerBound), .id(unit.chunkIDs.upperBound),
                .int(unit.startMicros.lowerBound), .int(unit.startMicros.upperBound),
                .id(scope.partnerID ?? 0),
            ], name: "set_unit")
        var sql = "COPY (SELECT \(StoredCallReader.columns) \(StoredCallReader.within)"
        if scope.isSuspendedOnly { sql += StoredCallReader.unpriced }
        if scope.partnerID != nil { sql += StoredCallReader.ofPartner }
        try unsafe connection.copyOutBinary(
            sql + ") TO STDOUT (FORMAT binary)", columns: StoredCallReader.columnCount
        ) { fields in
            guard let row = unsafe StoredCallReader.row(&fields) else {
                throw LoadError(inconsistent: "A call of chunks \(unit.chunkIDs) cannot be read")
            }
            guard unit.closeNumbers[row.chunkID] != nil, !replaced.contains(row.chunkID, row.ordinal) else { return }
            try body(row)
        }
    }

    /// The columns in the order of the SELECT list.
    private static func row(_ fields: inout BinaryRow) -> CallRow? {
        guard let start = unsafe fields.instantMicros(), let duration = unsafe fields.int64() else { return nil }
        let calling = unsafe fields.int64()
        let called = unsafe fields.int64()
        guard let sellMicros = unsafe fields.int64(), let buyMicros = unsafe fields.int64(),
            let key = unsafe fields.uuid(), let chunk = unsafe fields.int32(), let ordinal = unsafe fields.int32()
        else { return nil }
        var sell = CallSide()
        var buy = CallSide()
        sell.micros = sellMicros
        buy.micros = buyMicros
        unsafe sell.partnerID = fields.int32()
        unsafe buy.partnerID = fields.int32()
        unsafe sell.rateID = fields.int32()
        unsafe buy.rateID = fields.int32()
        unsafe sell.destinationID = fields.int32()
        unsafe buy.destinationID = fields.int32()
        guard let sellBilled = unsafe fields.int32(), let buyBilled = unsafe fields.int32() else { return nil }
        sell.billedSeconds = sellBilled
        buy.billedSeconds = buyBilled
        unsafe sell.billingDay = fields.day()
        unsafe buy.billingDay = fields.day()
        guard let entity = unsafe fields.int16() else { return nil }
        unsafe sell.productID = fields.int16()
        unsafe buy.productID = fields.int16()
        let sipCode = unsafe fields.int16()
        guard let sellState = unsafe fields.char().flatMap(CallSide.State.init(rawValue:)),
            let buyState = unsafe fields.char().flatMap(CallSide.State.init(rawValue:)),
            let kind = unsafe fields.char().flatMap(CallRow.Kind.init(rawValue:))
        else { return nil }
        sell.state = sellState
        buy.state = buyState
        let callingText = unsafe fields.bytes().map { unsafe [UInt8]($0) }
        let calledText = unsafe fields.bytes().map { unsafe [UInt8]($0) }
        unsafe sell.claimFrom = fields.int32()
        unsafe buy.claimFrom = fields.int32()
        let routing = unsafe fields.int64()
        return CallRow(
            startMicros: start, durationNanos: duration,
            calling: calling.map(CallNumber.number) ?? callingText.map(CallNumber.text) ?? .none,
            called: called.map(CallNumber.number) ?? calledText.map(CallNumber.text) ?? .none,
            routing: routing,
            key: CallKey(high: key.high, low: key.low),
            chunkID: ChunkID(chunk), ordinal: ordinal, entityID: entity, sipCode: sipCode ?? 0, sell: sell, buy: buy,
            kind: kind,
            replaces: nil)
    }
}

/// Revisions of calls that a later one has taken back: the bits of a chunk's ordinals.
struct ReplacedCalls: Sendable {
    private var words: [ChunkID: [UInt64]] = [:]

    func contains(_ chunkID: ChunkID, _ ordinal: Int32) -> Bool {
        guard let words = words[chunkID], ordinal >= 0, Int(ordinal) >> 6 < words.count else { return false }
        return words[Int(ordinal) >> 6] & 1 << UInt64(ordinal & 63) != 0
    }

    private mutating func insert(_ chunkID: ChunkID, _ ordinal: Int32) {
        guard ordinal >= 0 else { return }
        let index = Int(ordinal) >> 6
        if index >= words[chunkID, default: []].count {
            words[chunkID, default: []] += [UInt64](
                repeating: 0, count: index + 1 - words[chunkID, default: []].count)
        }
        words[chunkID]?[index] |= 1 << UInt64(ordinal & 63)
    }

    /// Reads what the reversals in `chunks` take back.
    ///
    /// - Parameter startMicros: of the calls, half open.
    static func read(chunks: [ChunkID], startMicros: Range<Int64>, _ connection: Connection) throws -> ReplacedCalls {
        var replaced = ReplacedCalls()
        guard !chunks.isEmpty else { return replaced }
        _ = try connection.query(
            """
            SELECT set_config('didtron.chunks', $1::integer[]::text, false),
                set_config('didtron.from', (TIMESTAMPTZ 'epoch' + $2::bigint * INTERVAL '1 microsecond')::text, false),
                set_config('didtron.to', (TIMESTAMPTZ 'epoch' + $3::bigint * INTERVAL '1 microsecond')::text, false)
            """, [.ids(chunks), .int(startMicros.lowerBound), .int(startMicros.upperBound)],
            name: "set_chunks")
        try unsafe connection.copyOutBinary(
            """
            COPY (SELECT replaces_chunk_id, replaces_ordinal
                FROM unnest(current_setting('didtron.chunks')::integer[]) AS chosen (chunk_id) JOIN call USING (chunk_id)
                WHERE kind = 'r' AND start_at >= current_setting('didtron.from')::timestamptz
                    AND start_at < current_setting('didtron.to')::timestamptz)
            TO STDOUT (FORMAT binary)
            """, columns: 2
        ) { fields in
            guard let chunk = unsafe fields.int32(), let ordinal = unsafe fields.int32() else {
                throw LoadError(inconsistent: "A reversal names no revision that it takes back")
            }
            replaced.insert(ChunkID(chunk), ordinal)
        }
        return replaced
    }
}

/// Ids of rates, as bits.
struct RateIDs: Sendable {
    private var words: [UInt64] = []

    func contains(_ id: Int32?) -> Bool {
        guard let id, id >= 0, Int(id) >> 6 < words.count else { return false }
        return words[Int(id) >> 6] & 1 << UInt64(id & 63) != 0
    }

    /// The rates of all versions of a card.
    static func ofCard(_ cardID: CardID, _ connection: Connection) throws -> RateIDs {
        var ids = RateIDs()
        _ = try connection.query(
            "SELECT set_config('didtron.card', $1::integer::text, false)", [.id(cardID)], name: "set_card")
        try unsafe connection.copyOutBinary(
            """
            COPY (SELECT rate.id FROM rate JOIN card_version ON card_version.id = version_id
                WHERE card_id = current_setting('didtron.card')::integer)
            TO STDOUT (FORMAT binary)
            """, columns: 1
        ) { fields in
            guard let id = unsafe fields.int32() else { return }
            let index = Int(id) >> 6
            if index >= ids.words.count {
                ids.words += [UInt64](repeating: 0, count: max(index + 1, 2 * ids.words.count) - ids.words.count)
            }
            ids.words[index] |= 1 << UInt64(id & 63)
        }
        return ids
    }
}

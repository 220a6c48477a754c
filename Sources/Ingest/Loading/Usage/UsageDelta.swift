internal import Postgres
internal import Rating

/// One row of `usage_delta`.
struct UsageDelta: Equatable {
    var side: Side
    var partnerID: Int32
    var productID: Int16
    var currency: String
    /// Days since 1970-01-01.
    var billingDay: Int32
    var destinationID: Int32?
    var rateID: Int32?
    var attempts: Int32
    var answered: Int32
    var billedSeconds: Int64
    var micros: Int64
    var durationNanos: Int128
    /// Where it corrects a call that is on an invoice: first close number of the claim that took it.
    var claimFrom: Int32?

    /// What a side of a row is counted as, or as taken back (`sign` -1); nil where it is not counted.
    init?(_ row: CallRow, _ side: Side, sign: Int32, currency: String?) {
        let stored = row.side(side)
        guard stored.state == .priced, let partner = stored.partnerID, let product = stored.productID,
            let day = stored.billingDay, let currency
        else { return nil }
        self.init(
            side: side, partnerID: partner, productID: product, currency: currency, billingDay: day,
            destinationID: stored.destinationID, rateID: stored.rateID, attempts: sign,
            answered: row.durationNanos == 0 ? 0 : sign, billedSeconds: Int64(sign) * Int64(stored.billedSeconds),
            micros: Int64(sign) * stored.micros, durationNanos: Int128(sign) * Int128(row.durationNanos),
            claimFrom: nil)
    }

    init(
        side: Side, partnerID: Int32, productID: Int16, currency: String, billingDay: Int32, destinationID: Int32?,
        rateID: Int32?, attempts: Int32, answered: Int32, billedSeconds: Int64, micros: Int64, durationNanos: Int128,
        claimFrom: Int32?
    ) {
        self.side = side
        self.partnerID = partnerID
        self.productID = productID
        self.currency = currency
        self.billingDay = billingDay
        self.destinationID = destinationID
        self.rateID = rateID
        self.attempts = attempts
        self.answered = answered
        self.billedSeconds = billedSeconds
        self.micros = micros
        self.durationNanos = durationNanos
        self.claimFrom = claimFrom
    }
}

/// Writes usage deltas of one chunk.
struct UsageDeltaEncoder {
    var chunkID: Int32
    var fileID: Int32
    var entityID: Int16

    static let copyStatement = """
        COPY usage_delta (duration_ns, billed_s, micros, chunk_id, file_id, partner_id, billing_on, destination_id, rate_id,
            attempts, answered, entity_id, product_id, side, currency, claim_from) FROM STDIN (FORMAT binary)
        """
    private static let columns: Int16 = 16
    private static let bytesMax = CopyCursor.numericBytesMax + 16 * 12

    func write(_ delta: UsageDelta, _ buffer: inout CopyBuffer, to writer: CopyWriter) throws {
        try write(
            UsageAccumulator.Entry(
                side: delta.side, party: 0, rateID: delta.rateID ?? -1, destinationID: delta.destinationID ?? -1,
                billingDay: delta.billingDay, attempts: delta.attempts, answered: delta.answered,
                billedSeconds: delta.billedSeconds, micros: delta.micros, durationNanos: delta.durationNanos),
            PartyRows.Row(partnerID: delta.partnerID, productID: delta.productID, currency: 0, zone: 0, rank: 0),
            currency: Array(delta.currency.utf8), claimFrom: delta.claimFrom, &buffer, to: writer)
    }

    /// - Parameter currency: an ISO 4217 code.
    func write(
        _ entry: UsageAccumulator.Entry, _ party: PartyRows.Row, currency: [UInt8], claimFrom: Int32? = nil,
        _ buffer: inout CopyBuffer, to writer: CopyWriter
    ) throws {
        let bytesMax = UsageDeltaEncoder.bytesMax + currency.count
        try buffer.row(columns: UsageDeltaEncoder.columns, bytesMax: bytesMax, to: writer) { row in
            row.numeric(entry.durationNanos)
            row.int8(entry.billedSeconds)
            row.int8(entry.micros)
            row.int4(chunkID)
            row.int4(fileID)
            row.int4(party.partnerID)
            row.date(entry.billingDay)
            row.int4(entry.destinationID, nullIf: entry.destinationID < 0)
            row.int4(entry.rateID, nullIf: entry.rateID < 0)
            row.int4(entry.attempts)
            row.int4(entry.answered)
            row.int2(entityID)
            row.int2(party.productID)
            row.char(entry.side == .sell ? UInt8(ascii: "s") : UInt8(ascii: "b"))
            row.bytes(currency)
            row.int4(claimFrom ?? 0, nullIf: claimFrom == nil)
        }
    }
}

extension LoadPlan {
    /// The usage that goes with the reversal of a row.
    func takingBack(_ row: CallRow) -> [UsageDelta] { Side.allCases.compactMap { delta(of: row, $0, sign: -1) } }

    func delta(of row: CallRow, _ side: Side, sign: Int32) -> UsageDelta? {
        UsageDelta(row, side, sign: sign, currency: row.side(side).partnerID.flatMap { partnerCurrencies[$0] })
    }
}

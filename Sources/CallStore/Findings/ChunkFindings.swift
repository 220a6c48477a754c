internal import Postgres
internal import Rating
package import Vocabulary

/// What is worth a look among the calls of a chunk: those sold below what they cost, and the longest.
///
/// Collected while the rows are encoded, from what lies in the cache then: two comparisons a call, and the rest only for
/// the few that they find.
package struct ChunkFindings {
    struct LossKey: Hashable {
        /// -1 = none.
        var destinationID: Int32
        /// Index into the currencies.
        var currency: Int32
    }

    struct Loss {
        var calls: Int32 = 0
        /// Micros (10^-6) of the currency.
        var micros: Int64 = 0

        mutating func add(_ missing: Int64) {
            calls += 1
            let (sum, overflows) = micros.addingReportingOverflow(missing)
            micros = overflows ? .max : sum
        }
    }

    struct RouteKey: Hashable {
        /// Index into the parties of the buy side.
        var party: Int32
        /// -1 = none.
        var destinationID: Int32
    }

    struct PostDialDelay {
        /// Calls whose delay is known, and those whose is not.
        var calls: Int32 = 0
        var unknown: Int32 = 0
        var millis: Int64 = 0

        /// - Parameter delay: -1 = unknown.
        mutating func add(_ delay: Int32) {
            if delay < 0 {
                unknown += 1
            } else {
                calls += 1
                millis += Int64(delay)
            }
        }
    }

    private(set) var losses: [LossKey: Loss] = [:]
    /// Of files that state it.
    private(set) var postDialDelays: [RouteKey: PostDialDelay] = [:]
    /// Descending by duration, at most `longestMax`.
    private(set) var longest: [PendingCall] = []
    /// Calls whose charge and cost are in different currencies, between which no exchange rate is in effect.
    package private(set) var notCompared: Int32 = 0
    /// A call must be longer to be kept.
    private var longestNanos: Int64 = 0

    private var currencies: CurrencyComparison

    static let longestMax = 20

    package init(_ plan: LoadPlan) { currencies = CurrencyComparison(plan.catalog.tariff.exchangeRates) }

    package mutating func removeAll() {
        losses.removeAll(keepingCapacity: true)
        postDialDelays.removeAll(keepingCapacity: true)
        longest.removeAll(keepingCapacity: true)
        notCompared = 0
        longestNanos = 0
    }

    /// - Parameter plan: of the chunk's file.
    @inline(__always)
    package mutating func count(_ call: PendingCall, _ plan: LoadPlan) {
        if call.durationNanos > longestNanos { note(long: call) }
        if plan.hasSeveralCurrencies || call.sell.micros < call.buy.micros { compare(call, plan) }
    }

    /// Counts the post-dial delay of a call along a route; -1 = unknown. Attempts count as the route's usage counts them.
    package mutating func count(postDialMillis millis: Int32, _ call: PendingCall, _ plan: LoadPlan) {
        guard call.buy.state == .priced, call.buy.party >= 0 else { return }
        let key = RouteKey(party: call.buy.party, destinationID: call.buy.destinationID)
        postDialDelays[key, default: PostDialDelay()].add(millis)
    }

    /// What a call that is both charged and paid for brings less than it costs, in the customer's currency, rounded up.
    @inline(never)
    private mutating func compare(_ call: PendingCall, _ plan: LoadPlan) {
        guard call.sell.state == .priced, call.buy.state == .priced, call.durationNanos != 0,
            let customer = plan.sellParties[call.sell.party], let supplier = plan.buyParties[call.buy.party]
        else { return }
        let factor = currencies.factor(
            from: supplier.currency, to: customer.currency, onDay: call.sell.billingDay)
        guard let factor else {
            notCompared += 1
            return
        }
        let denominator = Int128(factor.denominator)
        let charge = Int128(call.sell.micros) * denominator
        let cost = Int128(call.buy.micros) * Int128(factor.numerator)
        guard charge < cost else { return }
        let missing = Int64(clamping: (cost - charge + denominator - 1) / denominator)
        let key = LossKey(destinationID: call.sell.destinationID, currency: customer.currency)
        losses[key, default: Loss()].add(missing)
    }

    @inline(never)
    private mutating func note(long call: PendingCall) {
        let place = longest.firstIndex { $0.durationNanos < call.durationNanos } ?? longest.count
        longest.insert(call, at: place)
        if longest.count > ChunkFindings.longestMax { longest.removeLast() }
        if longest.count == ChunkFindings.longestMax { longestNanos = longest[longest.count - 1].durationNanos }
    }
}

extension ChunkSender {
    /// Rows of `call_loss`, `route_post_dial_delay` and `call_longest`.
    package mutating func send(_ findings: ChunkFindings, chunkID: ChunkID) throws {
        let plan = plan
        if !findings.losses.isEmpty {
            let currencies = plan.catalog.currencies.map { Array($0.utf8) }
            try copy("COPY call_loss (chunk_id, destination_id, currency, calls, micros) FROM STDIN (FORMAT binary)") {
                buffer, writer in
                for (key, loss) in findings.losses {
                    try buffer.row(columns: 5, bytesMax: 80, to: writer) { row in
                        row.int4(chunkID.rawValue)
                        row.int4(key.destinationID, nullIf: key.destinationID < 0)
                        row.bytes(currencies[Int(key.currency)])
                        row.int4(loss.calls)
                        row.int8(loss.micros)
                    }
                }
            }
        }
        try send(findings.postDialDelays, chunkID: chunkID)
        guard !findings.longest.isEmpty else { return }
        try copy(
            """
            COPY call_longest (chunk_id, ordinal, start_at, duration_ns, called, customer_id, supplier_id)
            FROM STDIN (FORMAT binary)
            """
        ) { buffer, writer in
            for call in findings.longest {
                let customer = plan.sellParties[call.sell.party]?.partnerID
                let supplier = plan.buyParties[call.buy.party]?.partnerID
                try buffer.row(columns: 7, bytesMax: 100, to: writer) { row in
                    row.int4(chunkID.rawValue)
                    row.int4(call.ordinal)
                    row.timestamp(call.startMicros)
                    row.int8(call.durationNanos)
                    row.int8(call.called, nullIf: call.called < 0)
                    row.int4(customer ?? 0, nullIf: customer == nil)
                    row.int4(supplier ?? 0, nullIf: supplier == nil)
                }
            }
        }
    }

    private mutating func send(
        _ delays: [ChunkFindings.RouteKey: ChunkFindings.PostDialDelay], chunkID: ChunkID
    ) throws {
        guard !delays.isEmpty else { return }
        let parties = plan.buyParties
        try copy(
            """
            COPY route_post_dial_delay (chunk_id, partner_id, destination_id, product_id, calls, unknown, delay_ms)
            FROM STDIN (FORMAT binary)
            """
        ) { buffer, writer in
            for (key, delay) in delays {
                guard let party = parties[key.party] else { continue }
                try buffer.row(columns: 7, bytesMax: 80, to: writer) { row in
                    row.int4(chunkID.rawValue)
                    row.int4(party.partnerID)
                    row.int4(key.destinationID, nullIf: key.destinationID < 0)
                    row.int2(party.productID)
                    row.int4(delay.calls)
                    row.int4(delay.unknown)
                    row.int8(delay.millis)
                }
            }
        }
    }
}

package import CallRecords
package import Rating
package import Vocabulary

/// A chunk parsed and rated: everything that can be said of it without looking at other chunks.
package struct ChunkContent: ~Copyable {
    package var calls = PendingCalls()
    package var suspense: [SuspenseRow] = []
    /// Post-dial delay of each call, in milliseconds, -1 = unknown; none at all where the file does not state it.
    package var postDialMillis: [Int32] = []
    package var rejects: [Reject] = []
    package var lineCount = 0
    package var recordCount = 0

    package init() {}

    /// Parses and rates `chunk`, in batches that stay in the cache.
    package mutating func fill(from chunk: Chunk, reading: RecordReading, plan: LoadPlan) {
        calls.removeAll()
        suspense.removeAll(keepingCapacity: true)
        postDialMillis.removeAll(keepingCapacity: true)
        let hasPostDialDelay = reading.layout.hasPostDialDelay
        var parser = CallParser(layout: reading.layout, chunk: chunk)
        let pipeline = RatingPipeline(plan.catalog.tariff)
        let text = unsafe UnsafeRawPointer(chunk.buffer.base)
        var count: Int
        repeat {
            count = unsafe parser.next(into: pipeline.input)
            guard let batch = unsafe pipeline.push(count, text: text, buySideApplies: reading.layout.hasSupplier) else {
                continue
            }
            let (records, rated) = unsafe (batch.records, batch.calls)
            calls.reserve(records.count)
            if hasPostDialDelay {
                for index in 0..<records.count { unsafe postDialMillis.append(records[index].postDialMillis) }
            }
            for index in 0..<records.count {
                // In bounds: there is a rated call for each record.
                unsafe append(records[index], rated[index], chunk.buffer, text: text, reading.hasher, plan)
            }
        } while count > 0
        rejects = parser.rejects
        lineCount = parser.lineCount
        recordCount = parser.recordCount
    }

    @inline(__always)
    private mutating func append(
        _ record: CallRecord, _ rated: RatedCall, _ buffer: ChunkBuffer, text: UnsafeRawPointer,
        _ hasher: CallKeyHasher, _ plan: LoadPlan
    ) {
        var rated = rated
        plan.limits.hold(&rated, durationNanos: record.durationNanos)
        var call = PendingCall(
            startMicros: record.startMicros, durationNanos: record.durationNanos, calling: record.callingNumber,
            called: record.calledNumber, key: unsafe ChunkContent.key(of: record, text: text, hasher, plan),
            sell: ChunkContent.side(rated.sell, record, plan.sellParties, plan),
            buy: ChunkContent.side(rated.buy, record, plan.buyParties, plan),
            ordinal: Int32(truncatingIfNeeded: record.ordinal), texts: -1,
            sipCode: Int16(truncatingIfNeeded: min(record.sipCode, 32_767)), sighting: .new)
        let hasTexts = record.calledNumber < 0 || (record.callingNumber < 0 && !record.calling.isEmpty)
        if hasTexts || record.routingNumber >= 0 {
            call.texts = calls.keep(
                NumberTexts(
                    calling: record.callingNumber < 0 ? buffer.bytes(record.calling) : [],
                    called: record.calledNumber < 0 ? buffer.bytes(record.called) : nil,
                    routing: record.routingNumber))
        }
        let content = unsafe hasher.content(
            of: call, customer: ChunkContent.bytes(record.customer, text),
            supplier: ChunkContent.bytes(record.supplier, text),
            texts: call.texts < 0 ? nil : calls.texts[Int(call.texts)])
        calls.append(call, content: content, rank: plan.sellParties[rated.sell.party]?.rank ?? 0)
        if rated.sell.state == .unpriced {
            suspense.append(SuspenseRow(call, .sell, reason: rated.sell.reason.name, record, buffer))
        }
        if rated.buy.state == .unpriced {
            suspense.append(SuspenseRow(call, .buy, reason: rated.buy.reason.name, record, buffer))
        }
    }

    /// Fields lie in the text or the scratch space, and 64 bytes behind them are padding.
    @inline(__always)
    private static func bytes(_ field: TextRange, _ text: UnsafeRawPointer) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: text + Int(field.offset), count: Int(field.count))
    }

    @inline(__always)
    private static func key(
        of record: CallRecord, text: UnsafeRawPointer, _ hasher: CallKeyHasher, _ plan: LoadPlan
    ) -> CallKey {
        let isByID = !record.callID.isEmpty
        let identity = unsafe bytes(isByID ? record.callID : record.record, text)
        let leg = record.leg.isEmpty ? CallLeg.notStated : unsafe hasher.leg(bytes(record.leg, text))
        return unsafe hasher.key(
            switchID: plan.switchID,
            startSeconds: PendingCall.roundedDown(record.startMicros, by: 1_000_000),
            kind: isByID ? .callID : .record, text: identity, leg: leg)
    }

    @inline(__always)
    private static func side(_ rated: RatedSide, _ record: CallRecord, _ parties: PartyRows, _ plan: LoadPlan)
        -> PendingSide
    {
        let zone = parties[rated.party].map { plan.catalog.zones[Int($0.zone)] }
        return PendingSide(
            micros: rated.amountMicros, rateID: rated.rateID, destinationID: rated.destination,
            billedSeconds: rated.billedSeconds, billingDay: zone?.localDay(atMicros: record.startMicros) ?? 0,
            party: rated.party, state: CallSide.State(rated.state), reason: rated.reason)
    }
}

extension ChunkContent {
    /// One call as a whole row.
    package func row(_ call: PendingCall, chunkID: ChunkID, plan: LoadPlan) -> CallRow {
        let texts = call.texts < 0 ? nil : calls.texts[Int(call.texts)]
        return CallRow(
            startMicros: call.startMicros, durationNanos: call.durationNanos,
            calling: call.calling >= 0
                ? .number(call.calling) : CallNumber(text: texts?.calling ?? []),
            called: texts?.called.map(CallNumber.init(text:)) ?? .number(call.called),
            routing: texts.flatMap { $0.routing < 0 ? nil : $0.routing },
            key: call.key, chunkID: chunkID, ordinal: call.ordinal, entityID: plan.entityID.rawValue,
            sipCode: call.sipCode,
            sell: CallSide(call.sell, plan.sellParties), buy: CallSide(call.buy, plan.buyParties), kind: .original,
            replaces: nil)
    }
}

extension CallSide.State {
    package init(_ state: RatedSide.State) {
        switch state {
        case .notApplicable: self = .notApplicable
        case .priced: self = .priced
        case .unpriced: self = .unpriced
        }
    }
}

extension CallSide {
    init(_ side: PendingSide, _ parties: PartyRows) {
        let party = parties[side.party]
        micros = side.micros
        partnerID = party?.partnerID
        rateID = side.rateID < 0 ? nil : side.rateID
        destinationID = side.destinationID < 0 ? nil : side.destinationID
        billedSeconds = side.billedSeconds
        billingDay = party == nil ? nil : side.billingDay
        productID = party?.productID
        state = side.state
    }
}

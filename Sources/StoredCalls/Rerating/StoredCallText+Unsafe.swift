internal import CallRecords
internal import CallStore
internal import Rating

/// Stored calls as the records that the tariff rates: a chunk of text that holds their numbers and accounts.
@safe
struct StoredCallText {
    private let buffer = ChunkBuffer(capacity: StoredCallText.capacity)

    /// Two numbers and two accounts of a batch of calls; longer texts are cut, for no rate or account is as long.
    private static let bytesMax = 256
    private static let capacity = CallParser.batchSize * 4 * bytesMax

    /// Rates at most a batch of calls.
    ///
    /// - Parameters:
    ///   - known: the parties of a call that are known.
    ///   - account: how the record names the party of a side that is not; empty = it does not.
    func rate(
        _ batch: [CallRow], by tariff: Tariff, into results: inout [RatedCall], known: (CallRow) -> KnownParties,
        account: (CallRow, Side) -> [UInt8]
    ) {
        guard !batch.isEmpty else { return }
        precondition(batch.count <= CallParser.batchSize && results.count >= batch.count)
        var used = 0
        let records = batch.map { row in
            var record = CallRecord()
            let called = row.called.ofDigits
            record.startMicros = row.startMicros
            record.durationNanos = row.durationNanos
            record.calledNumber = called.number ?? -1
            record.callingNumber = row.calling.number ?? -1
            record.routingNumber = row.routing ?? -1
            record.sipCode = Int32(row.sipCode)
            record.called = place(called, &used)
            record.calling = place(row.calling, &used)
            record.customer = place(account(row, .sell), &used)
            record.supplier = place(account(row, .buy), &used)
            return record
        }
        let parties = batch.map(known)
        unsafe records.withUnsafeBufferPointer { records in
            // As many results and parties as records, as was made sure above.
            unsafe results.withUnsafeMutableBufferPointer { results in
                unsafe parties.withUnsafeBufferPointer { parties in
                    unsafe tariff.rate(
                        records, text: UnsafeRawPointer(buffer.base), buySideApplies: true,
                        known: parties.baseAddress, into: results.baseAddress!)
                }
            }
        }
    }

    private func place(_ number: CallNumber, _ used: inout Int) -> TextRange {
        switch number {
        case .none: return .empty
        case .text(let text): return place(text, &used)
        case .number(let value):
            guard value >= 0 else { return .empty }
            var count = 1
            var rest = value / 10
            while rest > 0 {
                count += 1
                rest /= 10
            }
            rest = value
            // At most 19 digits, and there is room for `bytesMax` behind `used`.
            for position in stride(from: count - 1, through: 0, by: -1) {
                unsafe buffer.base.storeBytes(
                    of: 0x30 + UInt8(truncatingIfNeeded: rest % 10), toByteOffset: used + position, as: UInt8.self)
                rest /= 10
            }
            defer { used += count }
            return TextRange(offset: UInt32(used), count: UInt32(count))
        }
    }

    private func place(_ text: [UInt8], _ used: inout Int) -> TextRange {
        let count = min(text.count, StoredCallText.bytesMax)
        guard count > 0 else { return .empty }
        // Four texts of `bytesMax` for each call of a batch are the capacity.
        unsafe (buffer.base + used).copyMemory(from: text, byteCount: count)
        defer { used += count }
        return TextRange(offset: UInt32(used), count: UInt32(count))
    }
}

extension CallNumber {
    /// The number if it is one: the trie takes each byte of a called number for a digit without asking. What a database holds
    /// was once checked by the parser, and may have been changed since; a call to anything else is one to nowhere.
    fileprivate var ofDigits: CallNumber {
        switch self {
        case .none: .none
        case .number(let value): value >= 0 ? self : .none
        case .text(let text): text.allSatisfy { (0x30...0x39).contains($0) } ? self : .none
        }
    }
}

internal import CallRecords
internal import Rating

/// Calls of a raw duration above zero by customer and destination, with what the attempts of others cost.
struct FilterTotals {
    struct Sums: Equatable {
        var calls: Int64 = 0
        var billedSeconds: Int64 = 0
        /// Micros; wider than one amount, since a sum of amounts may exceed Int64.
        var sellMicros: Int128 = 0
        var buyMicros: Int128 = 0

        mutating func add(_ other: Sums) {
            calls += other.calls
            billedSeconds += other.billedSeconds
            sellMicros += other.sellMicros
            buyMicros += other.buyMicros
        }
    }

    private struct Entry {
        /// Party (upper half) and destination + 1 (lower half).
        var key: UInt64
        var sums: Sums
    }

    /// In the order in which they first occurred.
    private var entries: [Entry] = []
    /// Positions of entries: open addressing, a power of two, at most half full, -1 = free. (A dictionary of millions of sums
    /// took longer than rating the calls.)
    private var positions: [Int32] = []
    /// Customers that are no party, by the text that names them.
    private var unknown: [[UInt8]: Sums] = [:]

    mutating func add(_ record: CallRecord, _ call: RatedCall, buffer: ChunkBuffer) {
        guard record.durationNanos > 0 || call.sell.amountMicros | call.buy.amountMicros != 0 else { return }
        let sums = Sums(
            calls: record.durationNanos > 0 ? 1 : 0, billedSeconds: Int64(call.sell.billedSeconds),
            sellMicros: Int128(call.sell.amountMicros),
            buyMicros: Int128(call.buy.amountMicros))
        if call.sell.party >= 0 {
            let destination = call.sell.destination + 1
            add(sums, to: UInt64(UInt32(call.sell.party)) << 32 | UInt64(UInt32(destination)))
        } else {
            unknown[buffer.bytes(record.customer), default: Sums()].add(sums)
        }
    }

    mutating func add(_ other: FilterTotals) {
        for entry in other.entries { add(entry.sums, to: entry.key) }
        for (key, sums) in other.unknown { unknown[key, default: Sums()].add(sums) }
    }

    @inline(__always)
    private mutating func add(_ sums: Sums, to key: UInt64) {
        if 2 * entries.count >= positions.count { grow() }
        var slot = FilterTotals.slot(of: key, positions.count)
        while positions[slot] >= 0 {
            let position = Int(positions[slot])
            if entries[position].key == key { return entries[position].sums.add(sums) }
            slot = (slot &+ 1) & (positions.count &- 1)
        }
        positions[slot] = Int32(entries.count)
        entries.append(Entry(key: key, sums: sums))
    }

    private mutating func grow() {
        positions = [Int32](repeating: -1, count: max(1 << 10, 4 * positions.count))
        for (position, entry) in entries.enumerated() {
            var slot = FilterTotals.slot(of: entry.key, positions.count)
            while positions[slot] >= 0 { slot = (slot + 1) & (positions.count - 1) }
            positions[slot] = Int32(position)
        }
    }

    private static func slot(of key: UInt64, _ count: Int) -> Int {
        let product = (key ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return Int(truncatingIfNeeded: product.high ^ product.low) & (count - 1)
    }

    /// `customer_id,destination,calls,billed_s,sell_amount_micros,buy_amount_micros`, by bytes of customer, then
    /// destination.
    func csv(tariff: Tariff, destinations: [[UInt8]]) -> OutputBuffer {
        // Names are compared once each, not once a row.
        let known = Set(unknown.keys).union(tariff.parties(.sell).map(\.account))
        let customers = Ranks(Array(known))
        let names = Ranks([[]] + destinations)
        let parties = tariff.parties(.sell).map { customers.rank[$0.account] ?? 0 }
        let places = ([[]] + destinations).map { names.rank[$0] ?? 0 }
        var rows: [Entry] = []
        rows.reserveCapacity(entries.count + unknown.count)
        for entry in entries {
            let customer = parties[Int(entry.key >> 32)]
            let destination = places[Int(entry.key & 0xFFFF_FFFF)]
            rows.append(Entry(key: UInt64(customer) << 32 | UInt64(destination), sums: entry.sums))
        }
        let nowhere = UInt64(names.rank[[]] ?? 0)
        for (customer, sums) in unknown {
            rows.append(Entry(key: UInt64(customers.rank[customer] ?? 0) << 32 | nowhere, sums: sums))
        }
        rows.sort { $0.key < $1.key }
        let output = OutputBuffer(capacity: 1 << 20)
        output.append("customer_id,destination,calls,billed_s,sell_amount_micros,buy_amount_micros\n")
        for row in FilterTotals.joined(rows) {
            output.append(csvField: customers.sorted[Int(row.key >> 32)])
            output.append(",")
            output.append(csvField: names.sorted[Int(row.key & 0xFFFF_FFFF)])
            output.append(
                ",\(row.sums.calls),\(row.sums.billedSeconds),\(row.sums.sellMicros),\(row.sums.buyMicros)\n")
        }
        return output
    }

    /// Sums of one customer and destination as one: an account, and the customer whose numbers were called, may be called
    /// alike. What is alike is adjacent.
    private static func joined(_ rows: [Entry]) -> [Entry] {
        var joined: [Entry] = []
        joined.reserveCapacity(rows.count)
        for row in rows {
            if let last = joined.last, last.key == row.key {
                joined[joined.count - 1].sums.add(row.sums)
            } else {
                joined.append(row)
            }
        }
        return joined
    }

    /// Texts by their bytes, each once, and the place of each.
    private struct Ranks {
        var sorted: [[UInt8]]
        var rank: [[UInt8]: UInt32] = [:]

        init(_ texts: [[UInt8]]) {
            sorted = Set(texts).sorted { $0.lexicographicallyPrecedes($1) }
            for (place, text) in sorted.enumerated() { rank[text] = UInt32(place) }
        }
    }
}

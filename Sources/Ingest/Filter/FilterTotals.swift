internal import CallRecords
internal import Rating

/// Calls of a raw duration above zero by customer and destination.
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

    /// By party (upper half) and destination + 1 (lower half).
    private var known: [UInt64: Sums] = [:]
    /// Customers that are no party, by the text that names them.
    private var unknown: [[UInt8]: Sums] = [:]

    mutating func add(_ record: CallRecord, _ call: RatedCall, buffer: ChunkBuffer) {
        guard record.durationNanos > 0 else { return }
        let sums = Sums(
            calls: 1, billedSeconds: Int64(call.sell.billedSeconds), sellMicros: Int128(call.sell.amountMicros),
            buyMicros: Int128(call.buy.amountMicros))
        if call.sell.party >= 0 {
            let destination = call.sell.destination + 1
            known[UInt64(UInt32(call.sell.party)) << 32 | UInt64(UInt32(destination)), default: Sums()].add(sums)
        } else {
            unknown[buffer.bytes(record.customer), default: Sums()].add(sums)
        }
    }

    mutating func add(_ other: FilterTotals) {
        for (key, sums) in other.known { known[key, default: Sums()].add(sums) }
        for (key, sums) in other.unknown { unknown[key, default: Sums()].add(sums) }
    }

    /// `customer_id,destination,calls,billed_s,sell_amount_micros,buy_amount_micros`, by bytes of customer, then
    /// destination.
    func csv(tariff: Tariff, destinations: [[UInt8]]) -> OutputBuffer {
        var rows: [(customer: [UInt8], destination: [UInt8], sums: Sums)] = []
        rows.reserveCapacity(known.count + unknown.count)
        let parties = tariff.parties(.sell)
        for (key, sums) in known {
            let destination = Int(key & 0xFFFF_FFFF) - 1
            rows.append((parties[Int(key >> 32)].account, destination < 0 ? [] : destinations[destination], sums))
        }
        for (customer, sums) in unknown { rows.append((customer, [], sums)) }
        rows.sort { left, right in
            left.customer == right.customer
                ? left.destination.lexicographicallyPrecedes(right.destination)
                : left.customer.lexicographicallyPrecedes(right.customer)
        }
        let output = OutputBuffer(capacity: 1 << 20)
        output.append("customer_id,destination,calls,billed_s,sell_amount_micros,buy_amount_micros\n")
        for row in FilterTotals.joined(rows) {
            output.append(csvField: row.customer)
            output.append(",")
            output.append(csvField: row.destination)
            output.append(
                ",\(row.sums.calls),\(row.sums.billedSeconds),\(row.sums.sellMicros),\(row.sums.buyMicros)\n")
        }
        return output
    }

    /// Sums of one customer and destination as one: an account, and the customer whose numbers were called, may be called
    /// alike. What is alike is adjacent.
    private static func joined(
        _ rows: [(customer: [UInt8], destination: [UInt8], sums: Sums)]
    ) -> [(customer: [UInt8], destination: [UInt8], sums: Sums)] {
        var joined: [(customer: [UInt8], destination: [UInt8], sums: Sums)] = []
        joined.reserveCapacity(rows.count)
        for row in rows {
            if let last = joined.last, last.customer == row.customer, last.destination == row.destination {
                joined[joined.count - 1].sums.add(row.sums)
            } else {
                joined.append(row)
            }
        }
        return joined
    }
}

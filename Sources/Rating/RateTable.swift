/// The rates of all decks as lookups read them: what differs from rate to rate in 16 bytes, the rest in plans that many
/// share. They are in the order of their prefixes, and of decks within one: so rates that are asked for often lie together.
///
///     packed   16 bytes a rate
///     plans    few
///     nexts    `RateRecord.next` of each rate, which most calls do not need
///     prices   nanos a minute that do not fit 32 bits
struct RateTable: Sendable {
    struct Packed {
        /// Nanos a minute, or with `RatePlan.hasLargePrice` an index into `prices`.
        var price: UInt32
        /// Index of the plan, times 16, and the number of the prefix's digits.
        var planAndDigits: UInt32
        var destination: Int32
        var id: Int32
    }

    let packed: AlignedTable<Packed>
    let plans: AlignedTable<RatePlan>
    let nexts: AlignedTable<Int32>
    let prices: AlignedTable<Int64>

    /// Plans at most.
    static let planCountMax = 1 << 28

    var count: Int { packed.count }

    init(
        packed: AlignedTable<Packed>, plans: AlignedTable<RatePlan>, nexts: AlignedTable<Int32>,
        prices: AlignedTable<Int64>
    ) {
        self.packed = packed
        self.plans = plans
        self.nexts = nexts
        self.prices = prices
    }

    /// - Parameters:
    ///   - records: in any order.
    ///   - order: of each of them its place in the table, and of what `next` means as well.
    init(_ records: [RateRecord], order: [Int32]) {
        packed = AlignedTable(
            count: records.count, repeating: Packed(price: 0, planAndDigits: 0, destination: -1, id: -1))
        nexts = AlignedTable(count: records.count, repeating: -1)
        var plans: [RatePlan] = []
        var indices: [RatePlan: UInt32] = [:]
        var prices: [Int64] = []
        for (record, place) in zip(records, order) {
            let plan = RatePlan(record)
            var index = UInt32(truncatingIfNeeded: plans.count)
            if let known = indices[plan] {
                index = known
            } else {
                precondition(plans.count < RateTable.planCountMax)
                indices[plan] = index
                plans.append(plan)
            }
            var price = UInt32(truncatingIfNeeded: record.nanosPerMinute)
            if plan.flags & RatePlan.hasLargePrice != 0 {
                price = UInt32(prices.count)
                prices.append(record.nanosPerMinute)
            }
            packed[Int(place)] = Packed(
                price: price, planAndDigits: index << 4 | UInt32(record.prefixCount), destination: record.destination,
                id: record.id)
            nexts[Int(place)] = record.next < 0 ? -1 : order[Int(record.next)]
        }
        self.plans = AlignedTable(plans)
        self.prices = AlignedTable(prices)
    }

    /// All that is known of a rate.
    subscript(index: Int) -> RateRecord {
        let rate = packed[index]
        let plan = plans[Int(rate.plan)]
        let isLarge = plan.flags & RatePlan.hasLargePrice != 0
        return RateRecord(
            effectiveFromMicros: plan.effectiveFromMicros, effectiveToMicros: plan.effectiveToMicros,
            nanosPerMinute: isLarge ? prices[Int(rate.price)] : Int64(rate.price), setupFeeNanos: plan.setupFeeNanos,
            initialSeconds: plan.initialSeconds, incrementSeconds: plan.incrementSeconds,
            minimumSeconds: plan.minimumSeconds, next: nexts[index], destination: rate.destination, id: rate.id,
            terms: plan.terms, isBlocked: plan.flags & RatePlan.isBlocked != 0, prefixCount: rate.prefixCount)
    }
}

extension RateTable.Packed {
    @inline(__always)
    var plan: UInt32 { planAndDigits >> 4 }

    @inline(__always)
    var prefixCount: UInt8 { UInt8(truncatingIfNeeded: planAndDigits & 15) }
}

internal import CallStore

/// The order in which the calls of a chunk are stored: by UTC day, because days are partitions; within a day by customer,
/// so that a summary of neighbouring pages (BRIN) tells which customers are in them; else as in the file.
struct RowOrder {
    /// The calls of one day, as a range of `positions`.
    struct Day: Equatable {
        /// Since 1970-01-01.
        var day: Int32
        var range: Range<Int>
    }

    /// Positions of the calls.
    private(set) var positions: [Int32] = []
    /// Ascending; together all of `positions`.
    private(set) var days: [Day] = []
    private var sorted: [Int32] = []
    private var starts: [Int32] = []

    /// Two stable counting sorts: by rank of the customer, then by day.
    mutating func sort(_ calls: borrowing PendingCalls, parties: PartyRows, days: [Int32]) {
        let count = calls.count
        RowOrder.clear(&positions, count)
        RowOrder.clear(&sorted, count)
        RowOrder.clear(&starts, parties.rankCount + 1)
        for index in 0..<count { starts[Int(calls.place(index).rank) + 1] += 1 }
        for rank in 0..<parties.rankCount { starts[rank + 1] += starts[rank] }
        for index in 0..<count {
            let rank = Int(calls.place(index).rank)
            positions[Int(starts[rank])] = Int32(index)
            starts[rank] += 1
        }
        guard days.count > 1 else {
            self.days = days.map { Day(day: $0, range: 0..<count) }
            return
        }
        let numbers = Dictionary(uniqueKeysWithValues: days.enumerated().map { ($0.element, $0.offset) })
        RowOrder.clear(&starts, days.count + 1)
        var lastHour = calls.place(0).hour
        var lastNumber = numbers[RowOrder.day(ofHour: lastHour)] ?? 0
        func number(_ hour: Int32) -> Int {
            if hour != lastHour {
                lastHour = hour
                lastNumber = numbers[RowOrder.day(ofHour: hour)] ?? 0
            }
            return lastNumber
        }
        for index in 0..<count { starts[number(calls.place(index).hour) + 1] += 1 }
        for day in 0..<days.count { starts[day + 1] += starts[day] }
        self.days = days.enumerated().map { offset, day in
            Day(day: day, range: Int(starts[offset])..<Int(starts[offset + 1]))
        }
        for position in positions {
            let day = number(calls.place(Int(position)).hour)
            sorted[Int(starts[day])] = position
            starts[day] += 1
        }
        swap(&positions, &sorted)
    }

    private static func day(ofHour hour: Int32) -> Int32 {
        Int32(truncatingIfNeeded: PendingCall.roundedDown(Int64(hour), by: 24))
    }

    /// Makes it `count` zeros, in the memory that it has.
    private static func clear(_ numbers: inout [Int32], _ count: Int) {
        numbers.removeAll(keepingCapacity: true)
        numbers.append(contentsOf: repeatElement(0, count: count))
    }
}

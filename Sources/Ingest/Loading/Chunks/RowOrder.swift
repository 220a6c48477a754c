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
        positions = [Int32](repeating: 0, count: count)
        sorted = [Int32](repeating: 0, count: count)
        starts = [Int32](repeating: 0, count: parties.rankCount + 1)
        for index in 0..<count { starts[rank(calls[index], parties) + 1] += 1 }
        for rank in 0..<parties.rankCount { starts[rank + 1] += starts[rank] }
        for index in 0..<count {
            let rank = rank(calls[index], parties)
            positions[Int(starts[rank])] = Int32(index)
            starts[rank] += 1
        }
        guard days.count > 1 else {
            self.days = days.map { Day(day: $0, range: 0..<count) }
            return
        }
        let numbers = Dictionary(uniqueKeysWithValues: days.enumerated().map { ($0.element, $0.offset) })
        starts = [Int32](repeating: 0, count: days.count + 1)
        var lastDay = days[0]
        var lastNumber = 0
        func number(_ day: Int32) -> Int {
            if day != lastDay {
                lastDay = day
                lastNumber = numbers[day] ?? 0
            }
            return lastNumber
        }
        for index in 0..<count { starts[number(calls[index].day) + 1] += 1 }
        for day in 0..<days.count { starts[day + 1] += starts[day] }
        self.days = days.enumerated().map { offset, day in
            Day(day: day, range: Int(starts[offset])..<Int(starts[offset + 1]))
        }
        for position in positions {
            let day = number(calls[Int(position)].day)
            sorted[Int(starts[day])] = position
            starts[day] += 1
        }
        swap(&positions, &sorted)
    }

    @inline(__always)
    private func rank(_ call: PendingCall, _ parties: PartyRows) -> Int {
        call.sell.party < 0 ? 0 : Int(parties.rows[Int(call.sell.party)].rank)
    }
}

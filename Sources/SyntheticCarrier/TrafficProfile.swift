/// When calls are made: more at noon than at night, fewer at weekends.
struct TrafficProfile: Sendable {
    /// Sums of the hours' shares up to and including each hour of the period.
    private let sums: [UInt64]

    /// Shares of the hours of a working day, from midnight UTC, of about 1000.
    private static let hours: [UInt64] = [
        14, 10, 8, 7, 8, 12, 22, 38, 55, 64, 68, 69, 66, 67, 70, 71, 69, 64, 56, 48, 40, 34, 26, 19,
    ]

    init(firstDay: Int, days: Int) {
        var sum: UInt64 = 0
        sums = (0..<days * 24).map { hour in
            // 1970-01-01 was a Thursday.
            let weekday = (firstDay + hour / 24 + 3) % 7
            let share = TrafficProfile.hours[hour % 24] * (weekday >= 5 ? 60 : 100)
            sum += share
            return sum
        }
    }

    /// Milliseconds from the start of the period at which call `index` of `count` is due: increasing with `index`.
    func milliseconds(ofCall index: Int, of count: Int) -> Int {
        let total = sums[sums.count - 1]
        // In units of 2^-20 share, so that the calls of an hour spread over it.
        let (high, low) = UInt64(index).multipliedFullWidth(by: total << 20)
        let position = UInt64(count).dividingFullWidth((high, low)).quotient
        let hour = hour(at: position >> 20)
        let start = hour == 0 ? 0 : sums[hour - 1] << 20
        let share = (sums[hour] << 20) - start
        return hour * 3_600_000 + Int((position - start).multipliedFullWidth(by: 3_600_000).low / share)
    }

    private func hour(at target: UInt64) -> Int {
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > target { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

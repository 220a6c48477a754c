/// Shares of a whole, drawn from in proportion.
struct RunningShares: Sendable {
    /// Sums of the shares up to and including each position; increasing.
    private let sums: [UInt64]

    init(_ shares: [UInt64]) {
        var sum: UInt64 = 0
        sums = shares.map { share in
            sum += share
            return sum
        }
    }

    /// Position for a random word, in O(log n).
    func position(_ word: UInt64) -> Int {
        let target = word.multipliedFullWidth(by: sums[sums.count - 1]).high
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > target { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The same over the first `count` positions only.
    func position(_ word: UInt64, among count: Int) -> Int {
        let target = word.multipliedFullWidth(by: sums[count - 1]).high
        return sums.firstIndex { $0 > target } ?? count - 1
    }
}

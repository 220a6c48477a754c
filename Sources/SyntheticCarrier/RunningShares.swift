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

    /// Shares of 1/1, 1/2, 1/3 … given to `count` positions in an order that the seed decides.
    init(zipf count: Int, seed: UInt64) {
        var shares = (1...count).map { UInt64(1 << 32) / UInt64($0) }
        var random = SeededGenerator(seed: seed, .destination, count)
        shares.shuffle(using: &random)
        self.init(shares)
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

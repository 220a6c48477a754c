/// From a calling number to the group of callers (A-numbers) that it belongs to: the longest of the groups' prefixes.
public struct OriginTable: Sendable, Equatable {
    /// Ascending, each once, with the number of its group.
    let prefixes: [Prefix]
    let groups: [Int32]

    public static let empty = OriginTable(checked: [], [])

    init(checked prefixes: [Prefix], _ groups: [Int32]) {
        self.prefixes = prefixes
        self.groups = groups
    }

    /// - Parameter prefixes: in any order, with the numbers of their groups (from 1); nil where one is in two groups.
    public init?(_ prefixes: [(prefix: Prefix, group: Int32)]) {
        let sorted = prefixes.sorted { ($0.prefix, $0.group) < ($1.prefix, $1.group) }
        var unique: [(prefix: Prefix, group: Int32)] = []
        for item in sorted {
            if let last = unique.last, last.prefix == item.prefix {
                guard last.group == item.group else { return nil }
            } else {
                unique.append(item)
            }
        }
        self.init(checked: unique.map(\.prefix), unique.map(\.group))
    }

    public var isEmpty: Bool { prefixes.isEmpty }

    /// The group of a calling number, 0 where it is in none. A number that is withheld or no number is below 1.
    public func group(of number: Int64) -> Int32 {
        guard number > 0, !prefixes.isEmpty else { return 0 }
        var beginning = number
        // 18 digits at most; a prefix has 15.
        while beginning > 0 {
            if beginning < 1_000_000_000_000_000, let prefix = Prefix(number: beginning),
                let index = index(of: prefix)
            {
                return groups[index]
            }
            beginning /= 10
        }
        return 0
    }

    private func index(of prefix: Prefix) -> Int? {
        var low = 0
        var high = prefixes.count
        while low < high {
            let middle = (low + high) / 2
            if prefixes[middle] < prefix { low = middle + 1 } else { high = middle }
        }
        return low < prefixes.count && prefixes[low] == prefix ? low : nil
    }
}

extension Prefix {
    /// The digits of a number without leading zeros; nil unless it is above zero and has at most 15 digits.
    init?(number: Int64) {
        guard number > 0 else { return nil }
        var bits: UInt64 = 0
        var count: UInt64 = 0
        var rest = number
        while rest > 0 {
            guard count < UInt64(Prefix.digitsMax) else { return nil }
            // The last digit is met first and moves to the right as those before it are met.
            bits = bits >> 4 | UInt64(rest % 10) << 60
            count += 1
            rest /= 10
        }
        self.init(bits: bits | count)
    }
}

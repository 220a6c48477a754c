/// Names that are nearly the one that was expected.
package enum Misspelling {
    /// The name that differs from `expected` by the fewest letters, at most one in four of them; nil where none is so near.
    package static func of(_ expected: String, among names: [String]) -> String? {
        let wanted = Array(expected.lowercased())
        let near = names.map { (name: $0, distance: distance(wanted, Array($0.lowercased()))) }
            .filter { $0.distance > 0 && $0.distance <= max(1, wanted.count / 4) }
        return near.min { $0.distance < $1.distance }?.name
    }

    /// Letters to be put in, taken out, changed or swapped with the next.
    private static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var before: [Int] = []
        var row = Array(0...second.count)
        for (i, letter) in first.enumerated() {
            var next = [i + 1]
            for (j, other) in second.enumerated() {
                var best = min(row[j] + (letter == other ? 0 : 1), row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, letter == second[j - 1], first[i - 1] == other { best = min(best, before[j - 1] + 1) }
                next.append(best)
            }
            (before, row) = (row, next)
        }
        return row[second.count]
    }
}

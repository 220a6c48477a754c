/// Made-up records of the fixture's carrier from a seed: calls out of order, over midnight, duplicates near and far,
/// changed calls, legs stated and left out, unknown accounts and prefixes, numbers that are texts, records that are no
/// calls.
struct LoadedCarrierCalls {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Records without line ends.
    mutating func records(_ count: Int) -> [String] {
        var records: [String] = []
        for index in 0..<count {
            switch below(100) {
            case 0..<6 where !records.isEmpty:
                // Again, from anywhere before.
                records.append(records[below(records.count)])
            case 6..<10 where !records.isEmpty:
                // Again with other content, or without its leg.
                var fields = records[below(records.count)].split(separator: ",", omittingEmptySubsequences: false)
                guard fields.count == 9 else { continue }
                switch below(4) {
                case 0: fields[7] = "\(below(600))"
                case 3: fields[2 + below(2)] = ["c1", "c2", "s1", "s2", "nobody"][below(5)]
                case 1: fields[1] = below(2) == 0 ? "" : "\(below(3))"
                default: fields[5] = "44207\(1_000_000 + below(1_000))"
                }
                records.append(fields.joined(separator: ","))
            case 10: records.append("broken,\(index)")
            case 11: records.append("i\(index),,c1,s1,49301,12a4,2026-10-03T10:00:00Z,1,200")
            default: records.append(call(index))
            }
        }
        return records
    }

    private mutating func call(_ index: Int) -> String {
        let second = index * 20 + below(4_000)
        let day = 3 + second / 86_400
        let clock = [second / 3_600 % 24, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        let customer = ["c1", "c1", "c2", "c1-premium", "nobody"][below(5)]
        let supplier = ["s1", "s1", "s1", "s2", "s2", "noone"][below(6)]
        let calling = ["49301234\(below(1_000))", "anonymous", "", "0049302\(below(100))"][below(4)]
        let called = [
            "44207\(below(10_000_000))", "4477\(below(100_000_000))", "1555\(below(10_000_000))",
            "86\(below(1_000_000))",
        ]
        let leg = ["", "", "", "1", "2", "a"][below(6)]
        let start = "2026-10-\(day < 10 ? "0" : "")\(day)T\(clock.joined(separator: ":")).\(below(1_000))Z"
        let seconds = below(3) == 0 ? "0" : "\(below(900)).\(below(10))"
        return
            "i\(below(4) == 0 ? index - index % 7 : index),\(leg),\(customer),\(supplier),\(calling),\(called[below(4)]),"
            + "\(start),\(seconds),\([200, 200, 486, 0][below(4)])"
    }

    private mutating func below(_ end: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(truncatingIfNeeded: state >> 33) % end
    }
}

import Rating
import Testing

@testable import RateCards

/// A deck with 300 faults put into a clean one: each is found at its line, none is invented, and the other rows are what they
/// were.
@Suite struct DeckFaultTests {
    private static let rows = 4_000
    private static let faults = 300

    private struct Row {
        var code: String
        var name: String
        var rate: String
        var initial: String
        var further: String
        var start: String
        var currency = "USD"
        var next: String

        var line: String { [code, name, rate, initial, further, start, currency, next].joined(separator: ";") }
    }

    /// What is done to a row, the column in which it is found (0 = the row as a whole), and how the reason begins.
    private static let kinds: [(column: Int, reason: String, make: @Sendable (inout Row) -> Void)] = [
        (1, "not a prefix", { $0.code += "x" }), (1, "empty", { $0.code = " " }),
        (1, "not a prefix", { $0.code += String(repeating: "1", count: 15) }),
        (1, "scientific notation", { $0.code = "9.99E+11" }),
        (1, "blanks within a code", { $0.code = $0.code.prefix(3) + " " + $0.code.dropFirst(3) }),
        (1, "a range whose last code is below", { $0.code += "5-" + $0.code + "4" }),
        (1, "a range whose ends differ", { $0.code += "-7" }),
        (1, "an empty code", { $0.code += ",," + $0.code + "1" }),
        (1, "a code that begins with 0", { $0.code = "0" + $0.code }), (1, "not a prefix", { $0.code += ".5" }),
        (3, "empty", { $0.rate = "" }), (3, "below zero", { $0.rate = "-" + $0.rate }),
        (3, "not a decimal", { $0.rate = "free" }),
        (3, "a range of prices", { $0.rate += "-9.9" }), (3, "scientific notation", { $0.rate = "1.2E-05" }),
        (3, "more than 9 decimals", { $0.rate += "0000000001" }), (3, "thousands", { $0.rate = "1,234.5" }),
        (
            3, "a comma in a column that has decimal points",
            {
                $0.rate = "0,5"
                $0.next = ""
            }
        ),
        (3, "too large", { $0.rate = "99999999999" }),
        (
            8, "a price beside one that stays",
            {
                $0.rate = "same"
                $0.next = "0.5"
            }
        ), (3, "no price", { $0.rate = "N/A" }),
        (3, "in EUR", { $0.rate += " EUR" }),
        (4, "not a decimal number", { $0.initial = "x" }), (4, "not a whole number", { $0.initial = "1.5" }),
        (5, "below 1", { $0.further = "0" }), (5, "empty", { $0.further = "" }),
        (6, "not a date", { $0.start = "2026-02-30" }), (6, "a date of unknown order", { $0.start = "2/1/2026" }),
        (6, "not a date", { $0.start = "46296" }), (6, "not a date", { $0.start = "soon" }),
        (7, "in EUR", { $0.currency = "EUR" }), (8, "another price", { $0.next = "77" }),
        (0, "8 fields expected, 9 found", { $0.name += ";more" }),
        (0, "8 fields expected, 7 found", { $0.currency = "\u{0}" }),
        (0, "a quoted field is not closed", { $0.name = "\"open" }),
        (0, "a quote within a field", { $0.name = "a \"x\"" }),
    ]

    @Test(arguments: 0..<6)
    func `each fault is found at its line and none is invented`(seed: UInt64) throws {
        var random = seed &+ 0x9E37_79B9_7F4A_7C15
        func next(_ bound: Int) -> Int {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            return Int(random % UInt64(bound))
        }
        var table: [Row] = (0..<Self.rows).map { index in
            let rate = "0.\(1 + next(9_999))"
            return Row(
                code: "9\(10_000 + index * 7)", name: ["Examplia", "\"Examplia; \"\"south\"\"\"", "Côte"][next(3)],
                rate: rate,
                initial: ["1", "30", "60"][next(3)], further: ["1", "6", "60"][next(3)],
                start: ["2026-10-01", "1-Nov-2026", "2026-10-01T12:00:00+02:00"][next(3)], next: [rate, ""][next(2)])
        }
        let clean = try read(table)
        #expect(clean.refusals == [] && clean.questions == [] && clean.decks[0].rates.count == Self.rows)

        var expected: [Int: (column: Int, reason: String)] = [:]
        while expected.count < Self.faults {
            let at = next(Self.rows - 1)
            guard expected[at + 2] == nil else { continue }
            // A repetition makes two faulty rows, the others one.
            if next(20) == 0 {
                let other = next(Self.rows - 1)
                guard other != at, expected[other + 2] == nil, expected.count + 2 <= Self.faults else { continue }
                table[other].code = table[at].code
                table[other].start = table[at].start
                expected[at + 2] = (1, "the same prefix and start as in line \(other + 2)")
                expected[other + 2] = (1, "the same prefix and start as in line \(at + 2)")
            } else {
                let kind = Self.kinds[next(Self.kinds.count)]
                kind.make(&table[at])
                expected[at + 2] = (kind.column, kind.reason)
            }
        }
        let faulty = try read(table)
        #expect(faulty.refusals.map(\.line) == expected.keys.sorted(), "seed \(seed)")
        for refusal in faulty.refusals {
            let fault = try #require(expected[refusal.line])
            #expect(refusal.column == fault.column, "seed \(seed), \(refusal)")
            #expect(refusal.reason.hasPrefix(fault.reason), "seed \(seed), \(refusal)")
        }
        let kept = clean.decks[0].rates.filter { expected[Int($0.id)] == nil }
        let sheet = RateSheet(rates: kept, names: clean.destinations)
        #expect(RateSheet(faulty).isSame(as: sheet), "seed \(seed)")
        #expect(faulty.decks[0].rates.map(\.id) == kept.map(\.id), "seed \(seed)")
    }

    private func read(_ table: [Row]) throws -> DeckReading {
        let lines = table.map(\.line).map { $0.replacing(";\u{0}", with: "") }
        let text =
            "Code;Name;Rate;Initial;Increment;Start Date;Currency;Next Rate\n" + lines.joined(separator: "\n") + "\n"
        var options = DeckOptions()
        options.currency = "USD"
        return try DeckReader.read(Array(text.utf8), options: options)
    }
}

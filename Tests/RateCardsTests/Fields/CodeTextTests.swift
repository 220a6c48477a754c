import Rating
import Testing

@testable import RateCards

@Suite struct CodeTextTests {
    private func codes(_ text: String, last: String = "", base: String = "") throws -> [String] {
        try CodeText(Array(text.utf8), last: Array(last.utf8), base: Array(base.utf8)).prefixes.map(\.description)
    }

    @Test(arguments: [
        ("49172", ["49172"]), ("+49172", ["49172"]), ("0049172", ["49172"]), ("'49172", ["49172"]),
        ("=\"49172\"", ["49172"]), ("^9375.*", ["9375"]), ("9375*", ["9375"]), ("9375%", ["9375"]),
        ("49172;49173", ["49172", "49173"]), ("49172, 49173", ["49172", "49173"]),
        ("49172 | 49173|", ["49172", "49173"]),
        ("49172/49173", ["49172", "49173"]), ("49172\n49173", ["49172", "49173"]), ("49172;49172", ["49172"]),
        ("49172-49174", ["49172", "49173", "49174"]), ("49172 \u{2013} 49174", ["49172", "49173", "49174"]),
        ("49172 to 49173", ["49172", "49173"]), ("490-499", ["49"]), ("4917200-4917299", ["49172"]),
        ("49172-49172", ["49172"]), ("930-936", ["930", "931", "932", "933", "934", "935", "936"]),
        ("49172;49180-49182;493", ["49172", "49180", "49181", "49182", "493"]), ("49;4915", ["49", "4915"]),
        ("4915;49", ["4915", "49"]), ("1204, 1", ["1204", "1"]), ("\u{A0}49172 ", ["49172"]),
        ("870,881,882", ["870", "881", "882"]),
    ])
    func `codes are expanded exactly`(text: String, expected: [String]) throws {
        #expect(try codes(text) == expected)
    }

    @Test(arguments: [
        ("", "empty"), (" ", "empty"), ("4x", "not a prefix of 1 to 15 digits"),
        ("1234567890123456", "not a prefix of 1 to 15 digits"), ("24.9999", "not a prefix of 1 to 15 digits"),
        ("93.0", "not a prefix of 1 to 15 digits"), ("1234#44", "not a prefix of 1 to 15 digits"),
        ("9.19E+11", "scientific notation; the spreadsheet has lost digits of the code"),
        ("9,19e11", "scientific notation; the spreadsheet has lost digits of the code"),
        ("49 172", "blanks within a code; write it whole, and ; between codes"),
        ("49172;;49173", "an empty code in the list"), ("49174-49172", "a range whose last code is below its first"),
        ("49172-4", "a range whose ends differ in length; write both codes whole"),
        ("49-172", "a range, or a country code and an area code"),
        ("49172, 73", "'73' behind '49172' may be short for a longer code; write each code whole"),
        ("49172/3", "'3' behind '49172' may be short for a longer code; write each code whole"),
        ("-49172", "not a prefix of 1 to 15 digits"), ("49172-", "not a prefix of 1 to 15 digits"),
        ("+", "not a prefix of 1 to 15 digits"), ("^.*", "not a prefix of 1 to 15 digits"),
        ("\u{661}\u{662}", "not a prefix of 1 to 15 digits"),
    ])
    func `what could be read in two ways is refused`(text: String, reason: String) {
        #expect { try codes(text) } throws: { error in
            (error as? CodeText.Fault)?.reason == reason
        }
    }

    @Test func `ranges of two columns and country codes are put together`() throws {
        #expect(try codes("9381", last: "9384") == ["9381", "9382", "9383", "9384"])
        #expect(try codes("9370", last: "") == ["9370"])
        #expect(try codes("172;173-174", base: "49") == ["49172", "49173", "49174"])
        #expect(try codes("06", base: "39") == ["3906"])
        #expect(try codes("", base: "49") == ["49"])
        #expect(try codes("0-9", base: "49") == ["49"])
        #expect(throws: CodeText.Fault.self) { try codes("", last: "5") }
        #expect(throws: CodeText.Fault.self) { try codes("9381", last: "93") }
        #expect(throws: CodeText.Fault.self) { try codes("12345678901234", base: "49") }
    }

    /// Every number of six digits is covered by a prefix of the range exactly if it lies in it, and no prefix can be spared or
    /// put together with others.
    @Test(arguments: 0..<60)
    func `a range is covered exactly and by the fewest prefixes`(seed: UInt64) throws {
        var random = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: Int) -> Int {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            return Int(random % UInt64(bound))
        }
        let length = 1 + next(4)
        let size = [10, 100, 1_000, 10_000][length - 1]
        let (a, b) = (next(size), next(size))
        let text = { (number: Int) in String(repeating: "0", count: length - String(number).count) + String(number) }
        let (first, last) = (text(min(a, b)), text(max(a, b)))
        let prefixes = try #require(CodeRange.prefixes(Array(first.utf8)[...], Array(last.utf8)[...])).map(
            \.description)
        for number in 0..<size {
            let covering = prefixes.filter { text(number).hasPrefix($0) }
            #expect(covering.count == (min(a, b)...max(a, b) ~= number ? 1 : 0), "\(first)-\(last): \(number)")
        }
        for parent in Set(prefixes.map { $0.dropLast() }) where !parent.isEmpty {
            #expect(prefixes.count { $0.dropLast() == parent } < 10, "\(first)-\(last): \(parent)")
        }
    }
}

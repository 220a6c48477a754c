import Money
import Testing

@Suite struct CountedNounTests {
    @Test(arguments: [
        ("row", Int64(1), "row"), ("row", 0, "rows"), ("row", 2, "rows"), ("row", -1, "rows"),
        ("prefix", 2, "prefixes"),
        ("prefix", 1, "prefix"), ("switch", 3, "switches"), ("entry", 2, "entries"), ("day", 2, "days"),
        ("refused row", 2, "refused rows"),
    ]) func `a noun is in the number of what is counted`(noun: String, count: Int64, expected: String) {
        #expect(CountedNoun.of(noun, count) == expected)
    }
}

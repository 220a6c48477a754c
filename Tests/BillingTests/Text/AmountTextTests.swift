import Catalog
import Testing

@Suite struct AmountTextTests {
    @Test(arguments: [
        (0, 2, "0.00"), (5, 2, "0.05"), (-5, 2, "-0.05"), (123_456_789, 2, "1,234,567.89"), (100_000, 2, "1,000.00"),
        (-100_000, 0, "-100,000"), (1_234, 3, "1.234"),
    ])
    func `minor units have the decimals of the currency`(minor: Int64, digits: Int, text: String) {
        #expect(AmountText.minor(minor, digits: digits) == text)
    }

    @Test(arguments: [(0, "0.00"), (29, "0.48"), (60, "1.00"), (-90, "-1.50"), (3_600_000, "60,000.00"), (1, "0.02")])
    func `seconds read as minutes`(seconds: Int64, text: String) {
        #expect(AmountText.minutes(seconds: seconds) == text)
    }

    @Test func `micros and nanos are exact`() {
        #expect(AmountText.micros(1_505_655_400, digits: 2) == "1,505.6554")
        #expect(AmountText.micros(-10_000, digits: 2) == "-0.01")
        #expect(AmountText.nanos(12_500_000) == "0.0125")
        #expect(AmountText.nanos(1_234_567_000_000_001) == "1,234,567.000000001")
    }

    @Test func `a table aligns its columns and rules off its totals`() {
        var table = TextTable([.left("name"), .right("count"), .left("note")])
        table.rows = [["alpha", "7", "first"], ["be", "1,000", ""]]
        table.totals = [["Total", "1,007", ""]]
        #expect(
            table.text == """
                name   count  note
                -----  -----  -----
                alpha      7  first
                be     1,000
                -----  -----  -----
                Total  1,007

                """)
    }
}

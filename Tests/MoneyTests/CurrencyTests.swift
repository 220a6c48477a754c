import Testing

import Money

@Suite struct CurrencyTests {
    @Test(
        arguments: [("USD", 2, 10_000), ("JPY", 0, 1_000_000), ("KWD", 3, 1_000), ("eur", 2, 10_000)]
            as [(String, Int, Int64)])
    func `minor digits are those of the standard`(code: String, minorDigits: Int, microsPerMinorUnit: Int64) throws {
        let currency = try #require(Currency(code: code))
        #expect(currency.code == code.uppercased())
        #expect(currency.minorDigits == minorDigits)
        #expect(currency.microsPerMinorUnit == microsPerMinorUnit)
    }

    @Test(arguments: ["", "US", "USDT", "XXX", "ZZZ"])
    func `an unknown code is no currency`(code: String) { #expect(Currency(code: code) == nil) }

    @Test func `the table holds every code once`() { #expect(Currency.all.count == 166) }
}

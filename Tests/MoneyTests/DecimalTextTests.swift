import Testing

import Money

@Suite struct DecimalTextTests {
    @Test(
        arguments: [
            ("0", 9, 0), ("0.0125", 9, 12_500_000), ("0.0125", 6, 12_500), (".5", 6, 500_000), ("007.10", 2, 710),
            ("1.2300000", 2, 123), ("9223372036.854775807", 9, Int64.max), ("12", 0, 12), ("12.000", 0, 12),
        ] as [(String, Int, Int64)])
    func `a decimal is read exactly`(text: String, decimals: Int, value: Int64) throws {
        #expect(try DecimalText.parse(text, decimals: decimals) == value)
        let bytes = Array(text.utf8)
        #expect(try DecimalText.parse(bytes.span, decimals: decimals) == value)
    }

    @Test(
        arguments: [
            ("", 9, .empty), (".", 9, .notDecimal), ("5.", 9, .notDecimal), ("5.", 0, .notDecimal),
            ("-1", 9, .negative),
            ("+1", 9, .notDecimal), ("1e-3", 9, .notDecimal), ("NaN", 9, .notDecimal), ("1,000", 9, .notDecimal),
            ("1.2.3", 9, .notDecimal), (" 1", 9, .notDecimal), ("0.0000000001", 9, .tooPrecise(decimals: 9)),
            ("1.5", 0, .tooPrecise(decimals: 0)), ("9223372036.854775808", 9, .tooLarge), ("99999999999", 9, .tooLarge),
        ] as [(String, Int, DecimalText.Fault)])
    func `anything else is refused with its reason`(text: String, decimals: Int, fault: DecimalText.Fault) {
        #expect(throws: fault) { try DecimalText.parse(text, decimals: decimals) }
    }

    @Test func `a decimal comma is read where it is stated`() throws {
        #expect(try DecimalText.parse("0,1175".utf8, decimals: 9, separator: UInt8(ascii: ",")) == 117_500_000)
    }

    @Test(
        arguments: [
            (0, 6, 0, "0"), (12_500_000, 9, 0, "0.0125"), (-1_500_000, 6, 2, "-1.50"), (1_234_567, 6, 2, "1.234567"),
            (5, 0, 0, "5"), (100, 2, 2, "1.00"), (Int64.min, 6, 0, "-9223372036854.775808"),
        ] as [(Int64, Int, Int, String)])
    func `a scaled integer is written exactly`(value: Int64, decimals: Int, decimalsMin: Int, text: String) {
        #expect(DecimalText.format(value, decimals: decimals, decimalsMin: decimalsMin) == text)
    }
}

import Money
import Testing

@testable import RateCards

/// What stands in a single field or heading.
@Suite struct FieldTextTests {
    @Test(
        arguments: [
            ("60/60", nil, 60, 60), ("60-1", nil, 60, 1), ("1/1/1", 1, 1, 1), ("0-60-60", 0, 60, 60),
            ("30/6/6", 30, 6, 6),
            ("6", nil, 6, 6), ("30s / 6s", nil, 30, 6), ("60 sec", nil, 60, 60), ("0/1", nil, 0, 1),
            (" 60 : 30 ", nil, 60, 30),
            ("60+60", nil, 60, 60), ("30+6", nil, 30, 6), ("per second", nil, 1, 1), ("Per-minute", nil, 60, 60),
            ("1 min + 1 sec", nil, 60, 1), ("minute/second", nil, 60, 1), ("per 6 seconds", nil, 6, 6),
            ("full minute", nil, 60, 60),
        ] as [(String, Int32?, Int32, Int32)])
    func `increments are understood`(text: String, minimum: Int32?, initial: Int32, further: Int32) throws {
        let increments = try IncrementText(Array(text.utf8).span)
        #expect((increments.minimum, increments.initial, increments.further) == (minimum, initial, further))
    }

    @Test(arguments: [
        ("", "not increments such as 60/60 or 60"), ("per call", "not increments such as 60/60 or 60"),
        ("s", "not increments such as 60/60 or 60"), ("99999999 min", "too large"),
        ("60/", "not increments such as 60/60 or 60"), ("1/1/1/1", "not increments such as 60/60 or 60"),
        ("1.5", "not increments such as 60/60 or 60"), ("60/0", "below 1"), ("99999999999", "too large"),
        (
            "2026-01-06", "a date; the spreadsheet took the increments for day and month, so write them as text"
        ),
        ("6-Jan", "not increments such as 60/60 or 60"),
    ])
    func `what are no increments is refused`(text: String, reason: String) {
        #expect { try IncrementText(Array(text.utf8).span) } throws: { ($0 as? IncrementText.Fault)?.reason == reason }
    }

    @Test(arguments: [
        ("Rate", "minute", nil), ("Rate (USD/min)", "minute", "USD"), ("Price per second", "second", nil),
        ("EUR / min", "minute", "EUR"), ("Cost ct/min", "cents-per-minute", nil),
        ("Price per 100 min €", "100-minutes", "EUR"),
        ("RateUSD", "minute", "USD"), ("$ per minute", "minute", "$"), ("Rate per hour", "hour", nil),
        ("Voice in USD", "minute", "USD"), ("cents/sec", "cents-per-second", nil), ("New Rate", "minute", nil),
    ])
    func `headings of prices tell unit and currency`(name: String, unit: String, currency: String?) throws {
        let heading = try #require(PriceHeading(name))
        #expect((heading.unit ?? .minute).name == unit)
        #expect(heading.currency == currency)
    }

    @Test(arguments: [
        "Old Rate", "Rate Change", "Peak Rate", "Rate Type", "Status", "Destination", "Prefix", "Rounding", "min",
        "min_charge",
        "Min. Cost (USD)",
    ])
    func `headings of other things are no prices`(name: String) {
        #expect(PriceHeading(name) == nil)
    }

    @Test func `prices are brought to a minute without losing a digit`() {
        #expect(PriceUnit("second")?.nanosPerMinute(1_000_000) == 60_000_000)
        #expect(PriceUnit("100-minutes")?.nanosPerMinute(1_250_000_000) == 12_500_000)
        #expect(PriceUnit("30s")?.nanosPerMinute(5) == 10)
        #expect(PriceUnit("cents-per-minute")?.nanosPerMinute(1_250_000_000) == 12_500_000)
        #expect(PriceUnit("cents-per-second")?.nanosPerMinute(100) == 60)
        #expect(PriceUnit("7s")?.nanosPerMinute(1) == nil)
        #expect(PriceUnit("100-minutes")?.nanosPerMinute(1) == nil)
        #expect(PriceUnit("second")?.nanosPerMinute(.max) == nil)
        for name in ["minute", "second", "hour", "100-minutes", "100-seconds", "45s", "cents-per-second"] {
            #expect(PriceUnit(name)?.name == name)
        }
        #expect(PriceUnit("0s") == nil && PriceUnit("fortnight") == nil)
    }

    // 0.0125 + 2.5 % = 0.0128125; to 4 decimals half up 0.0128, up 0.0129; -10 % = 0.01125.
    @Test(
        arguments: [
            ("2.5", 9, RoundingMode.halfUp, 12_812_500), ("2.5", 4, .halfUp, 12_800_000), ("2.5", 4, .up, 12_900_000),
            ("-10", 9, .halfUp, 11_250_000), ("-10%", 4, .down, 11_200_000), ("-10", 4, .halfEven, 11_200_000),
            ("0", 2, .halfUp, 10_000_000), ("100", 9, .halfUp, 25_000_000),
        ] as [(String, Int, RoundingMode, Int64)])
    func `a mark-up is exact and rounded once`(percent: String, decimals: Int, mode: RoundingMode, expected: Int64)
        throws
    {
        let milli = try #require(MarkUp.milliPercent(percent))
        #expect(
            MarkUp(milliPercent: milli, decimals: decimals, rounding: mode).applied(toNanos: 12_500_000) == expected)
    }

    @Test func `what is no mark-up, or too much of one, is refused`() {
        for text in ["", "x", "-100", "1.2345", "--1", "%"] { #expect(MarkUp.milliPercent(text) == nil, "\(text)") }
        #expect(MarkUp(milliPercent: 100_000).applied(toNanos: .max) == nil)
    }

    @Test(
        arguments: [
            ("2026-10-01", nil), ("20261001", nil), ("2026/10/1", nil), ("1-Oct-2026", nil), ("01 October 2026", nil),
            ("Oct 1, 2026", nil), ("01-Oct-26", nil), ("1.10.2026", .dmy), ("10/01/2026", .mdy), ("01/10/26", .dmy),
            ("26/10/01", .ymd), ("2026-10-01 00:00", nil), ("2026-10-01T00:00:00Z", nil), ("1-Oct-2026 12:00 AM", nil),
            ("2026-10-01 00:00 UTC", nil), ("2026-10-01 00:00:00 GMT", nil), ("2026-10-01 02:00 +02:00", nil),
        ] as [(String, ReadingSettings.DateOrder?)])
    func `dates are understood`(text: String, order: ReadingSettings.DateOrder?) throws {
        let moment = try DateText.parse(Array(text.utf8).span, order: order)
        #expect(moment.localMicros - (moment.offsetMinutes ?? 0) * 60_000_000 == 1_790_812_800_000_000)
    }

    @Test(arguments: [
        ("2/1/2025", true), ("13/10/2026", true), ("01-10-26", true), ("2026-02-30", false), ("31-Sep-2026", false),
        ("2026-10-01 25:00", false), ("2026-10-01 13:00 PM", false), ("2026-10-01 1:00", false), ("1-Okt-2026", false),
        ("Oct 2026", false), ("2026-10-01 00:00 CET", false), ("1 10 2026", false),
        ("1-Oct-026", false),
    ])
    func `dates that are none, or two, are refused`(text: String, isAmbiguous: Bool) {
        #expect { try DateText.parse(Array(text.utf8).span, order: nil) } throws: {
            ($0 as? DateText.Fault) == (isAmbiguous ? .ambiguous : .notADate)
        }
    }

    @Test func `days as numbers are told apart from dates`() {
        #expect { try DateText.parse(Array("46296".utf8).span, order: nil) } throws: {
            ($0 as? DateText.Fault) == .dayNumber
        }
    }

    @Test(arguments: [
        ("ASAP", Notice.immediately), ("with immediate effect.", .immediately), ("Closed", .closed),
        (" BLOCKED ", .blocked),
        ("no change", .same), ("n/a", .none), ("-", .none), ("Increase", .informative),
    ])
    func `words in place of values are known`(text: String, notice: Notice) {
        #expect(Notice(text) == notice)
        #expect(Notice("closed to some") == nil)
    }
}

import Testing

@testable import Rating

@Suite struct ExchangeRatesTests {
    private static let scale = ExchangeFactor.scale

    /// From currency 0 to 1 on days 10 and 20, from 1 to 0 on days 15 and 20.
    private static let stated = [(0, 1, 10, 2), (1, 0, 15, 3), (0, 1, 20, 4), (1, 0, 20, 5)].map {
        ExchangeRate(from: Int32($0), to: Int32($1), effectiveDay: Int32($2), picos: Int64($3) * scale)
    }

    @Test(
        arguments: [
            (9, nil), (10, (2, false)), (14, (2, false)), (15, (3, true)), (19, (3, true)), (20, (4, false)),
            (400, (4, false)),
        ] as [(Int32, (Int64, Bool)?)])
    func `of two directions the one of the later day wins, of one day the pair's own`(
        day: Int32, expected: (rate: Int64, isInverse: Bool)?
    ) {
        let factor = ExchangeRates(Self.stated).factor(from: 0, to: 1, onDay: day)
        #expect(factor?.isInverse == expected?.isInverse)
        let stated = factor.map { $0.isInverse ? $0.denominator : $0.numerator }
        #expect(stated == expected.map { $0.rate * Self.scale })
    }

    @Test(arguments: [(55, true), (56, false)] as [(Int32, Bool)])
    func `a rate older than the limit is none`(day: Int32, holds: Bool) {
        let rates = ExchangeRates(Self.stated, daysMax: 35)
        let latest = ExchangeFactor(
            numerator: 4 * Self.scale, denominator: Self.scale, isInverse: false, effectiveDay: 20)
        #expect(rates.find(from: 0, to: 1, onDay: day) == (holds ? .factor(latest) : .tooOld(latest)))
        #expect(rates.find(from: 0, to: 2, onDay: day) == .none)
        #expect(rates.find(from: 2, to: 2, onDay: .max) == .factor(.none))
    }
}

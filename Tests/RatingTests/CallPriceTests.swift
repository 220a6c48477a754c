import Money
import Testing

@testable import Rating

private func price(
    _ seconds: Int64, perMinute: Int64, initial: Int32 = 1, increment: Int32 = 1,
    _ change: (inout Rate) -> Void = { _ in }
) -> CallPrice {
    var rate = Rate(prefix: Prefix("1")!, id: 0, destination: 0)
    rate.nanosPerMinute = perMinute
    rate.initialSeconds = initial
    rate.incrementSeconds = increment
    change(&rate)
    return CallPrice(durationNanos: seconds * 1_000_000_000, rate: rate)
}

@Suite struct CallPriceTests {
    @Test(
        arguments: [
            (1, 1, 1, 1), (59, 60, 60, 60), (60, 60, 60, 60), (61, 60, 60, 120), (31, 30, 6, 36), (37, 30, 6, 42),
            (30, 30, 6, 30), (31, 30, 18, 48), (5, 0, 6, 6), (61, 60, 1, 61),
        ] as [(Int64, Int32, Int32, Int64)])
    func `seconds are billed by initial and further increments`(
        seconds: Int64, initial: Int32, increment: Int32, billed: Int64
    ) {
        #expect(price(seconds, perMinute: 1, initial: initial, increment: increment).billedSeconds == billed)
    }

    @Test func `grace frees short calls or is taken off`() {
        let threshold: (inout Rate) -> Void = {
            $0.terms.graceMode = .threshold
            $0.terms.graceSeconds = 5
            $0.setupFeeNanos = 1_000_000_000
        }
        #expect(price(5, perMinute: 60_000_000_000, threshold).amountMicros == 0)
        #expect(price(6, perMinute: 60_000_000_000, threshold).amountMicros == 7_000_000)
        let deduct: (inout Rate) -> Void = {
            $0.terms.graceMode = .deduct
            $0.terms.graceSeconds = 5
        }
        #expect(price(5, perMinute: 60_000_000_000, deduct).amountMicros == 0)
        #expect(price(6, perMinute: 60_000_000_000, deduct).amountMicros == 1_000_000)
    }

    @Test func `cost is capped, then raised to the minimum`() {
        let limits: (inout Rate) -> Void = {
            $0.terms.maximumCostNanos = 500_000_000
            $0.terms.minimumCostNanos = 100_000_000
        }
        #expect(price(600, perMinute: 1_000_000_000, limits).amountMicros == 500_000)
        #expect(price(1, perMinute: 1_000_000_000, limits).amountMicros == 100_000)
        #expect(price(12, perMinute: 1_000_000_000, limits).amountMicros == 200_000)
    }

    @Test func `the fee for an attempt is due whether the call costs anything or not, and outside its limits`() {
        let fee: (inout Rate) -> Void = {
            $0.terms.attemptFeeNanos = 1_500
            $0.terms.maximumCostNanos = 500_000_000
            $0.terms.minimumCostNanos = 100_000_000
            $0.setupFeeNanos = 1_000_000
            $0.terms.graceMode = .threshold
            $0.terms.graceSeconds = 2
        }
        // 1.5 micros, rounded once.
        #expect(price(0, perMinute: 1_000_000_000, fee).amountMicros == 2)
        #expect(price(0, perMinute: 1_000_000_000, fee).billedSeconds == 0)
        #expect(price(2, perMinute: 1_000_000_000, fee).amountMicros == 2)
        // The floor of 0.1, the cap of 0.5.
        #expect(price(3, perMinute: 1_000_000_000, fee).amountMicros == 100_002)
        #expect(price(600, perMinute: 1_000_000_000, fee).amountMicros == 500_002)
        // 12 s are 0.2, and the setup fee.
        #expect(price(12, perMinute: 1_000_000_000, fee).amountMicros == 201_002)
        #expect(price(0, perMinute: 0) { $0.terms.attemptFeeNanos = .max }.amountMicros == 9_223_372_036_854_776)
        #expect(
            price(1, perMinute: .max, initial: .max) {
                $0.terms.attemptFeeNanos = .max
                $0.setupFeeNanos = .max
            }.amountMicros == nil)
    }

    // One second at 0.00015 a minute is 0.0000025: two and a half micros.
    @Test(
        arguments: [
            (RoundingMode.halfUp, 3), (.up, 3), (.down, 2), (.halfEven, 2),
        ] as [(RoundingMode, Int64)])
    func `a half is rounded as the mode says`(mode: RoundingMode, micros: Int64) {
        #expect(price(1, perMinute: 150_000) { $0.terms.roundingMode = mode }.amountMicros == micros)
    }

    @Test func `rounding is to the decimals of the rate`() {
        // 10 s at 0.005 a minute = 0.000833...
        let cost: (UInt8) -> Int64? = { decimals in
            price(10, perMinute: 5_000_000) { $0.terms.roundingDecimals = decimals }.amountMicros
        }
        #expect(cost(6) == 833)
        #expect(cost(4) == 800)
        #expect(cost(3) == 1_000)
        #expect(cost(0) == 0)
    }

    @Test func `fractions of a second are rounded as the terms say`() {
        var rate = Rate(prefix: Prefix("1")!, id: 0, destination: 0)
        rate.nanosPerMinute = 60_000_000_000
        for (rounding, seconds): (RatingTerms.DurationRounding, Int64) in [
            (.up, 10), (.down, 9), (.halfUp, 9), (.halfDown, 9),
        ] {
            rate.terms.durationRounding = rounding
            #expect(CallPrice(durationNanos: 9_100_000_000, rate: rate).billedSeconds == seconds)
        }
        rate.terms.durationRounding = .halfUp
        #expect(CallPrice(durationNanos: 9_500_000_000, rate: rate).billedSeconds == 10)
        rate.terms.durationRounding = .halfDown
        #expect(CallPrice(durationNanos: 9_500_000_000, rate: rate).billedSeconds == 9)
        #expect(CallPrice(durationNanos: 9_500_000_001, rate: rate).billedSeconds == 10)
        rate.terms.durationRounding = .down
        #expect(CallPrice(durationNanos: 999_999_999, rate: rate).amountMicros == 0)
    }

    @Test func `what cannot be stored has no amount`() {
        #expect(price(2_147_483_647, perMinute: .max).amountMicros == nil)
        #expect(price(2_147_483_647, perMinute: 1, initial: 1, increment: 2_147_483_647).amountMicros == nil)
        #expect(price(1, perMinute: .max).amountMicros == 153_722_867_280_913)
    }
}

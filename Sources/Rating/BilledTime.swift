/// The billed seconds of a call as increments on its time line:
///
///     start   + skipped        + initial     + increment each                    + rest
///     |-------|----------------|-------------|------|------|------|--------------|
///              grace deducted   one, if > 0    `increments` of them   what the minimum adds, one, if > 0
///
/// An increment belongs to the time band in which it begins.
public struct BilledTime: Equatable, Sendable {
    public var skippedSeconds: Int64 = 0
    public var initialSeconds: Int64 = 0
    public var incrementSeconds: Int64 = 1
    public var increments: Int64 = 0
    public var restSeconds: Int64 = 0

    public var billedSeconds: Int64 { initialSeconds + increments * incrementSeconds + restSeconds }

    init() {}

    /// - Parameter chargeableSeconds: above zero, after rounding and grace.
    init(chargeableSeconds: Int64, roundedSeconds: Int64, rate: Rate) {
        skippedSeconds = roundedSeconds - chargeableSeconds
        initialSeconds = Int64(rate.initialSeconds)
        incrementSeconds = Int64(rate.incrementSeconds)
        if chargeableSeconds > initialSeconds {
            increments = (chargeableSeconds - initialSeconds + incrementSeconds - 1) / incrementSeconds
        }
        restSeconds = max(0, Int64(rate.minimumSeconds) - billedSeconds)
    }

    /// Gives the increments to `body` in their order, those that begin in one stretch of a band together.
    ///
    /// - Parameter startMicros: start of the call.
    public func forEachStretch(
        from startMicros: Int64, _ calendar: BandCalendar, _ body: (_ seconds: Int64, _ band: Int32) -> Void
    ) {
        var micros = startMicros + skippedSeconds * 1_000_000
        if initialSeconds > 0 {
            body(initialSeconds, calendar.band(atMicros: micros))
            micros += initialSeconds * 1_000_000
        }
        let step = incrementSeconds * 1_000_000
        var left = increments
        while left > 0 {
            let (band, until) = calendar.band(
                atSeconds: micros >= 0 ? micros / 1_000_000 : -((999_999 - micros) / 1_000_000))
            // Those that begin before the edge; one at least, for the band is that of now.
            let count = min(left, (until * 1_000_000 - micros + step - 1) / step)
            body(count * incrementSeconds, band)
            micros += count * step
            left -= count
        }
        if restSeconds > 0 { body(restSeconds, calendar.band(atMicros: micros)) }
    }
}

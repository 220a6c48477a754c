// When an expression fires next, in a zone whose clock is set forward and back.

extension CronExpression {
    /// The first instant after `seconds` at which the schedule fires, in seconds since 1970 UTC; nil = none within eight
    /// years, which span every 29 February.
    ///
    /// Where the clock is set forward, a time that it leaves out fires at the first instant behind the gap. Where it is set
    /// back, a time that comes twice fires the first time only. An expression of every hour follows elapsed time instead:
    /// nothing is added for the hour left out, and both of the two equal hours fire.
    ///
    /// - Parameter offset: seconds east of UTC that the zone's clock shows at an instant in seconds since 1970 UTC.
    public func next(after seconds: Int64, offset: (Int64) -> Int64) -> Int64? {
        let first = CivilDay(daysSince1970: Int32(clamping: floored(seconds + offset(seconds), by: 86_400)))
        // The day before as well: clocks set back at midnight repeat hours of it.
        for number in -1..<(8 * 366) {
            let day = first + number
            guard fires(on: day) else { continue }
            if let instant = instants(on: day, offset: offset).filter({ $0 > seconds }).min() { return instant }
        }
        return nil
    }

    private func instants(on day: CivilDay, offset: (Int64) -> Int64) -> Set<Int64> {
        var instants: Set<Int64> = []
        let midnight = Int64(day.daysSince1970) * 86_400
        // A clock that shows the same offset the day before and the day after was not changed between.
        let offsets = Set([offset(midnight - 86_400), offset(midnight + 172_800)])
        let steady = offsets.count == 1 ? offsets.first : nil
        for hour in hours {
            for minute in minutes {
                let local = midnight + Int64(hour * 3_600 + minute * 60)
                if let steady {
                    instants.insert(local - steady)
                    continue
                }
                let found = CronExpression.instants(ofLocalSeconds: local, offset: offset)
                if isEveryHour {
                    instants.formUnion(found)
                } else {
                    instants.insert(found.first ?? CronExpression.endOfGap(atLocalSeconds: local, offset: offset))
                }
            }
        }
        return instants
    }

    /// The instants at which the clock shows a time, ascending: none, one or two.
    private static func instants(ofLocalSeconds local: Int64, offset: (Int64) -> Int64) -> [Int64] {
        let offsets = Set([offset(local - 86_400), offset(local), offset(local + 86_400)])
        return offsets.map { local - $0 }.filter { $0 + offset($0) == local }.sorted()
    }

    /// The first instant at which the clock shows a time later than one that it leaves out.
    private static func endOfGap(atLocalSeconds local: Int64, offset: (Int64) -> Int64) -> Int64 {
        var before = local - 86_400 - offset(local - 86_400)
        var after = local + 86_400 - offset(local + 86_400)
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if middle + offset(middle) > local { after = middle } else { before = middle }
        }
        return after
    }
}

/// Quotient rounded towards negative infinity; `divisor` is above zero.
private func floored(_ number: Int64, by divisor: Int64) -> Int64 {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
}

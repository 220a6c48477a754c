package import CallRecords

/// A number that is let to a customer for a span of time: a call to it is inbound, whoever its record names.
public struct DID: Sendable, Equatable {
    /// 1 to 16 digits, as records have them once they are normalised.
    public var number: [UInt8]
    /// Starts of calls, half open, in microseconds since 1970 UTC.
    public var fromMicros: Int64
    public var toMicros: Int64
    /// Indices that `Tariff.Builder.addParty` returned: the customer's, and that of the supplier who is paid for the call,
    /// -1 where nobody is.
    public var sellParty: Int32
    public var buyParty: Int32

    public init(
        number: [UInt8], fromMicros: Int64 = .min, toMicros: Int64 = .max, sellParty: Int32, buyParty: Int32 = -1
    ) {
        self.number = number
        self.fromMicros = fromMicros
        self.toMicros = toMicros
        self.sellParty = sellParty
        self.buyParty = buyParty
    }
}

extension DID {
    /// A number's days with one customer, as catalogs state them.
    package struct Days: Sendable, Equatable {
        /// Days since 1970-01-01 in the customer's billing zone; the second is behind the last one, nil = none.
        package var firstDay: Int32
        package var endDay: Int32?

        package init(firstDay: Int32, endDay: Int32?) {
            self.firstDay = firstDay
            self.endDay = endDay
        }
    }

    /// The spans of one number's days as instants, in microseconds since 1970 UTC.
    ///
    /// Where a number goes from a customer in one zone to a customer in another from one day to the next, the hours that
    /// both days have are the new customer's, and those that neither has stay with the former.
    ///
    /// - Parameter days: ascending, not overlapping, each with the offsets of its customer's billing zone.
    package static func spans(of days: [(days: Days, zone: ZoneOffsets)]) -> [Range<Int64>] {
        func micros(_ day: Int32, _ zone: ZoneOffsets) -> Int64 { zone.firstInstant(ofDay: day) * 1_000_000 }
        var spans = days.map { item in
            let first = micros(item.days.firstDay, item.zone)
            return first..<max(first, item.days.endDay.map { micros($0, item.zone) } ?? .max)
        }
        for index in spans.indices.dropLast() {
            let next = spans[index + 1].lowerBound
            let goesOn = days[index].days.endDay == days[index + 1].days.firstDay
            if goesOn || spans[index].upperBound > next {
                spans[index] = min(spans[index].lowerBound, next)..<next
            }
        }
        return spans
    }
}

extension JSON {
    /// Effect of new prices on the traffic of the last 30 days.
    package struct MarginEffect: Codable, Equatable, Sendable {
        package var currency: String
        package var side: String
        package var firstOn: String
        /// The day behind the last.
        package var endOn: String
        /// Left out of the margin.
        package var otherCurrencies: [String]
        package var total: MarginLine
        package var destinations: [MarginLine]
        package var prefixes: [MarginLine]

        package init(
            currency: String, side: String, firstOn: String, endOn: String, otherCurrencies: [String],
            total: MarginLine, destinations: [MarginLine], prefixes: [MarginLine]
        ) {
            self.currency = currency
            self.side = side
            self.firstOn = firstOn
            self.endOn = endOn
            self.otherCurrencies = otherCurrencies
            self.total = total
            self.destinations = destinations
            self.prefixes = prefixes
        }

        private enum CodingKeys: String, CodingKey {
            case currency, side
            case firstOn = "first_on"
            case endOn = "end_on"
            case otherCurrencies = "other_currencies"
            case total, destinations, prefixes
        }
    }

    /// Traffic of a destination or prefix at the prices before and after.
    package struct MarginLine: Codable, Equatable, Sendable {
        package var destination: String?
        package var prefix: String?
        package var billedS: Int64
        package var lostS: Int64
        package var beforeMicros: Int64
        package var afterMicros: Int64
        package var otherMicros: Int64?
        package var marginBeforeMicros: Int64?
        package var marginAfterMicros: Int64?
        package var beforeNanosPerMinute: Int64?
        package var afterNanosPerMinute: Int64?

        package init(
            destination: String? = nil, prefix: String? = nil, billedS: Int64, lostS: Int64, beforeMicros: Int64,
            afterMicros: Int64, otherMicros: Int64? = nil, marginBeforeMicros: Int64? = nil,
            marginAfterMicros: Int64? = nil, beforeNanosPerMinute: Int64? = nil, afterNanosPerMinute: Int64? = nil
        ) {
            self.destination = destination
            self.prefix = prefix
            self.billedS = billedS
            self.lostS = lostS
            self.beforeMicros = beforeMicros
            self.afterMicros = afterMicros
            self.otherMicros = otherMicros
            self.marginBeforeMicros = marginBeforeMicros
            self.marginAfterMicros = marginAfterMicros
            self.beforeNanosPerMinute = beforeNanosPerMinute
            self.afterNanosPerMinute = afterNanosPerMinute
        }

        private enum CodingKeys: String, CodingKey {
            case destination, prefix
            case billedS = "billed_s"
            case lostS = "lost_s"
            case beforeMicros = "before_micros"
            case afterMicros = "after_micros"
            case otherMicros = "other_micros"
            case marginBeforeMicros = "margin_before_micros"
            case marginAfterMicros = "margin_after_micros"
            case beforeNanosPerMinute = "before_nanos_per_minute"
            case afterNanosPerMinute = "after_nanos_per_minute"
        }
    }
}

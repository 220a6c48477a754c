extension JSON {
    /// Margin before and after a deck that is tried and stored nowhere.
    package struct WhatIf: Codable, Equatable, Sendable {
        package var card: String
        package var side: String
        package var scope: String
        package var rates: Int
        /// Rows of the deck that were not taken, with their lines.
        package var refusals: [String]
        package var calls: Int64
        package var elapsedMs: Int64
        package var totals: [WhatIfSum]
        package var destinations: [WhatIfSum]
        package var customers: [WhatIfSum]

        package init(
            card: String, side: String, scope: String, rates: Int, refusals: [String], calls: Int64, elapsedMs: Int64,
            totals: [WhatIfSum], destinations: [WhatIfSum], customers: [WhatIfSum]
        ) {
            self.card = card
            self.side = side
            self.scope = scope
            self.rates = rates
            self.refusals = refusals
            self.calls = calls
            self.elapsedMs = elapsedMs
            self.totals = totals
            self.destinations = destinations
            self.customers = customers
        }

        private enum CodingKeys: String, CodingKey {
            case card, side, scope, rates, refusals, calls
            case elapsedMs = "elapsed_ms"
            case totals, destinations, customers
        }
    }

    /// Margin of a destination or customer before and after.
    package struct WhatIfSum: Codable, Equatable, Sendable {
        package var name: String
        package var code: String?
        package var sellCurrency: String
        package var buyCurrency: String
        package var callsBefore: Int64
        package var callsAfter: Int64
        package var callsLost: Int64
        package var callsGained: Int64
        package var sellMicrosBefore: Int128
        package var buyMicrosBefore: Int128
        package var sellMicrosAfter: Int128
        package var buyMicrosAfter: Int128
        /// In `sellCurrency`; nil where no exchange rate was in effect.
        package var marginMicrosBefore: Int128?
        package var marginMicrosAfter: Int128?
        /// Share of revenue, rounded half up.
        package var marginPermilleBefore: Int128?
        package var marginPermilleAfter: Int128?
        package var callsNotCompared: Int64
        package var callsNotExchanged: Int64

        package init(
            name: String, code: String? = nil, sellCurrency: String, buyCurrency: String, callsBefore: Int64,
            callsAfter: Int64, callsLost: Int64, callsGained: Int64, sellMicrosBefore: Int128, buyMicrosBefore: Int128,
            sellMicrosAfter: Int128, buyMicrosAfter: Int128, marginMicrosBefore: Int128? = nil,
            marginMicrosAfter: Int128? = nil, marginPermilleBefore: Int128? = nil, marginPermilleAfter: Int128? = nil,
            callsNotCompared: Int64, callsNotExchanged: Int64
        ) {
            self.name = name
            self.code = code
            self.sellCurrency = sellCurrency
            self.buyCurrency = buyCurrency
            self.callsBefore = callsBefore
            self.callsAfter = callsAfter
            self.callsLost = callsLost
            self.callsGained = callsGained
            self.sellMicrosBefore = sellMicrosBefore
            self.buyMicrosBefore = buyMicrosBefore
            self.sellMicrosAfter = sellMicrosAfter
            self.buyMicrosAfter = buyMicrosAfter
            self.marginMicrosBefore = marginMicrosBefore
            self.marginMicrosAfter = marginMicrosAfter
            self.marginPermilleBefore = marginPermilleBefore
            self.marginPermilleAfter = marginPermilleAfter
            self.callsNotCompared = callsNotCompared
            self.callsNotExchanged = callsNotExchanged
        }

        private enum CodingKeys: String, CodingKey {
            case name, code
            case sellCurrency = "sell_currency"
            case buyCurrency = "buy_currency"
            case callsBefore = "calls_before"
            case callsAfter = "calls_after"
            case callsLost = "calls_lost"
            case callsGained = "calls_gained"
            case sellMicrosBefore = "sell_micros_before"
            case buyMicrosBefore = "buy_micros_before"
            case sellMicrosAfter = "sell_micros_after"
            case buyMicrosAfter = "buy_micros_after"
            case marginMicrosBefore = "margin_micros_before"
            case marginMicrosAfter = "margin_micros_after"
            case marginPermilleBefore = "margin_permille_before"
            case marginPermilleAfter = "margin_permille_after"
            case callsNotCompared = "calls_not_compared"
            case callsNotExchanged = "calls_not_exchanged"
        }
    }
}

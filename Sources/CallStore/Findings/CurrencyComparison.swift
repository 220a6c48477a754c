package import Rating

/// Charge and cost of a call in one currency: that of the customer, by the exchange rate of the customer's billing day.
package struct CurrencyComparison {
    private let rates: ExchangeRates
    /// The factor that was asked for last, which is nearly always the next one, too.
    private var last: (from: Int32, to: Int32, day: Int32, factor: ExchangeFactor?)?

    package init(_ rates: ExchangeRates) { self.rates = rates }

    /// What one unit of the supplier's currency is in the customer's; nil where no rate is in effect.
    package mutating func factor(from supplier: Int32, to customer: Int32, onDay day: Int32) -> ExchangeFactor? {
        if supplier == customer { return ExchangeFactor.none }
        if let last, last.from == supplier, last.to == customer, last.day == day { return last.factor }
        let factor = rates.factor(from: supplier, to: customer, onDay: day)
        last = (supplier, customer, day, factor)
        return factor
    }
}

extension ExchangeFactor {
    /// An amount of micros in the other currency, rounded half away from zero to a micro, for comparison only.
    package func converted(_ micros: Int64) -> Int128 {
        let product = Int128(micros.magnitude) * Int128(numerator)
        let rounded = (product + Int128(denominator) / 2) / Int128(denominator)
        return micros < 0 ? -rounded : rounded
    }
}

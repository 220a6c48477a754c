package import Money
internal import Vocabulary

/// An amount of money as people state it.
package enum PaymentAmount {
    /// The amount in minor units of its currency.
    ///
    /// - Throws: a `Refusal` for what is no number above zero, or has more decimals than the currency.
    package static func minor(_ text: some StringProtocol, of currency: Currency, as field: String) throws -> Int64 {
        let reason: String
        do {
            let minor = try DecimalText.parse(text, decimals: currency.minorDigits)
            if minor > 0 { return minor }
            reason = "not above zero"
        } catch {
            reason = error.reason
        }
        throw Refusal(
            .invalid, "payment.amount", "'\(text)' is no amount of \(currency.code): \(reason)",
            facts: ["currency": currency.code], place: Refusal.Place(field: field))
    }

    /// The currency of that code.
    package static func currency(_ code: some StringProtocol) throws -> Currency {
        guard let currency = Currency(code: code) else {
            throw Refusal(
                .invalid, "currency.unknown", "'\(code)' is not a currency of ISO 4217",
                facts: ["currency": String(code)])
        }
        return currency
    }
}

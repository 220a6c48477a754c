internal import Catalog
internal import Receivables

extension RecordedPayment {
    /// `PAY-main-2026-000001  acme  1,200.00 USD received, 1,000.00 of it allocated`.
    var text: String {
        var text =
            "\(number)  \(partner)  \(AmountText.minor(totalMinor, digits: minorDigits)) \(currency) \(purpose.words)"
        if let bankCurrency, let bankMinorDigits, bankCurrency != currency {
            text += " (\(AmountText.minor(cashMinor, digits: bankMinorDigits)) \(bankCurrency))"
        }
        if taxMinor > 0 { text += ", \(AmountText.minor(taxMinor, digits: minorDigits)) of it tax" }
        if purpose == .received {
            text +=
                allocatedMinor == totalMinor
                ? ", all of it allocated"
                : ", \(AmountText.minor(totalMinor - allocatedMinor, digits: minorDigits)) unapplied"
        }
        return text
    }
}

extension [PaymentSteps.Part] {
    /// A line for each invoice.
    func text(_ verb: String) -> String {
        map { "\($0.number)  \(AmountText.minor($0.amountMinor, digits: $0.minorDigits)) \($0.currency) \(verb)\n" }
            .joined()
    }
}

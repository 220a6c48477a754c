import Money

/// Amounts as people read them: `-1,234.50`.
package enum AmountText {
    /// An amount in minor units of a currency with `digits` decimals.
    package static func minor(_ minor: some SignedInteger, digits: Int) -> String {
        grouped(DecimalText.format(minor, decimals: digits, decimalsMin: digits))
    }

    /// An amount in micros (10^-6), exactly: with at least `digits` decimals.
    package static func micros(_ micros: some SignedInteger, digits: Int) -> String {
        grouped(DecimalText.format(micros, decimals: DecimalText.microDecimals, decimalsMin: digits))
    }

    /// An amount in micros (10^-6) of a currency, exactly: with at least the decimals of its minor unit.
    package static func micros(_ micros: some SignedInteger, in currency: String) -> String {
        self.micros(micros, digits: Currency.minorDigits(of: currency))
    }

    /// A rate in nanos (10^-9), exactly: with at least four decimals.
    package static func nanos(_ nanos: Int64) -> String {
        grouped(DecimalText.format(nanos, decimals: DecimalText.nanoDecimals, decimalsMin: 4))
    }

    /// Seconds as minutes with two decimals, rounded half up for the eye only.
    package static func minutes(seconds: Int64) -> String {
        let hundredths = (seconds.magnitude * 100 + 30) / 60
        let text = DecimalText.format(Int64(hundredths), decimals: 2, decimalsMin: 2)
        return grouped(seconds < 0 && hundredths > 0 ? "-" + text : text)
    }

    package static func count(_ count: Int64) -> String { grouped(String(count)) }

    /// A count with what is counted: `1 row`, `1,204 rows`.
    ///
    /// - Parameter noun: one of them; `CountedNoun` makes several of it.
    package static func count(_ count: Int64, _ noun: String) -> String {
        "\(grouped(String(count))) \(CountedNoun.of(noun, count))"
    }

    /// Commas between the thousands of the digits before the point.
    package static func grouped(_ number: String) -> String {
        let sign = number.hasPrefix("-") ? "-" : ""
        let digits = number.dropFirst(sign.count).prefix { $0 != "." }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return sign + text + number.dropFirst(sign.count + digits.count)
    }
}

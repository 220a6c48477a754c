import Billing
import Money

/// Sums of amounts, which may exceed 64 bits.
enum MicrosText {
    /// Exactly, with at least the decimals of the currency's minor unit.
    static func amount(_ micros: Int128, _ currency: String) -> String {
        let digits = Currency(code: currency)?.minorDigits ?? 2
        guard let small = Int64(exactly: micros) else { return "\(micros) micros" }
        return AmountText.micros(small, digits: digits)
    }

    /// With a sign also above zero.
    static func difference(_ micros: Int128, _ currency: String) -> String {
        (micros > 0 ? "+" : "") + amount(micros, currency)
    }

    /// For programs: a number that may be longer than theirs.
    static func exact(_ micros: Int128) -> String { String(micros) }
}

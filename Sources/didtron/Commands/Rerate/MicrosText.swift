internal import Catalog
import Money

/// Sums of amounts, which may exceed 64 bits.
enum MicrosText {
    /// Exactly, with at least the decimals of the currency's minor unit.
    static func amount(_ micros: Int128, _ currency: String) -> String {
        AmountText.micros(micros, digits: Currency(code: currency)?.minorDigits ?? 2)
    }

    /// With a sign also above zero.
    static func difference(_ micros: Int128, _ currency: String) -> String {
        (micros > 0 ? "+" : "") + amount(micros, currency)
    }

    /// For programs: a number that may be longer than theirs.
    static func exact(_ micros: Int128) -> String { String(micros) }

    /// With one decimal, rounded half up for the eye only; nil of nothing.
    static func percent(_ part: Int128, of whole: Int128) -> String? {
        guard whole > 0 else { return nil }
        let tenths = (part.magnitude * 2000 + whole.magnitude) / (2 * whole.magnitude)
        return (part < 0 && tenths > 0 ? "-" : "") + "\(tenths / 10).\(tenths % 10)"
    }
}

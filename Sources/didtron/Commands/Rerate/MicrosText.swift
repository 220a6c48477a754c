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

    /// Tenths of a percent, rounded half up for the eye only; nil of nothing.
    static func permille(_ part: Int128, of whole: Int128) -> Int128? {
        guard whole > 0 else { return nil }
        let tenths = Int128((part.magnitude * 2000 + whole.magnitude) / (2 * whole.magnitude))
        return part < 0 ? -tenths : tenths
    }

    /// Tenths of a percent as a percentage: `-12.5`.
    static func percent(_ permille: Int128) -> String {
        (permille < 0 ? "-" : "") + "\(permille.magnitude / 10).\(permille.magnitude % 10)"
    }
}

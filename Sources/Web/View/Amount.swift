import Catalog
import Money

/// Amounts, counts and durations as pages write them: the one place for it.
struct Amount: Sendable, Equatable {
    let text: String
    let isNegative: Bool

    private init(_ text: String) {
        isNegative = text.hasPrefix("-")
        // The minus of typesetters stands in the column of the digits.
        self.text = isNegative ? "\u{2212}" + text.dropFirst() : text
    }

    /// Minor units of a currency with so many decimals: documents, balances, payments.
    static func minor(_ minor: some SignedInteger, digits: Int) -> Amount {
        Amount(AmountText.minor(minor, digits: digits))
    }

    /// Micros with all six decimals: usage, prices of calls.
    static func micros(_ micros: some SignedInteger) -> Amount {
        Amount(AmountText.micros(micros, digits: DecimalText.microDecimals))
    }

    /// Micros exactly, with at least so many decimals.
    static func exact(_ micros: some SignedInteger, digits: Int) -> Amount {
        Amount(AmountText.micros(micros, digits: digits))
    }

    /// Decimals that amounts of one column have in common: those of the currency where they are enough, else all six.
    static func digits(of micros: [Int128], atLeast digits: Int) -> Int {
        let unit = (digits..<DecimalText.microDecimals).reduce(Int128(1)) { power, _ in power * 10 }
        return micros.allSatisfy { $0 % unit == 0 } ? digits : DecimalText.microDecimals
    }

    /// Nanos a minute, with at least four decimals.
    static func rate(_ nanos: Int64) -> Amount { Amount(AmountText.nanos(nanos)) }

    /// The same with so many decimals, which rates of one column have in common.
    static func rate(_ nanos: Int64, decimals: Int) -> Amount {
        Amount(AmountText.grouped(DecimalText.format(nanos, decimals: DecimalText.nanoDecimals, decimalsMin: decimals)))
    }

    /// Decimals of the rate that needs most, at least four.
    static func rateDecimals(_ rates: [Int64]) -> Int {
        rates.map { nanos in
            (4...9).first { decimals in nanos % (decimals..<9).reduce(1) { power, _ in power * 10 } == 0 } ?? 9
        }.max() ?? 4
    }

    static func count(_ count: some SignedInteger) -> Amount { Amount(AmountText.grouped(String(count))) }

    /// Seconds as minutes with one decimal, rounded half up for the eye.
    static func minutes(seconds: some SignedInteger) -> Amount {
        // Durations are sums of 64-bit numbers, far below a tenth of what this holds.
        let tenths = (Int128(seconds).magnitude * 10 + 30) / 60
        let text = AmountText.grouped(DecimalText.format(Int128(tenths), decimals: 1, decimalsMin: 1))
        return Amount(seconds < 0 && tenths > 0 ? "-" + text : text)
    }

    /// Nanoseconds of one call as `h:mm:ss`, rounded down.
    static func duration(nanos: Int64) -> String {
        let seconds = nanos.magnitude / 1_000_000_000
        func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    /// For files: no commas, an ordinary minus.
    static func plain(_ minor: some SignedInteger, digits: Int) -> String {
        DecimalText.format(minor, decimals: digits, decimalsMin: digits)
    }

    static func plain(micros: some SignedInteger) -> String {
        DecimalText.format(micros, decimals: DecimalText.microDecimals, decimalsMin: DecimalText.microDecimals)
    }
}

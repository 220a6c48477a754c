/// Exact decimal numbers as text, to and from integers scaled by a power of ten: `0.0125` is 12,500,000 nanos.
///
///     text = digits [ separator digits ] | separator digits      (`5.` is no number, `.5` is)
///
/// Signs, exponents, thousands separators, blanks and `NaN` are refused. Digits beyond the scale are refused unless they
/// are zeros, because dropping one would change a price.
public enum DecimalText {
    /// Why a text is no number of the scale asked for; `reason` fits behind "column rate_per_min: ".
    public enum Fault: Error, Equatable, Sendable {
        case empty
        case negative
        case notDecimal
        case tooPrecise(decimals: Int)
        case tooLarge

        public var reason: String {
            switch self {
            case .empty: "empty"
            case .negative: "below zero"
            case .notDecimal: "not a decimal number"
            case .tooPrecise(let decimals): "more than \(decimals) decimals"
            case .tooLarge: "too large"
            }
        }
    }

    /// Decimals of a nano, the unit of rates.
    public static let nanoDecimals = 9
    /// Decimals of a micro, the unit of amounts.
    public static let microDecimals = 6

    /// The number times 10^`decimals`, exactly.
    ///
    /// - Parameter separator: of the decimals: `.`, or `,` where a column is known to write a decimal comma.
    public static func parse(
        _ text: Span<UInt8>, decimals: Int, separator: UInt8 = UInt8(ascii: ".")
    ) throws(Fault) -> Int64 {
        var number = Accumulator(decimals: decimals, separator: separator)
        for index in text.indices { try number.take(text[index]) }
        return try number.finish()
    }

    public static func parse(
        _ text: some Collection<UInt8>, decimals: Int, separator: UInt8 = UInt8(ascii: ".")
    ) throws(Fault) -> Int64 {
        var number = Accumulator(decimals: decimals, separator: separator)
        for byte in text { try number.take(byte) }
        return try number.finish()
    }

    public static func parse(_ text: some StringProtocol, decimals: Int) throws(Fault) -> Int64 {
        try parse(text.utf8, decimals: decimals)
    }

    /// Nanos (10^-9) of a number in units.
    public static func nanos(_ text: some StringProtocol) throws(Fault) -> Int64 {
        try parse(text.utf8, decimals: nanoDecimals)
    }

    /// Micros (10^-6) of a number in units.
    public static func micros(_ text: some StringProtocol) throws(Fault) -> Int64 {
        try parse(text.utf8, decimals: microDecimals)
    }

    /// `value` / 10^`decimals` as text, exactly; zeros at the end are dropped down to `decimalsMin` decimals.
    public static func format(_ value: some SignedInteger, decimals: Int, decimalsMin: Int = 0) -> String {
        var bytes: [UInt8] = []
        append(value, decimals: decimals, decimalsMin: decimalsMin, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same, appended as ASCII.
    @_specialize(where Value == Int64)
    public static func append<Value: SignedInteger>(
        _ value: Value, decimals: Int, decimalsMin: Int = 0, to bytes: inout [UInt8]
    ) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        // Least significant digit first; at least one digit stands before the point.
        var digits: [UInt8] = []
        var rest = value.magnitude
        while rest > 0 || digits.count <= decimals {
            digits.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        bytes.append(contentsOf: digits[decimals...].reversed())
        var shown = decimals
        while shown > decimalsMin, digits[decimals - shown] == UInt8(ascii: "0") { shown -= 1 }
        guard shown > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: digits[(decimals - shown)..<decimals].reversed())
    }
}

/// Takes the bytes of a number one after the other.
private struct Accumulator {
    let decimals: Int
    let separator: UInt8
    private var value: Int64 = 0
    private var digits = 0
    /// Digits after the separator; nil before it.
    private var places: Int?

    init(decimals: Int, separator: UInt8) {
        self.decimals = decimals
        self.separator = separator
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) throws(DecimalText.Fault) {
        let digit = byte &- UInt8(ascii: "0")
        if digit <= 9 {
            digits += 1
            if let places {
                self.places = places + 1
                if places >= decimals {
                    guard digit == 0 else { throw .tooPrecise(decimals: decimals) }
                    return
                }
            }
            try shift(in: Int64(digit))
        } else if byte == separator, places == nil {
            places = 0
        } else if byte == UInt8(ascii: "-"), digits == 0, places == nil {
            throw .negative
        } else {
            throw .notDecimal
        }
    }

    mutating func finish() throws(DecimalText.Fault) -> Int64 {
        if digits == 0 { throw places == nil ? .empty : .notDecimal }
        if places == 0 { throw .notDecimal }
        var missing = decimals - (places ?? 0)
        while missing > 0 {
            try shift(in: 0)
            missing -= 1
        }
        return value
    }

    @inline(__always)
    private mutating func shift(in digit: Int64) throws(DecimalText.Fault) {
        let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tens.addingReportingOverflow(digit)
        guard !overflow, !carry else { throw .tooLarge }
        value = sum
    }
}

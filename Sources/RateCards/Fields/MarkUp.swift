public import Money

/// A percentage added to every price of a deck, and how the result is rounded.
public struct MarkUp: Equatable, Sendable, Codable {
    /// Thousandths of a percent: 2,500 is 2.5 %. Above -100,000.
    public var milliPercent: Int64
    /// Decimals of the currency unit that a marked-up price keeps, 0 to 9.
    public var decimals: Int
    public var rounding: RoundingMode

    public init(milliPercent: Int64, decimals: Int = DecimalText.nanoDecimals, rounding: RoundingMode = .halfUp) {
        self.milliPercent = milliPercent
        self.decimals = decimals
        self.rounding = rounding
    }

    /// The price with the percentage, rounded once; nil where it is too large.
    func applied(toNanos nanos: Int64) -> Int64? {
        let exact = Int128(nanos) * Int128(100_000 + milliPercent)
        var unit: Int128 = 100_000
        var step: Int128 = 1
        for _ in decimals..<DecimalText.nanoDecimals { step *= 10 }
        unit *= step
        var steps = exact / unit
        let rest = exact % unit
        switch rounding {
        case .halfUp: steps += rest * 2 >= unit ? 1 : 0
        case .up: steps += rest > 0 ? 1 : 0
        case .down: break
        case .halfDown: steps += rest * 2 > unit ? 1 : 0
        case .halfEven: steps += rest * 2 > unit || (rest * 2 == unit && steps % 2 != 0) ? 1 : 0
        }
        return Int64(exactly: steps * step)
    }

    /// `2.5 %, rounded half up to 9 decimals`
    public var description: String {
        let percent = DecimalText.format(milliPercent, decimals: 3)
        return "\(percent) %, rounded \(rounding.name.replacing("_", with: " ")) to \(decimals) decimals"
    }

    private enum CodingKeys: String, CodingKey { case percent, decimals, rounding }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let percent = try values.decode(String.self, forKey: .percent)
        let rounding = try values.decodeIfPresent(String.self, forKey: .rounding) ?? RoundingMode.halfUp.name
        let decimals = try values.decodeIfPresent(Int.self, forKey: .decimals) ?? DecimalText.nanoDecimals
        guard let milliPercent = MarkUp.milliPercent(percent), let mode = RoundingMode(name: rounding),
            (0...DecimalText.nanoDecimals).contains(decimals)
        else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "not a mark-up such as percent 2.5, decimals 4, up"))
        }
        self.init(milliPercent: milliPercent, decimals: decimals, rounding: mode)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(DecimalText.format(milliPercent, decimals: 3), forKey: .percent)
        try values.encode(decimals, forKey: .decimals)
        try values.encode(rounding.name, forKey: .rounding)
    }

    /// `2.5`, `2.5%`, `-10`: thousandths of a percent; nil = no percentage, or one that takes away all or more.
    public static func milliPercent(_ text: String) -> Int64? {
        var number = text[...]
        if number.hasSuffix("%") { number = number.dropLast() }
        let isNegative = number.hasPrefix("-")
        if isNegative || number.hasPrefix("+") { number = number.dropFirst() }
        guard let value = try? DecimalText.parse(number, decimals: 3), value <= 100_000_000 else { return nil }
        guard !isNegative || value < 100_000 else { return nil }
        return isNegative ? -value : value
    }
}

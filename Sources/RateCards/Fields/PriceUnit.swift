/// For how much time, and in which part of the currency, a deck states its prices.
public struct PriceUnit: Hashable, Sendable {
    /// Seconds that a price is for.
    public var seconds: Int64
    /// Parts of the currency unit that a price counts: 1, or 100 for cents.
    public var partsOfUnit: Int64

    public init(seconds: Int64, partsOfUnit: Int64 = 1) {
        self.seconds = seconds
        self.partsOfUnit = partsOfUnit
    }

    public static let minute = PriceUnit(seconds: 60)

    /// `minute`, `second`, `hour`, `100-minutes`, `30s`, each also with `cents-per-` in front; nil = none of them.
    public init?(_ text: String) {
        var name = text.lowercased()[...]
        let inCents = name.hasPrefix("cents-per-")
        if inCents { name = name.dropFirst("cents-per-".count) }
        let seconds: Int64
        switch name {
        case "minute": seconds = 60
        case "second": seconds = 1
        case "hour": seconds = 3_600
        case "100-minutes": seconds = 6_000
        case "100-seconds": seconds = 100
        default:
            guard name.hasSuffix("s"), let number = Int64(name.dropLast()), (1...360_000).contains(number) else {
                return nil
            }
            seconds = number
        }
        self.init(seconds: seconds, partsOfUnit: inCents ? 100 : 1)
    }

    /// As it is stated, the inverse of `init`.
    public var name: String {
        let time =
            switch seconds {
            case 60: "minute"
            case 1: "second"
            case 3_600: "hour"
            case 6_000: "100-minutes"
            case 100: "100-seconds"
            default: "\(seconds)s"
            }
        return (partsOfUnit == 100 ? "cents-per-" : "") + time
    }

    /// Nanos a minute of a price in nanos; nil where they are not whole or too large, since no digit may be dropped.
    func nanosPerMinute(_ nanos: Int64) -> Int64? {
        let divisor = Int128(seconds) * Int128(partsOfUnit)
        let (minute, remainder) = (Int128(nanos) * 60).quotientAndRemainder(dividingBy: divisor)
        return remainder == 0 ? Int64(exactly: minute) : nil
    }
}

extension PriceUnit: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let unit = PriceUnit(text) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "'\(text)' is not minute, second, hour, 100-minutes, 30s or cents-per-minute"))
        }
        self = unit
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

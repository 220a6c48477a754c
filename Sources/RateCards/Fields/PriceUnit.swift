/// For how much time, and in which part of the currency, a deck states its prices.
public struct PriceUnit: Hashable, Sendable {
    /// Seconds that a price is for.
    public var seconds: Int64
    /// Parts of the currency unit that a price counts: 1, 100 for cents, or another number.
    public var partsOfUnit: Int64

    public init(seconds: Int64, partsOfUnit: Int64 = 1) {
        self.seconds = seconds
        self.partsOfUnit = partsOfUnit
    }

    public static let minute = PriceUnit(seconds: 60)

    /// `minute`, `second`, `hour`, `30s`, `100-seconds`, `10-minutes`, `2-hours`, each also with `cents-per-` or `1/1000-per-`
    /// in front; nil = none of them.
    public init?(_ text: String) {
        var name = text.lowercased()[...]
        var parts: Int64 = 1
        if name.hasPrefix("cents-per-") {
            parts = 100
            name = name.dropFirst("cents-per-".count)
        } else if name.hasPrefix("1/"), let mark = name.firstRange(of: "-per-") {
            guard let number = Int64(name[name.index(name.startIndex, offsetBy: 2)..<mark.lowerBound]),
                PriceUnit.divisors.contains(number)
            else { return nil }
            parts = number
            name = name[mark.upperBound...]
        }
        guard let seconds = PriceUnit.seconds(name) else { return nil }
        self.init(seconds: seconds, partsOfUnit: parts)
    }

    /// What a price may be divided by.
    public static let divisors: ClosedRange<Int64> = 1...1_000_000_000

    private static func seconds(_ name: Substring) -> Int64? {
        switch name {
        case "minute": return 60
        case "second": return 1
        case "hour": return 3_600
        default: break
        }
        for (ending, unit) in [("-minutes", Int64(60)), ("-seconds", 1), ("-hours", 3_600), ("s", 1)]
        where name.hasSuffix(ending) {
            guard let number = Int64(name.dropLast(ending.count)), (1...secondsMax / unit).contains(number) else {
                return nil
            }
            return number * unit
        }
        return nil
    }

    static let secondsMax: Int64 = 6_000_000

    private var time: String {
        switch seconds {
        case 60: "minute"
        case 1: "second"
        case 3_600: "hour"
        case 100: "100-seconds"
        case let seconds where seconds % 60 == 0: "\(seconds / 60)-minutes"
        default: "\(seconds)s"
        }
    }

    /// As it is stated, the inverse of `init`.
    public var name: String {
        switch partsOfUnit {
        case 1: time
        case 100: "cents-per-" + time
        default: "1/\(partsOfUnit)-per-" + time
        }
    }

    /// `in hundredths of the currency per 10 minutes`.
    var phrase: String {
        let time = "per " + self.time.replacing("-", with: " ")
        switch partsOfUnit {
        case 1: return time
        case 100: return "in hundredths of the currency \(time)"
        default: return "in parts of the currency of which \(partsOfUnit) are one unit, \(time)"
        }
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
                    debugDescription:
                        "'\(text)' is not minute, second, hour, 10-minutes, 30s, cents-per-minute or 1/1000-per-minute")
            )
        }
        self = unit
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

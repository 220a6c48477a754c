/// One way of writing an instant.
enum TimeFormat: Sendable, Equatable {
    /// `2026-10-01T12:00:00.123Z`: T or a blank, optional fraction, `Z`, an offset or none.
    case iso8601
    case epochSeconds
    case epochMilliseconds
    case pattern([Element])

    enum Element: Sendable, Equatable {
        case number(Part, digitsMin: Int, digitsMax: Int)
        case literal(UInt8)
    }

    enum Part: Sendable, Equatable { case year, shortYear, month, day, hour, minute, second }

    init?(_ text: String) {
        switch text {
        case "iso8601": self = .iso8601
        case "epoch_seconds": self = .epochSeconds
        case "epoch_milliseconds": self = .epochMilliseconds
        default:
            guard let elements = TimeFormat.elements(of: Array(text.utf8)) else { return nil }
            self = .pattern(elements)
        }
    }

    private static func elements(of text: [UInt8]) -> [Element]? {
        let tokens: [(String, Part, Int, Int)] = [
            ("yyyy", .year, 4, 4), ("yy", .shortYear, 2, 2), ("MM", .month, 2, 2), ("M", .month, 1, 2),
            ("dd", .day, 2, 2), ("d", .day, 1, 2), ("HH", .hour, 2, 2), ("H", .hour, 1, 2), ("mm", .minute, 2, 2),
            ("ss", .second, 2, 2),
        ]
        var elements: [Element] = []
        var parts: [Part] = []
        var rest = text[...]
        while let byte = rest.first {
            if let token = tokens.first(where: { rest.starts(with: $0.0.utf8) }) {
                elements.append(.number(token.1, digitsMin: token.2, digitsMax: token.3))
                parts.append(token.1)
                rest = rest.dropFirst(token.0.utf8.count)
            } else if UnicodeScalar(byte).properties.isAlphabetic && byte != UInt8(ascii: "T") {
                return nil
            } else {
                elements.append(.literal(byte))
                rest = rest.dropFirst()
            }
        }
        let hasYear = parts.contains(.year) || parts.contains(.shortYear)
        let isWhole = hasYear && [.month, .day, .hour, .minute].allSatisfy(parts.contains)
        return isWhole && Set(parts.map { "\($0)" }).count == parts.count ? elements : nil
    }

    /// Microseconds since 1970 UTC, or nil where `text` is not written this way or names no instant in `zone`.
    func micros(_ text: some RandomAccessCollection<UInt8>, zone: ZoneOffsets) -> Int64? {
        var reader = DigitReader(text)
        switch self {
        case .iso8601: return TimeFormat.isoMicros(&reader, zone: zone)
        case .epochSeconds: return TimeFormat.epochMicros(&reader, unitMicros: 1_000_000)
        case .epochMilliseconds: return TimeFormat.epochMicros(&reader, unitMicros: 1_000)
        case .pattern(let elements): return TimeFormat.patternMicros(&reader, elements, zone: zone)
        }
    }

    private static func isoMicros(
        _ reader: inout DigitReader<some RandomAccessCollection<UInt8>>, zone: ZoneOffsets
    ) -> Int64? {
        guard let year = reader.number(4...4), reader.skip("-"), let month = reader.number(2...2), reader.skip("-"),
            let day = reader.number(2...2), reader.skip("T") || reader.skip(" ") || reader.skip("t"),
            let hour = reader.number(2...2), reader.skip(":"), let minute = reader.number(2...2), reader.skip(":"),
            let second = reader.number(2...2),
            let local = CivilTime.seconds(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        guard let fraction = reader.fractionMicros() else { return nil }
        if reader.isAtEnd { return zone.instant(ofLocalSeconds: local).map { $0 * 1_000_000 + fraction } }
        if reader.skip("Z") || reader.skip("z") { return reader.isAtEnd ? local * 1_000_000 + fraction : nil }
        _ = reader.skip(" ")
        let sign: Int64
        if reader.skip("+") { sign = 1 } else if reader.skip("-") { sign = -1 } else { return nil }
        guard let hours = reader.number(2...2), hours <= 18 else { return nil }
        var minutes = 0
        if !reader.isAtEnd {
            _ = reader.skip(":")
            guard let value = reader.number(2...2), value <= 59 else { return nil }
            minutes = value
        }
        guard reader.isAtEnd else { return nil }
        return (local - sign * Int64(hours * 3_600 + minutes * 60)) * 1_000_000 + fraction
    }

    private static func epochMicros(
        _ reader: inout DigitReader<some RandomAccessCollection<UInt8>>, unitMicros: Int64
    ) -> Int64? {
        guard let whole = reader.number(1...14) else { return nil }
        let fraction = unitMicros == 1_000_000 ? reader.fractionMicros() : 0
        guard let fraction, reader.isAtEnd else { return nil }
        let (micros, overflow) = Int64(whole).multipliedReportingOverflow(by: unitMicros)
        // The end of the year 9999.
        return overflow || micros > 253_402_300_799_000_000 ? nil : micros + fraction
    }

    private static func patternMicros(
        _ reader: inout DigitReader<some RandomAccessCollection<UInt8>>, _ elements: [Element], zone: ZoneOffsets
    ) -> Int64? {
        var year = 0
        var month = 0
        var day = 0
        var hour = 0
        var minute = 0
        var second = 0
        for element in elements {
            switch element {
            case .literal(let byte):
                guard reader.skip(UnicodeScalar(byte)) else { return nil }
            case .number(let part, let least, let most):
                guard let value = reader.number(least...most) else { return nil }
                switch part {
                case .year: year = value
                case .shortYear: year = value < 70 ? 2_000 + value : 1_900 + value
                case .month: month = value
                case .day: day = value
                case .hour: hour = value
                case .minute: minute = value
                case .second: second = value
                }
            }
        }
        guard let fraction = reader.fractionMicros(), reader.isAtEnd,
            let local = CivilTime.seconds(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        return zone.instant(ofLocalSeconds: local).map { $0 * 1_000_000 + fraction }
    }
}

/// Reads digits and single characters off the front of a field.
struct DigitReader<Bytes: RandomAccessCollection<UInt8>> {
    private let bytes: Bytes
    private var index: Bytes.Index

    init(_ bytes: Bytes) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    var isAtEnd: Bool { index == bytes.endIndex }

    mutating func skip(_ character: UnicodeScalar) -> Bool {
        guard index < bytes.endIndex, UInt32(bytes[index]) == character.value else { return false }
        index = bytes.index(after: index)
        return true
    }

    /// A number of as many digits as there are, if their count is in `digits`.
    mutating func number(_ digits: ClosedRange<Int>) -> Int? {
        var value = 0
        var count = 0
        while count < digits.upperBound, index < bytes.endIndex, case let byte = bytes[index], byte &- 0x30 < 10 {
            value = value * 10 + Int(byte - 0x30)
            index = bytes.index(after: index)
            count += 1
        }
        return count >= digits.lowerBound ? value : nil
    }

    /// Microseconds of a fraction, digits past the sixth dropped; 0 where there is none; nil where a point has no digits.
    mutating func fractionMicros() -> Int64? {
        guard skip(".") || skip(",") else { return 0 }
        var value: Int64 = 0
        var count = 0
        while index < bytes.endIndex, case let byte = bytes[index], byte &- 0x30 < 10 {
            if count < 6 { value = value * 10 + Int64(byte - 0x30) }
            count += 1
            index = bytes.index(after: index)
        }
        guard count > 0 else { return nil }
        while count < 6 {
            value *= 10
            count += 1
        }
        return value
    }
}

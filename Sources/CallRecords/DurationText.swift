/// Durations as CDRs write them, in nanoseconds.
enum DurationText {
    /// 2^31 - 1 seconds: the longest duration that is a call.
    static let secondsMax: Int64 = 2_147_483_647

    /// The duration, or what is wrong with it.
    static func nanos(
        _ text: some RandomAccessCollection<UInt8>, format: CallLayout.DurationFormat
    ) -> Result<Int64, DurationFault> {
        if text.isEmpty { return .failure(.empty) }
        switch format {
        case .seconds: return decimal(text, decimals: 9)
        case .milliseconds:
            return decimal(text, decimals: 9).flatMap { nanos in
                nanos % 1_000 == 0 ? .success(nanos / 1_000) : .failure(.tooPrecise)
            }
        case .clock: return clock(text)
        }
    }

    private static func decimal(_ text: some RandomAccessCollection<UInt8>, decimals: Int) -> Result<
        Int64, DurationFault
    > {
        var value: Int64 = 0
        var decimalsSeen = -1
        var digits = 0
        for (offset, byte) in text.enumerated() {
            if byte == 0x2D, offset == 0, text.count > 1 { return .failure(.negative) }
            if byte == 0x2E, decimalsSeen < 0 {
                decimalsSeen = 0
                continue
            }
            guard byte &- 0x30 < 10 else { return .failure(.notANumber) }
            digits += 1
            if decimalsSeen >= decimals {
                if byte != 0x30 { return .failure(.tooPrecise) }
                continue
            }
            if decimalsSeen >= 0 { decimalsSeen += 1 }
            value = value * 10 + Int64(byte - 0x30)
            // 10 digits of seconds and 9 decimals stay within Int64 only up to the longest duration.
            if decimalsSeen < 0, value > secondsMax { return .failure(.tooLong) }
        }
        guard digits > 0 else { return .failure(.notANumber) }
        for _ in max(0, decimalsSeen)..<decimals { value *= 10 }
        return value > secondsMax * 1_000_000_000 ? .failure(.tooLong) : .success(value)
    }

    /// `h:mm:ss` or `mm:ss`.
    private static func clock(_ text: some RandomAccessCollection<UInt8>) -> Result<Int64, DurationFault> {
        var reader = DigitReader(text)
        guard var seconds = reader.number(1...6) else { return .failure(.notANumber) }
        var parts = 1
        while parts < 3, reader.skip(":") {
            guard let part = reader.number(1...6), part <= 59 else { return .failure(.notANumber) }
            seconds = seconds * 60 + part
            parts += 1
        }
        guard reader.isAtEnd, parts >= 2 else { return .failure(.notANumber) }
        return Int64(seconds) > secondsMax ? .failure(.tooLong) : .success(Int64(seconds) * 1_000_000_000)
    }
}

/// Why a duration cannot be taken; the raw value is the sentence in the reject.
enum DurationFault: String, Error {
    case empty = "duration is empty"
    case negative = "duration is negative"
    case notANumber = "duration is not a number"
    case tooLong = "duration exceeds 2147483647 seconds"
    case tooPrecise = "duration has more than nine decimals"
}

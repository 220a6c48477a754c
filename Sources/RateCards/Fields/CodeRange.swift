import Rating

/// The fewest prefixes that cover the codes from one to another of the same length, and no number beyond them.
///
///     49172 … 49174      49172, 49173, 49174
///     9371 … 9378        9371, …, 9378
///     490 … 499          49
enum CodeRange {
    /// - Parameters:
    ///   - base: what stands before both codes, as a country code before area codes.
    ///   - first: digits, 1 to 15 with the base.
    ///   - last: as many digits, not below the first.
    /// - Returns: nil where they are no such range. At most 18 prefixes a digit.
    static func prefixes(base: [UInt8] = [], _ first: ArraySlice<UInt8>, _ last: ArraySlice<UInt8>) -> [Prefix]? {
        let length = first.count
        guard length == last.count, (1...Prefix.digitsMax).contains(length + base.count), var at = number(first),
            let end = number(last), at <= end
        else { return nil }
        var prefixes: [Prefix] = []
        while at <= end {
            // As many digits of the end fall away as can while all that then begins alike lies within the range.
            var size: UInt64 = 1
            var dropped = 0
            while dropped + 1 < length + (base.isEmpty ? 0 : 1), at % (size * 10) == 0, at + size * 10 - 1 <= end {
                size *= 10
                dropped += 1
            }
            var digits = base
            let text = String(at / size)
            digits += [UInt8](repeating: UInt8(ascii: "0"), count: max(0, length - dropped - text.utf8.count))
            if length > dropped { digits += text.utf8 }
            guard let prefix = Prefix(digits) else { return nil }
            prefixes.append(prefix)
            at += size
        }
        return prefixes
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for byte in digits {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + UInt64(digit)
        }
        return value
    }
}

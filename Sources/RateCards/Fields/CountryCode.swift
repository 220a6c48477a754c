import Rating

/// The country codes of E.164, by their length: which digits of a code they are, not whose.
enum CountryCode {
    /// Those of two digits; 1 and 7 have one, all others three.
    private static let ofTwoDigits: Set<Int> = [
        20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61,
        62,
        63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
    ]

    /// How many of the first digits are the country code; there may be fewer than that.
    static func digits(_ first: Int, _ second: Int?) -> Int {
        if first == 1 || first == 7 { return 1 }
        guard let second else { return 2 }
        return ofTwoDigits.contains(first * 10 + second) ? 2 : 3
    }

    /// Whether digits are a country code and nothing else.
    static func isCode(_ digits: some RandomAccessCollection<UInt8>) -> Bool {
        let values = digits.map { Int($0) - 0x30 }
        guard let first = values.first, (1...9).contains(first), values.allSatisfy({ (0...9).contains($0) }) else {
            return false
        }
        return values.count == CountryCode.digits(first, values.count > 1 ? values[1] : nil)
    }

    /// That of a prefix; nil where the prefix is shorter.
    static func of(_ prefix: Prefix) -> Prefix? {
        prefix.first(digits(prefix.digit(0), prefix.count > 1 ? prefix.digit(1) : nil))
    }
}

/// Area codes (NPA) and exchanges (NXX) of the North American plan, behind its 1.
enum NorthAmericanCode {
    /// Whether digits may be an area code, or one with an exchange, and perhaps more behind it.
    static func mayBe(_ digits: [Int]) -> Bool {
        guard [3, 6, 7, 10].contains(digits.count), isArea(digits) else { return false }
        return digits.count == 3 || digits[3] >= 2 && !(digits[4] == 1 && digits[5] == 1)
    }

    /// The first digit is 2 to 9, the second no 9, and it is no service such as 911.
    private static func isArea(_ digits: [Int]) -> Bool {
        digits[0] >= 2 && digits[1] != 9 && !(digits[1] == 1 && digits[2] == 1)
    }
}

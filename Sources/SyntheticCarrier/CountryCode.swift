/// The country codes of E.164: which digits a number begins with.
enum CountryCode {
    /// Codes of two digits; 1 and 7 have one, all others three.
    private static let twoDigits: Set<String> = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51",
        "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86",
        "90",
        "91", "92", "93", "94", "95", "98",
    ]

    /// How much wholesale traffic a country draws, where it is more than the 2 of all others.
    private static let traffic: [Int: UInt64] = [
        91: 100, 880: 80, 92: 70, 52: 65, 63: 60, 1: 55, 44: 45, 84: 40, 234: 36, 86: 32, 20: 30, 49: 28, 55: 26,
        57: 25,
        62: 24, 33: 22, 251: 20, 212: 20, 90: 18, 7: 18, 977: 17, 94: 16, 233: 15, 254: 14, 966: 14, 971: 14, 34: 13,
        39: 13, 48: 12, 51: 11, 593: 10, 502: 10, 503: 9, 504: 9, 98: 8, 27: 8, 213: 8, 61: 7, 66: 7, 60: 7, 380: 6,
        40: 6,
    ]

    static func trafficShare(of country: Int) -> UInt64 { traffic[country, default: 2] }

    /// Digits of the country code with which `number` begins.
    static func digitCount(of number: String) -> Int {
        if number.hasPrefix("1") || number.hasPrefix("7") { return 1 }
        return twoDigits.contains(String(number.prefix(2))) ? 2 : 3
    }
}

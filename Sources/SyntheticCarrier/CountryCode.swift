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

    /// Digits of the country code with which `number` begins.
    static func digitCount(of number: String) -> Int {
        if number.hasPrefix("1") || number.hasPrefix("7") { return 1 }
        return twoDigits.contains(String(number.prefix(2))) ? 2 : 3
    }
}

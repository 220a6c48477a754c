/// Currencies as decks mention them.
enum CurrencyMention {
    /// Signs that stand for one currency, and `$`, which stands for every dollar.
    static let signs: [Character: String] = [
        "€": "EUR", "£": "GBP", "$": "$", "₹": "INR", "₽": "RUB", "₺": "TRY", "₴": "UAH",
    ]

    private static let dollars: Set<String> = [
        "USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "BBD", "BZD", "FJD", "JMD", "TTD", "MXN", "ARS", "CLP", "COP",
        "$",
    ]

    /// Codes that prices of calls are found in; others are not taken for currencies, since `ALL` and `TOP` are words.
    private static let codes: Set<String> = [
        "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "HKD", "SGD", "JPY", "CNY", "INR", "RUB", "TRY", "UAH", "PLN",
        "CZK",
        "HUF", "RON", "BGN", "SEK", "NOK", "DKK", "ISK", "ZAR", "NGN", "KES", "GHS", "EGP", "MAD", "AED", "SAR", "QAR",
        "KWD",
        "BHD", "OMR", "JOD", "ILS", "PKR", "BDT", "LKR", "NPR", "THB", "MYR", "IDR", "PHP", "VND", "KRW", "TWD", "MXN",
        "BRL",
        "ARS", "CLP", "COP", "PEN", "UYU", "XDR", "SDR", "XOF", "XAF", "KZT", "UZS", "GEL", "AMD", "AZN", "BYN", "MDL",
        "RSD",
    ]

    /// The code that a word is, `$` for the sign of dollars; nil = it is none.
    static func code(_ word: some StringProtocol) -> String? {
        if word.count == 1, let character = word.first, let code = signs[character] { return code }
        let upper = word.uppercased()
        switch upper {
        case "EURO", "EUROS": return "EUR"
        case "DOLLAR", "DOLLARS": return "$"
        case "US$", "U$S", "U$D": return "USD"
        case "SDR": return "XDR"
        default: return codes.contains(upper) ? upper : nil
        }
    }

    /// Whether a mention can mean a currency.
    static func fits(_ mention: String, _ currency: String) -> Bool {
        mention == currency || (mention == "$" && dollars.contains(currency))
            || (currency == "$" && dollars.contains(mention))
    }

    /// The codes and signs in a line of text.
    static func all(in text: String) -> [String] {
        var found: [String] = []
        for word in text.split(whereSeparator: { !$0.isLetter && signs[$0] == nil }) {
            // Within a sentence only capitals are a code: `all`, `top` and `try` are words.
            guard word == word.uppercased(), let code = code(word), !found.contains(code) else { continue }
            found.append(code)
        }
        return found
    }
}

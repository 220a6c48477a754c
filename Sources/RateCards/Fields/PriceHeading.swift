/// What the heading of a column of prices says: `Rate (USD/min)`, `Price per second`, `New Rate EUR`, `Cost ct/min`.
struct PriceHeading: Equatable {
    enum Part { case whole, initial, next }

    /// A price of the time to come, where there is one of the present beside it.
    var isNew = false
    var part = Part.whole
    var unit: PriceUnit?
    /// `per 100` of what, it does not say.
    var isPerHundredOfWhat = false
    /// ISO code.
    var currency: String?

    /// Nil where it is no price of calls by time.
    init?(_ name: String) {
        let words = PriceHeading.words(name)
        // `Min Charge` is the least that a call costs, or bills; what `min` is there, only a person can tell.
        if words.count > 1, ["min", "mins"].contains(words[0]), PriceHeading.prices.contains(words[1]) { return nil }
        var isPrice = false
        var hundred = false
        var seconds: Int64?
        var cents = false
        for word in words {
            switch word {
            case _ where PriceHeading.prices.contains(word): isPrice = true
            case "new": isNew = true
            case "initial", "first": part = .initial
            case "next", "subsequent", "further", "additional": part = .next
            case "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti": seconds = 60
            case "sec", "secs", "second", "seconds", "sekunde", "seconde", "segundo", "secondo": seconds = 1
            case "hour", "hours": seconds = 3_600
            case "100", "hundred": hundred = true
            case "cent", "cents", "ct", "cts", "pence": cents = true
            case "pro", "je", "par", "por", "al", "la", "en", "em", "per", "in", "a", "the", "all", "currency",
                "default", "buy", "sell", "selling", "buying", "flat",
                "net",
                "standard", "call", "calls", "termination", "1", "value", "wholesale":
                continue
            default:
                guard let code = CurrencyMention.code(word) else { return nil }
                currency = code
            }
        }
        // `USD/min` is a price without the word.
        guard isPrice || (seconds != nil && (currency != nil || cents)) else { return nil }
        if hundred, seconds == nil { isPerHundredOfWhat = true }
        if seconds != nil || cents {
            unit = PriceUnit(seconds: (seconds ?? 60) * (hundred ? 100 : 1), partsOfUnit: cents ? 100 : 1)
        }
    }

    private static let prices: Set<String> = [
        "rate", "rates", "price", "prices", "cost", "costs", "tariff", "charge", "voice", "preis", "minutenpreis",
        "entgelt",
        "prix", "cout", "tarif", "precio", "tarifa", "costo", "coste", "preco", "custo", "prezzo", "tariffa",
    ]

    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        func finish() {
            if !word.isEmpty { words.append(TableHeader.unaccented(word.lowercased())) }
            word = ""
        }
        for character in name {
            let isSign = CurrencyMention.signs[character] != nil
            if character.isLetter || character.isNumber {
                // `RateUSD` and `per100` are two words each; `100min` as well.
                if let last = word.last,
                    last.isLowercase && character.isUppercase || last.isNumber != character.isNumber
                {
                    finish()
                }
                word.append(character)
            } else {
                finish()
                if isSign { words.append(String(character)) }
            }
        }
        finish()
        return words
    }
}

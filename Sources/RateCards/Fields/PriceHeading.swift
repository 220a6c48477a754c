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
        // `Min Charge` is the least that a call costs, or bills; what `min` is there, only a person can tell.
        let words = UnitText.tokens(name).filter { $0.contains { $0.isLetter } }
        if words.count > 1, ["min", "mins"].contains(words[0]), PriceHeading.prices.contains(words[1]) { return nil }
        let unit = UnitText(name)
        guard unit.oddPart == nil, unit.oddTime == nil else { return nil }
        var isPrice = false
        for word in unit.rest {
            switch word {
            case _ where PriceHeading.prices.contains(word): isPrice = true
            case "new": isNew = true
            case "initial", "first": part = .initial
            case "next", "subsequent", "further", "additional": part = .next
            case "call", "calls": continue
            default: return nil
            }
        }
        // `USD/min` is a price without the word.
        guard isPrice || (unit.seconds != nil && (unit.currency != nil || unit.parts != nil)) else { return nil }
        currency = unit.currency
        isPerHundredOfWhat = unit.isPerNumberOfWhat
        if unit.seconds != nil || unit.parts != nil {
            self.unit = PriceUnit(seconds: unit.seconds ?? 60, partsOfUnit: unit.parts ?? 1)
        }
    }

    static func isPriceWord(_ word: String) -> Bool { prices.contains(word) }

    private static let prices: Set<String> = [
        "rate", "rates", "price", "prices", "cost", "costs", "tariff", "charge", "voice", "preis", "minutenpreis",
        "entgelt", "prix", "cout", "tarif", "precio", "tarifa", "costo", "coste", "preco", "custo", "prezzo", "tariffa",
    ]
}

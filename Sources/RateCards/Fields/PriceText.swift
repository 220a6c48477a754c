/// A price with words around its number: `$0.0123`, `0.0123 USD`, `USD 0.0123/min`, `1.2 ct per minute`.
struct PriceText {
    let number: String
    /// ISO code, or `$`; nil = none is named.
    let currency: String?
    /// Nil = it does not say.
    let unit: PriceUnit?

    /// Nil where something around the number is neither a currency nor a unit.
    init?(_ text: String) {
        let isNumeric: (Character) -> Bool = { ("0"..."9").contains($0) || $0 == "." || $0 == "," || $0 == "-" }
        guard let first = text.firstIndex(where: isNumeric) else { return nil }
        let number = text[first...].prefix(while: isNumeric)
        let behind = text[number.endIndex...]
        var rest = "\(text[..<first]) \(behind)"
        guard
            rest.allSatisfy({
                $0.isLetter || $0.isWhitespace || "/.\u{A2}".contains($0) || CurrencyMention.signs[$0] != nil
            })
        else { return nil }
        for sign in ["US$", "U$S", "U$D"] { rest = rest.replacing(sign, with: "USD") }
        guard let heading = PriceHeading("price \(rest)"), heading.part == .whole, !heading.isNew,
            !heading.isPerHundredOfWhat
        else { return nil }
        self.number = String(number)
        currency = heading.currency
        unit = heading.unit
    }
}

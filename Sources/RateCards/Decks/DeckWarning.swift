/// What is odd about a deck as a whole, may be right all the same, and is confirmed by a person for each deck anew.
public enum DeckWarning: String, CaseIterable, Sendable {
    /// No rate begins in the last 300 days, or some begin more than ten years ago.
    case oldDates = "old-dates"
    /// Prices are very far from the others of their country.
    case oddPrices = "odd-prices"
    /// Names say that calls are not taken.
    case oddNames = "odd-names"
}

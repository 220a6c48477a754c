extension JSON {
    /// Time bands that were imported.
    package struct TimeBandsImported: Codable, Equatable, Sendable {
        package var card: String
        package var windows: Int
        package var splits: Bool
        /// Nil = from the beginning.
        package var effectiveAt: String?
        package var isUnchanged: Bool
        package var notes: [String]

        package init(
            card: String, windows: Int, splits: Bool, effectiveAt: String? = nil, isUnchanged: Bool, notes: [String]
        ) {
            self.card = card
            self.windows = windows
            self.splits = splits
            self.effectiveAt = effectiveAt
            self.isUnchanged = isUnchanged
            self.notes = notes
        }

        private enum CodingKeys: String, CodingKey {
            case card, windows, splits
            case effectiveAt = "effective_at"
            case isUnchanged = "is_unchanged"
            case notes
        }
    }
}

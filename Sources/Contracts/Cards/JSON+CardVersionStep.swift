extension JSON {
    /// A version that was approved or withdrawn.
    package struct CardVersionStep: Codable, Equatable, Sendable {
        package var card: String
        package var version: Int64
        /// `approved` or `withdrawn`.
        package var state: String
        package var effectiveAt: String
        /// Versions whose place it takes.
        package var withdrawn: [Int64]
        /// Versions that are approved again.
        package var restored: [Int64]
        /// The changes that an approved version makes, as they were shown before.
        package var review: DeckImport?

        package init(
            card: String, version: Int64, state: String, effectiveAt: String, withdrawn: [Int64], restored: [Int64],
            review: DeckImport? = nil
        ) {
            self.card = card
            self.version = version
            self.state = state
            self.effectiveAt = effectiveAt
            self.withdrawn = withdrawn
            self.restored = restored
            self.review = review
        }

        private enum CodingKeys: String, CodingKey {
            case card, version, state
            case effectiveAt = "effective_at"
            case withdrawn, restored, review
        }
    }
}

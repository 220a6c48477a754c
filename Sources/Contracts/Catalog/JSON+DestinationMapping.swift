extension JSON {
    /// A card's name for a destination, and what it is in the master list.
    package struct DestinationMapping: Codable, Equatable, Sendable {
        package var name: String
        package var destination: String?
        package var method: String?
        package var prefixes: Int64?
        package var matched: Int64?
        package var isReviewed: Bool
        package var reviewedBy: String?
        package var reviewedAt: String?

        package init(
            name: String, destination: String? = nil, method: String? = nil, prefixes: Int64? = nil,
            matched: Int64? = nil, isReviewed: Bool, reviewedBy: String? = nil, reviewedAt: String? = nil
        ) {
            self.name = name
            self.destination = destination
            self.method = method
            self.prefixes = prefixes
            self.matched = matched
            self.isReviewed = isReviewed
            self.reviewedBy = reviewedBy
            self.reviewedAt = reviewedAt
        }

        private enum CodingKeys: String, CodingKey {
            case name, destination, method, prefixes, matched
            case isReviewed = "is_reviewed"
            case reviewedBy = "reviewed_by"
            case reviewedAt = "reviewed_at"
        }
    }
}

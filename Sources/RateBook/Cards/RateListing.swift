internal import Database
package import Postgres
package import Vocabulary

/// Rates of one version of a card, a page at a time by prefix.
package struct RateListing: Sendable {
    package var versionID: CardVersionID
    /// The beginning of a prefix, or part of a destination's name.
    package var sought: String?

    package init(versionID: CardVersionID) { self.versionID = versionID }

    package struct Row: Sendable, Decodable {
        package var rateID: Int64
        package var prefix: String
        package var destination: String
        /// Nanos (10^-9) of the card's currency.
        package var nanosPerMinute: Int64
        package var setupFeeNanos: Int64
        package var initialS: Int64
        package var incrementS: Int64
        package var blocked: Bool
        package var timeBand: String?
        package var origin: String?
        package var jurisdiction: String?
        /// ISO 8601, UTC.
        package var effectiveFrom: String
        /// Nil where it has no end.
        package var effectiveTo: String?

        /// Kind of call that it is for; nil = all.
        package var variant: String? {
            let words = [timeBand, origin.map { "from \($0)" }, jurisdiction].compactMap(\.self)
            return words.isEmpty ? nil : words.joined(separator: ", ")
        }
    }

    /// At most `limit` rates behind one of them, by prefix.
    package func rows(after row: (prefix: String, id: Int64)? = nil, limit: Int64, on connection: Connection) throws
        -> [Row]
    {
        try connection.run(
            query: "page_rates",
            [
                "version_id": .id(versionID), "sought": .optional(sought), "number": .null,
                "after_prefix": .optional(row?.prefix), "after_id": .optional(row?.id), "row_limit": .int(limit),
            ]
        ).decoded()
    }

    /// Rates of a number, the longest prefix first; of each prefix all days and variants.
    package func rates(ofNumber digits: String, on connection: Connection) throws -> [Row] {
        try connection.run(
            query: "page_rates",
            [
                "version_id": .id(versionID), "sought": .null, "number": .text(digits), "after_prefix": .null,
                "after_id": .null, "row_limit": .int(500),
            ]
        ).decoded()
    }
}

extension JSON {
    /// A block of the chain that seals journals with their entries, acts and audit events.
    package struct SealBlock: Codable, Equatable, Sendable {
        package var number: Int32
        /// UTC.
        package var sealedAt: String
        package var journals: Int64
        package var entries: Int64
        package var acts: Int64
        package var events: Int64
        /// SHA-256 in hexadecimal: whoever notes it down can tell later that nothing up to here was changed.
        package var hash: String

        package init(
            number: Int32, sealedAt: String, journals: Int64, entries: Int64, acts: Int64, events: Int64, hash: String
        ) {
            self.number = number
            self.sealedAt = sealedAt
            self.journals = journals
            self.entries = entries
            self.acts = acts
            self.events = events
            self.hash = hash
        }

        private enum CodingKeys: String, CodingKey {
            case number
            case sealedAt = "sealed_at"
            case journals, entries, acts, events, hash
        }
    }
}

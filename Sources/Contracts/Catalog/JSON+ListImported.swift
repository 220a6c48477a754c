extension JSON {
    /// Counts of rows that an import changed.
    package struct ListImported: Codable, Equatable, Sendable {
        package var added: Int
        package var changed: Int
        package var removed: Int
        package var unchanged: Int
        /// First day of a corrected exchange rate.
        package var firstChangedOn: String?

        package init(added: Int, changed: Int, removed: Int, unchanged: Int, firstChangedOn: String? = nil) {
            self.added = added
            self.changed = changed
            self.removed = removed
            self.unchanged = unchanged
            self.firstChangedOn = firstChangedOn
        }

        private enum CodingKeys: String, CodingKey {
            case added, changed, removed, unchanged
            case firstChangedOn = "first_changed_on"
        }
    }
}

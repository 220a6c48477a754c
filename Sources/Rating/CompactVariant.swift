/// Time band, origin and jurisdiction of a rate as the database hands them out in bulk: one text with a unit separator
/// between them, empty where they do not matter; null where none does.
package struct CompactVariant {
    package let timeBand: String
    package let origin: String
    package let jurisdiction: Jurisdiction?

    /// What selects it of the table `rate`.
    package static let expression = """
        CASE WHEN time_band IS NULL AND origin IS NULL AND jurisdiction IS NULL THEN NULL
        ELSE coalesce(time_band, '') || chr(31) || coalesce(origin, '') || chr(31) || coalesce(jurisdiction, '') END
        """

    /// Nil where the text is no such list.
    package init?(_ text: String) {
        let parts = text.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return nil }
        jurisdiction = Jurisdiction(name: parts[2])
        guard parts[2].isEmpty || jurisdiction != nil else { return nil }
        timeBand = parts[0]
        origin = parts[1]
    }
}

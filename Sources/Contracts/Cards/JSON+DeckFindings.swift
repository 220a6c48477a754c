extension JSON {
    /// How a deck would be read.
    package struct DeckFindings: Codable, Equatable, Sendable {
        package var inspection: DeckInspection
        package var layoutChanges: [String]
        package var refusals: [RefusedRow]

        package init(inspection: DeckInspection, layoutChanges: [String], refusals: [RefusedRow]) {
            self.inspection = inspection
            self.layoutChanges = layoutChanges
            self.refusals = refusals
        }

        private enum CodingKeys: String, CodingKey {
            case inspection
            case layoutChanges = "layout_changes"
            case refusals
        }
    }
}

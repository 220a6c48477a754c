extension JSON {
    /// A holiday of a card.
    package struct Holiday: Codable, Equatable, Sendable {
        package var holidayOn: String
        package var name: String?

        package init(holidayOn: String, name: String? = nil) {
            self.holidayOn = holidayOn
            self.name = name
        }

        private enum CodingKeys: String, CodingKey {
            case holidayOn = "holiday_on"
            case name
        }
    }
}

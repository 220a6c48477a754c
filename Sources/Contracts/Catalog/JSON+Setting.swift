extension JSON {
    /// A setting of the installation.
    package struct Setting: Codable, Equatable, Sendable {
        package var name: String
        package var value: String
        package var standard: String
        package var purpose: String

        package init(name: String, value: String, standard: String, purpose: String) {
            self.name = name
            self.value = value
            self.standard = standard
            self.purpose = purpose
        }
    }
}

extension JSON {
    /// A setting that was set.
    package struct SettingChanged: Codable, Equatable, Sendable {
        package var name: String
        /// Nil where it was so already.
        package var before: String?
        package var value: String

        package init(name: String, before: String? = nil, value: String) {
            self.name = name
            self.before = before
            self.value = value
        }
    }
}

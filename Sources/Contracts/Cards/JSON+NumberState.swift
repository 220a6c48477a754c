extension JSON {
    /// An area code, or one with an exchange, and its state.
    package struct NumberState: Codable, Equatable, Sendable {
        package var code: String
        package var state: String

        package init(code: String, state: String) {
            self.code = code
            self.state = state
        }
    }
}

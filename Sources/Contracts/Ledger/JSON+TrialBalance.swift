extension JSON {
    /// Debits and credits of each type of account by currency.
    package struct TrialBalance: Codable, Equatable, Sendable {
        /// Nil = now.
        package var asOfOn: String?
        package var lines: [TrialBalanceLine]

        package init(asOfOn: String? = nil, lines: [TrialBalanceLine]) {
            self.asOfOn = asOfOn
            self.lines = lines
        }

        private enum CodingKeys: String, CodingKey {
            case asOfOn = "as_of_on"
            case lines
        }
    }
}

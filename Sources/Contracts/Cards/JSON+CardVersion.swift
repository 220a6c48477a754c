extension JSON {
    /// A version of a rate card.
    package struct CardVersion: Codable, Equatable, Sendable {
        package var number: Int64
        /// `draft`, `approved` or `withdrawn`.
        package var state: String
        /// `draft`, `scheduled`, `in_effect`, `superseded` or `withdrawn`.
        package var stage: String
        package var effectiveAt: String
        package var rates: Int64
        package var source: String
        /// `full`, `amendment` or `generated`.
        package var scope: String
        package var createdAt: String
        package var importedBy: String?
        package var approvedAt: String?
        package var approvedBy: String?
        package var withdrawnAt: String?
        package var withdrawnBy: String?
        /// Sources of a generated version, as JSON.
        package var generation: String?

        package init(
            number: Int64, state: String, stage: String, effectiveAt: String, rates: Int64, source: String,
            scope: String, createdAt: String, importedBy: String? = nil, approvedAt: String? = nil,
            approvedBy: String? = nil, withdrawnAt: String? = nil, withdrawnBy: String? = nil, generation: String? = nil
        ) {
            self.number = number
            self.state = state
            self.stage = stage
            self.effectiveAt = effectiveAt
            self.rates = rates
            self.source = source
            self.scope = scope
            self.createdAt = createdAt
            self.importedBy = importedBy
            self.approvedAt = approvedAt
            self.approvedBy = approvedBy
            self.withdrawnAt = withdrawnAt
            self.withdrawnBy = withdrawnBy
            self.generation = generation
        }

        private enum CodingKeys: String, CodingKey {
            case number, state, stage
            case effectiveAt = "effective_at"
            case rates, source, scope
            case createdAt = "created_at"
            case importedBy = "imported_by"
            case approvedAt = "approved_at"
            case approvedBy = "approved_by"
            case withdrawnAt = "withdrawn_at"
            case withdrawnBy = "withdrawn_by"
            case generation
        }
    }
}

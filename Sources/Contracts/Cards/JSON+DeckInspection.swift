extension JSON {
    /// A deck as it was understood.
    package struct DeckInspection: Codable, Equatable, Sendable {
        package var shape: DeckShape
        package var samples: [DeckSample]
        package var examples: [String]
        package var rows: Int
        package var rowsTaken: Int
        package var rates: Int
        package var keptCodes: Int
        package var refusedRows: Int
        package var blankRows: Int
        package var omittedRows: Int
        package var otherRows: Int
        package var refusalReasons: [RefusalReason]
        package var assumptions: [String]
        package var questions: [String]

        package init(
            shape: DeckShape, samples: [DeckSample], examples: [String], rows: Int, rowsTaken: Int, rates: Int,
            keptCodes: Int, refusedRows: Int, blankRows: Int, omittedRows: Int, otherRows: Int,
            refusalReasons: [RefusalReason], assumptions: [String], questions: [String]
        ) {
            self.shape = shape
            self.samples = samples
            self.examples = examples
            self.rows = rows
            self.rowsTaken = rowsTaken
            self.rates = rates
            self.keptCodes = keptCodes
            self.refusedRows = refusedRows
            self.blankRows = blankRows
            self.omittedRows = omittedRows
            self.otherRows = otherRows
            self.refusalReasons = refusalReasons
            self.assumptions = assumptions
            self.questions = questions
        }

        private enum CodingKeys: String, CodingKey {
            case shape, samples, examples, rows
            case rowsTaken = "rows_taken"
            case rates
            case keptCodes = "kept_codes"
            case refusedRows = "refused_rows"
            case blankRows = "blank_rows"
            case omittedRows = "omitted_rows"
            case otherRows = "other_rows"
            case refusalReasons = "refusal_reasons"
            case assumptions, questions
        }
    }

    /// How many rows of a deck were refused for one reason.
    package struct RefusalReason: Codable, Equatable, Sendable {
        package var field: String
        package var reason: String
        package var rows: Int
        package var firstLine: Int

        package init(field: String, reason: String, rows: Int, firstLine: Int) {
            self.field = field
            self.reason = reason
            self.rows = rows
            self.firstLine = firstLine
        }

        private enum CodingKeys: String, CodingKey {
            case field, reason, rows
            case firstLine = "first_line"
        }
    }

    /// A row of a deck as understood.
    package struct DeckSample: Codable, Equatable, Sendable {
        package var line: Int
        package var codes: [String]
        package var codeCount: Int
        package var destination: String
        package var rateNanosPerMinute: Int64?
        package var keepsPrice: Bool
        package var setupFeeNanos: Int64?
        package var increments: String
        package var effectiveAt: String?
        package var endsAt: String?

        package init(
            line: Int, codes: [String], codeCount: Int, destination: String, rateNanosPerMinute: Int64? = nil,
            keepsPrice: Bool, setupFeeNanos: Int64? = nil, increments: String, effectiveAt: String? = nil,
            endsAt: String? = nil
        ) {
            self.line = line
            self.codes = codes
            self.codeCount = codeCount
            self.destination = destination
            self.rateNanosPerMinute = rateNanosPerMinute
            self.keepsPrice = keepsPrice
            self.setupFeeNanos = setupFeeNanos
            self.increments = increments
            self.effectiveAt = effectiveAt
            self.endsAt = endsAt
        }

        private enum CodingKeys: String, CodingKey {
            case line, codes
            case codeCount = "code_count"
            case destination
            case rateNanosPerMinute = "rate_nanos_per_minute"
            case keepsPrice = "keeps_price"
            case setupFeeNanos = "setup_fee_nanos"
            case increments
            case effectiveAt = "effective_at"
            case endsAt = "ends_at"
        }
    }
}

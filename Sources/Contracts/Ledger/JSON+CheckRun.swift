extension JSON {
    /// The invariants of the books, recomputed from the rows.
    package struct CheckRun: Codable, Equatable, Sendable {
        package var passed: Bool
        /// Nil where all was looked at.
        package var lookedAt: [CheckExtent]?
        package var checks: [CheckedInvariant]

        package init(passed: Bool, lookedAt: [CheckExtent]? = nil, checks: [CheckedInvariant]) {
            self.passed = passed
            self.lookedAt = lookedAt
            self.checks = checks
        }

        private enum CodingKeys: String, CodingKey {
            case passed
            case lookedAt = "looked_at"
            case checks
        }
    }

    /// The closings of an entity that were looked at.
    package struct CheckExtent: Codable, Equatable, Sendable {
        package var entity: String
        package var fromCloseNumber: Int32
        package var closings: Int64
        package var calls: Int64
        package var closingsLeft: Int64
        package var callsLeft: Int64

        package init(
            entity: String, fromCloseNumber: Int32, closings: Int64, calls: Int64, closingsLeft: Int64, callsLeft: Int64
        ) {
            self.entity = entity
            self.fromCloseNumber = fromCloseNumber
            self.closings = closings
            self.calls = calls
            self.closingsLeft = closingsLeft
            self.callsLeft = callsLeft
        }

        private enum CodingKeys: String, CodingKey {
            case entity
            case fromCloseNumber = "from_close_number"
            case closings, calls
            case closingsLeft = "closings_left"
            case callsLeft = "calls_left"
        }
    }

    /// An invariant with its figures and offences.
    package struct CheckedInvariant: Codable, Equatable, Sendable {
        package var check: String
        package var title: String
        package var passed: Bool
        package var elapsedMs: Int64
        package var figures: [CheckFigure]
        package var offences: [CheckFigure]

        package init(
            check: String, title: String, passed: Bool, elapsedMs: Int64, figures: [CheckFigure],
            offences: [CheckFigure]
        ) {
            self.check = check
            self.title = title
            self.passed = passed
            self.elapsedMs = elapsedMs
            self.figures = figures
            self.offences = offences
        }

        private enum CodingKeys: String, CodingKey {
            case check, title, passed
            case elapsedMs = "elapsed_ms"
            case figures, offences
        }
    }

    /// A figure, with what was expected.
    package struct CheckFigure: Codable, Equatable, Sendable {
        package var subject: String
        /// `rows`, `micros`, `minor`, `ns`, `s`, `bytes`, `number` or `close number`.
        package var unit: String
        package var currency: String?
        package var expected: Int128?
        package var found: Int128?

        package init(
            subject: String, unit: String, currency: String? = nil, expected: Int128? = nil, found: Int128? = nil
        ) {
            self.subject = subject
            self.unit = unit
            self.currency = currency
            self.expected = expected
            self.found = found
        }
    }
}

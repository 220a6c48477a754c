extension JSON {
    /// Why a command, or a request, did not do what was asked.
    package struct Failure: Codable, Equatable, Sendable {
        package var error: FailureCause

        package init(error: FailureCause) {
            self.error = error
        }
    }

    /// A refusal, or a fault.
    package struct FailureCause: Codable, Equatable, Sendable {
        /// `not_found`, `conflict`, `forbidden`, `invalid`, `busy`, `too_large`, `unavailable`, or `fault`: not our caller's doing.
        package var code: String
        /// Subject and reason, fixed for programs: `job.not_found`.
        package var reason: String
        /// A sentence that says what happened.
        package var message: String
        /// The remedy.
        package var remedy: String?
        /// Facts of the message, by name.
        package var facts: [String: String]
        package var place: FailurePlace?
        /// Rows of a file that were refused, all of them.
        package var rows: [RefusedRow]
        package var exitStatus: Int32

        package init(
            code: String, reason: String, message: String, remedy: String? = nil, facts: [String: String],
            place: FailurePlace? = nil, rows: [RefusedRow], exitStatus: Int32
        ) {
            self.code = code
            self.reason = reason
            self.message = message
            self.remedy = remedy
            self.facts = facts
            self.place = place
            self.rows = rows
            self.exitStatus = exitStatus
        }

        private enum CodingKeys: String, CodingKey {
            case code, reason, message, remedy, facts, place, rows
            case exitStatus = "exit_status"
        }
    }

    /// Where in a file the fault is.
    package struct FailurePlace: Codable, Equatable, Sendable {
        package var file: String?
        package var line: Int?
        package var field: String?

        package init(file: String? = nil, line: Int? = nil, field: String? = nil) {
            self.file = file
            self.line = line
            self.field = field
        }
    }
}

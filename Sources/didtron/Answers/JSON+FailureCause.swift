import ArgumentParser
import Contracts
internal import Postgres
import RateCards
internal import Vocabulary

extension JSON.FailureCause {
    /// The error that ends a command, with what to do about it.
    init(_ error: any Error, exitStatus: Int32) {
        func refused(_ reason: String, _ message: String, rows: [RowRefusal] = [], file: String? = nil) -> Self {
            JSON.FailureCause(
                code: Refusal.Code.invalid.rawValue, reason: reason, message: message, facts: [:],
                place: file.map { JSON.FailurePlace(file: $0) }, rows: rows.map(JSON.RefusedRow.init),
                exitStatus: exitStatus)
        }
        switch error {
        case let error as FileRefused:
            self = refused("file.refused", error.description, rows: error.rows, file: error.path)
        case let error as RowsRefused:
            self = refused("file.refused", FailureReport.sentence(for: error), rows: error.refusals)
        case let error as RateTableError: self = refused("file.refused", error.description, file: error.path)
        default:
            if let refusal = Refusal(error) {
                self.init(
                    code: refusal.code.rawValue, reason: refusal.reason,
                    message: ChoiceWording.options(in: refusal.message), remedy: Remedy.remedy(for: refusal),
                    facts: refusal.facts,
                    place: refusal.place.map { JSON.FailurePlace(file: $0.file, line: $0.line, field: $0.field) },
                    rows: [], exitStatus: exitStatus)
            } else if Didtron.exitCode(for: error) == .validationFailure || error is ValidationError {
                self = refused("command.not_understood", Didtron.message(for: error))
            } else {
                let fault = error as? PostgresError
                let reason = fault.map { $0.reason ?? "database.fault" } ?? "program.fault"
                self.init(
                    code: "fault", reason: reason,
                    message: fault.map { "\($0)" } ?? FailureReport.sentence(for: error),
                    remedy: fault.flatMap { Remedy.remedy(reason: reason, $0.facts) }, facts: fault?.facts ?? [:],
                    rows: [], exitStatus: exitStatus)
            }
        }
    }
}

import Calendar
import RateCards
import Vocabulary

/// Reads the values of a form and gathers what is wrong with them, so that a person is told all of it at once.
struct FormReader {
    let fields: FormFields
    private(set) var problems: [FormProblem] = []

    init(_ fields: FormFields) { self.fields = fields }

    /// - Throws: `FormProblems` where something is wrong.
    func check() throws {
        if !problems.isEmpty { throw FormProblems(problems) }
    }

    mutating func problem(_ name: String?, _ text: String) { problems.append(FormProblem(name: name, text: text)) }

    /// A text that has to be there; empty where it is not.
    mutating func text(_ name: String, missing: String) -> String {
        guard let text = fields[name] else {
            problem(name, missing)
            return ""
        }
        return text
    }

    /// A civil day; nil where none is given, or what is given is none.
    mutating func day(_ name: String, missing: String? = nil) -> CivilDay? {
        guard let text = fields[name] else {
            if let missing { problem(name, missing) }
            return nil
        }
        if let day = CivilDay(text) { return day }
        problem(name, "Enter the day as 2026-10-31.")
        return nil
    }

    /// A whole number; nil where none is given, or what is given is none.
    mutating func number(_ name: String, in range: ClosedRange<Int64>, missing: String? = nil) -> Int64? {
        guard let text = fields[name] else {
            if let missing { problem(name, missing) }
            return nil
        }
        if let number = Int64(text.filter { $0 != " " && $0 != "," }), range.contains(number) { return number }
        problem(name, "Enter a whole number from \(range.lowerBound) to \(range.upperBound).")
        return nil
    }

    /// An amount in minor units of a currency; nil where none is given, or it can be read in two ways.
    mutating func minor(_ name: String, _ currency: String, digits: Int, missing: String? = nil) -> Int64? {
        guard let text = fields[name] else {
            if let missing { problem(name, missing) }
            return nil
        }
        let input = MoneyInput(text, digits: digits)
        if let minor = input.minor { return minor }
        problem(
            name,
            input.readings.count == 2
                ? "\(text) could be \(input.readings[0]) or \(input.readings[1]): write it so that it is one of them."
                : "\(text) is no amount of \(currency) above zero, with at most \(digits) decimals.")
        return nil
    }

    /// A choice among several; nil where the value is none of them.
    mutating func choice<Value: RawRepresentable<String>>(
        _ name: String, missing: String
    ) -> Value? {
        guard let text = fields[name], let value = Value(rawValue: text) else {
            problem(name, missing)
            return nil
        }
        return value
    }
}

/// All that is wrong with a form.
struct FormProblems: Error {
    /// Lines of a file at fault that a page lists.
    private static let rowsShown = 30

    let problems: [FormProblem]

    init(_ problems: [FormProblem]) { self.problems = problems }

    init(_ name: String?, _ text: String) { problems = [FormProblem(name: name, text: text)] }

    /// Problems for which an act was refused, at the field that it names; nil where a page cannot answer it.
    init?(_ error: any Error) {
        if let problems = error as? FormProblems {
            self = problems
            return
        }
        if let rows = error as? RowsRefused {
            let shown = rows.refusals.prefix(Self.rowsShown).map { row in
                FormProblem(
                    name: "file",
                    text: "Line \(row.line)\(row.field.isEmpty ? "" : ", \(row.field)"): \(row.reason)"
                        + (row.text.isEmpty ? "." : ": \(row.text.prefix(60))."))
            }
            let more = rows.refusals.count - shown.count
            self.init(
                shown + (more > 0 ? [FormProblem(name: "file", text: "\(more) more lines are at fault.")] : []))
            return
        }
        guard let refusal = Refusal(error), ![.busy, .unavailable].contains(refusal.code) else { return nil }
        let text = refusal.message + (refusal.message.last.map { ".?!".contains($0) } == true ? "" : ".")
        self.init(refusal.place?.field, text)
    }

    /// Problems of the fields of a form that were read as a row; nil of any other error.
    init?(fieldsOf error: any Error) {
        guard let rows = error as? RowsRefused else { return nil }
        self.init(
            rows.refusals.map { row in
                let reason = row.text.isEmpty ? row.reason : "\(row.text) is \(row.reason)"
                return FormProblem(name: row.field.isEmpty ? nil : row.field, text: "\(reason).")
            })
    }

    /// Problem of one field.
    func of(_ name: String) -> String? { problems.first { $0.name == name }?.text }
}

/// Makes the fields of a form, with the values that were typed and the problems that were found.
struct FieldMaker {
    let fields: FormFields
    let problems: FormProblems

    init(_ fields: FormFields, _ problems: FormProblems) {
        self.fields = fields
        self.problems = problems
    }

    func text(
        _ name: String, _ label: String, _ hint: String? = nil, width: Int = 20, optional: Bool = false,
        area: Bool = false, mode: String? = nil
    ) -> Field {
        Field(
            name, label, hint: hint, error: problems.of(name), value: fields.typed(name), width: width,
            isOptional: optional, isArea: area, mode: mode)
    }

    /// The first choice stands where nothing was chosen.
    ///
    /// - Parameter choices: values with their words.
    func choice(_ name: String, _ label: String, _ hint: String?, _ choices: [(String, String)]) -> Field {
        let chosen = fields[name] ?? choices.first?.0
        return Field(
            name, label, hint: hint, error: problems.of(name),
            choices: choices.map { Filters.Choice(title: $0.1, value: $0.0, isChosen: $0.0 == chosen) })
    }

    /// The reason of an act, which the audit trail keeps.
    func reason(_ hint: String = "Kept in the audit trail", optional: Bool = false) -> Field {
        text("reason", "Reason", hint, optional: optional, area: true)
    }
}

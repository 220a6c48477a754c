/// A sentence of the summary above a form.
struct FormProblem: Sendable {
    /// Of the field; nil = of the form as a whole.
    var name: String?
    var text: String
}

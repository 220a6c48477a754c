/// A field of a form with what was typed and what is wrong with it.
struct Field: Sendable {
    var name: String
    var label: String
    var hint: String?
    var error: String?
    var value = ""
    var type = "text"
    var width = 20
    var isOptional = false
    var isArea = false
    var choices: [Filters.Choice] = []
    var autocomplete: String?
    var mode: String?
    let describedBy: String?
    let isInput: Bool

    init(
        _ name: String, _ label: String, hint: String? = nil, error: String? = nil, value: String = "",
        type: String = "text", width: Int = 20, isOptional: Bool = false, isArea: Bool = false,
        choices: [Filters.Choice] = [], autocomplete: String? = nil, mode: String? = nil
    ) {
        self.name = name
        self.label = label
        self.hint = hint
        self.error = error
        self.value = value
        self.type = type
        self.width = width
        self.isOptional = isOptional
        self.isArea = isArea
        self.choices = choices
        self.autocomplete = autocomplete
        self.mode = mode
        let ids = [hint.map { _ in "f-\(name)-hint" }, error.map { _ in "f-\(name)-error" }].compactMap(\.self)
        describedBy = ids.isEmpty ? nil : ids.joined(separator: " ")
        isInput = !isArea && choices.isEmpty
    }
}

internal import Vocabulary

/// Choices as options of the command line: `‹fee_divisor 100›` is `--fee-divisor 100`.
enum ChoiceWording {
    static func options(in sentence: String) -> String {
        Choice.worded(in: sentence) { choice in
            let option = "--\(choice.name.rawValue.replacing("_", with: "-"))"
            return choice.value.map { "\(option) \($0)" } ?? option
        }
    }
}

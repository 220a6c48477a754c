import Foundation

/// What `--json` prints.
enum JSONOutput {
    /// Prints a value as indented JSON with sorted keys, so that two outputs can be compared; choices in sentences
    /// as options.
    static func print(_ value: some Encodable) throws { Swift.print(try text(value)) }

    /// What is printed.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return ChoiceWording.options(in: String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

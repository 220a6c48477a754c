import Foundation

/// What `--json` prints.
enum JSONOutput {
    /// Prints a value as indented JSON with sorted keys, so that two outputs can be compared; choices in sentences
    /// as options.
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Swift.print(ChoiceWording.options(in: String(decoding: try encoder.encode(value), as: UTF8.self)))
    }
}

import Foundation
import Synchronization

/// What `--json` prints.
enum JSONOutput {
    /// Whether a document was printed: a command prints one, so an error behind it goes to standard error alone.
    private static let printed = Atomic(false)

    static var hasPrinted: Bool { printed.load(ordering: .relaxed) }

    /// Prints a value as indented JSON with sorted keys, so that two outputs can be compared; choices in sentences
    /// as options.
    static func print(_ value: some Encodable) throws {
        let text = try text(value)
        printed.store(true, ordering: .relaxed)
        Swift.print(text)
    }

    /// The JSON of a value.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return ChoiceWording.options(in: String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

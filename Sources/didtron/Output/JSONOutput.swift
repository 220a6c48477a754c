import Foundation
import Synchronization

/// What `--json` prints.
enum JSONOutput {
    /// Whether a document was printed: a command prints one, so an error behind it goes to standard error alone.
    private static let printed = Atomic(false)

    /// Whether standard output has data of another kind, so that documents go to standard error.
    private static let besideData = Atomic(false)

    /// States that standard output has data of another kind.
    static func goesBesideData() { besideData.store(true, ordering: .relaxed) }

    static var hasPrinted: Bool { printed.load(ordering: .relaxed) }

    /// Prints a value as indented JSON with sorted keys, so that two outputs can be compared; choices in sentences
    /// as options.
    static func print(_ value: some Encodable) throws {
        let text = try text(value)
        printed.store(true, ordering: .relaxed)
        guard besideData.load(ordering: .relaxed) else { return Swift.print(text) }
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }

    /// The JSON of a value.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return ChoiceWording.options(in: String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

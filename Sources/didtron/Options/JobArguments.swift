import ArgumentParser
import Foundation

/// Arguments of a job, as pairs of name and value.
struct JobArguments: ParsableArguments {
    @Option(
        name: .customLong("argument"),
        help: ArgumentHelp("Argument of the job; repeatable.", valueName: "name=value"))
    var pairs: [String] = []

    func validate() throws {
        for pair in pairs where !pair.contains("=") || pair.hasPrefix("=") {
            throw ValidationError("--argument \(pair): write it as name=value.")
        }
    }

    /// A JSON object of texts, sorted by name.
    var json: String {
        get throws {
            let values = Dictionary(
                pairs.map { pair in
                    let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    return (String(parts[0]), String(parts[1]))
                }, uniquingKeysWith: { _, last in last })
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(values), as: UTF8.self)
        }
    }
}

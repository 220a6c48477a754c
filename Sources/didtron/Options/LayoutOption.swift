import ArgumentParser
import CallRecords
import Foundation

/// Which layout a CDR file has.
struct LayoutOption: ParsableArguments {
    @Option(
        name: .customLong("layout"),
        help: ArgumentHelp(
            "Layout of the CDR file: a name or a layout file (JSON).",
            discussion: "Known: \(CallLayout.builtIn.map(\.name).joined(separator: ", ")).", valueName: "name|file"))
    var name: String?

    /// The layout that was named; nil where none was.
    func chosen() throws -> CallLayout? {
        guard let name else { return nil }
        if let layout = CallLayout.named(name) { return layout }
        guard FileManager.default.fileExists(atPath: name) else {
            let known = CallLayout.builtIn.map(\.name).joined(separator: ", ")
            throw LayoutError(.unknownLayout, "There is no layout and no file called \(name). Layouts: \(known).")
        }
        do {
            return try JSONDecoder().decode(CallLayout.self, from: Data(contentsOf: URL(fileURLWithPath: name)))
        } catch {
            throw LayoutError(.badLayout, "Layout file \(name): \(FailureReport.sentence(for: error))")
        }
    }
}

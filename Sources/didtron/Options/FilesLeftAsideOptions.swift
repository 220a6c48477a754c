import ArgumentParser
internal import Postgres
internal import Receivables
internal import Vocabulary

/// Files that are not loaded to their end and do not hinder a step of invoices.
struct FilesLeftAsideOptions: ParsableArguments {
    @Option(
        name: .customLong("without"),
        help: ArgumentHelp(
            "Go on without a file, or re-rate, that was interrupted or is being loaded, by number or name; repeatable.",
            valueName: "file"))
    var files: [String] = []

    var value: FilesLeftAside { FilesLeftAside(files) }
}

extension UnfinishedFile {
    /// Says of each file that is not loaded to its end what to do.
    static func printAll(entityID: EntityID? = nil, on connection: Connection) throws {
        for file in try all(entityID: entityID, on: connection) {
            print("Warning: \(Remedy.sentence(for: file.refusal))")
        }
    }
}

internal import Acts
internal import CallStore
internal import Catalog
internal import Foundation
internal import Ingest
package import Jobs
internal import Vocabulary

/// Imports what is whole in a folder, once: what `cdr watch` does all the time, by schedule. Closing is left to its own job.
///
/// Arguments: `folder`; `switch` and `entity` by their codes, where there are several.
package struct CDRFolderJob: JobHandler {
    package static let kind = "cdr.folder"

    private struct Arguments: Decodable {
        var folder: String
        var `switch`: String?
        var entity: String?
    }

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        guard let arguments = try? JSONDecoder().decode(Arguments.self, from: Data(work.arguments.utf8)) else {
            throw Refusal(.invalid, "job.arguments", "The job names no folder", place: .init(field: "folder"))
        }
        let options = FileLoad.Options(connections: ProcessInfo.processInfo.activeProcessorCount)
        var load = CDRImport(
            work.database, options: options, by: Actor(.system, Self.kind), from: "job \(work.jobID)")
        load.switchCode = arguments.switch
        load.entityCode = arguments.entity
        var loaded = 0
        var others: [String] = []
        try FolderWatch(folder: arguments.folder, settleSeconds: 1).sweep { name, outcome in
            switch outcome {
            case .loaded, .known, .suspicious: loaded += 1
            case .refused(let sentence): others.append("\(name) refused: \(sentence)")
            case .left(let sentence): others.append("\(name) left: \(sentence)")
            }
        } load: { path in
            let result = try load.load(.file(path))
            return result.wasLoaded ? .known : .loaded(records: result.rows)
        }
        return (["\(AmountText.count(Int64(loaded), "file")) loaded"] + others).joined(separator: "; ")
    }
}

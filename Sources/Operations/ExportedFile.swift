package import Database
internal import Foundation
package import Vocabulary

/// Lists that jobs have written to files: each in a folder of its own in the home, kept for some days.
package enum ExportedFile {
    package static let keptDays = 7

    /// The folder of a job's file.
    package static func folder(of jobID: JobID, in home: Home) -> String { "\(home.exports)/\(jobID)" }

    /// Removes folders whose files are older than they are kept.
    ///
    /// - Returns: how many.
    @discardableResult
    static func removeExpired(in home: Home, now: Date = Date()) -> Int {
        let files = FileManager.default
        var removed = 0
        // There is none before the first list is written.
        for name in (try? files.contentsOfDirectory(atPath: home.exports)) ?? [] {
            let folder = "\(home.exports)/\(name)"
            guard let facts = try? files.attributesOfItem(atPath: folder), let made = facts[.modificationDate] as? Date,
                now.timeIntervalSince(made) > Double(keptDays) * 86_400
            else { continue }
            // The next run removes the rest.
            if (try? files.removeItem(atPath: folder)) != nil { removed += 1 }
        }
        return removed
    }
}

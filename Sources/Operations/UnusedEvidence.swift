internal import CallStore
internal import Catalog
package import Database
package import Foundation
package import Postgres

/// Received files of which nothing was loaded: refused ones, and those whose loading never began. No call has its line in them,
/// so they are kept for a while only, to be looked at.
package struct UnusedEvidence: Sendable, Codable {
    package var sha256: String
    /// Bytes, as received.
    package var bytes: Int64
    /// ISO 8601, UTC.
    package var receivedAt: String

    /// The oldest first.
    ///
    /// - Parameter days: only those that were received so many days ago or earlier. One that is being received has no row of its
    ///   own yet, so whoever removes what is listed leaves those of the last day.
    package static func list(
        in database: Database, olderThanDays days: Int64 = 0, now: Date = .now, on connection: Connection
    ) throws -> [UnusedEvidence] {
        let folder = database.home.evidence
        let files = FileManager.default
        guard files.fileExists(atPath: folder) else { return [] }
        var found: [UnusedEvidence] = []
        for prefix in try files.contentsOfDirectory(atPath: folder) where prefix.utf8.count == 2 {
            for name in try files.contentsOfDirectory(atPath: "\(folder)/\(prefix)") where name.utf8.count == 64 {
                // One that went meanwhile is somebody else's.
                guard let facts = try? files.attributesOfItem(atPath: "\(folder)/\(prefix)/\(name)"),
                    let bytes = (facts[.size] as? NSNumber)?.int64Value,
                    let received = facts[.modificationDate] as? Date,
                    now.timeIntervalSince(received) >= Double(days) * 86_400
                else { continue }
                found.append(
                    UnusedEvidence(
                        sha256: name, bytes: bytes, receivedAt: ISO8601DateFormatter().string(from: received)))
            }
        }
        let used = try Set(
            connection.run(query: "files_of_evidence", ["hashes": .texts(found.map { "\\x" + $0.sha256 })]).map {
                try $0.string("sha256")
            })
        return found.filter { !used.contains($0.sha256) }.sorted {
            ($0.receivedAt, $0.sha256) < ($1.receivedAt, $1.sha256)
        }
    }

    /// Removes what nothing was loaded of and what is older than the setting `cdr.refused_days`; returns what was removed.
    package static func clean(_ database: Database, now: Date = .now, on connection: Connection) throws
        -> [UnusedEvidence]
    {
        let days = try Setting.refusedDays.number(on: connection)
        let old = try list(in: database, olderThanDays: days, now: now, on: connection)
        // Bytes that are received again meanwhile are a new copy in the same place, which stays.
        return try old.filter { file in
            let facts = try FileManager.default.attributesOfItem(atPath: file.path(in: database))
            guard (facts[.modificationDate] as? Date).map(ISO8601DateFormatter().string) == file.receivedAt else {
                return false
            }
            try FileManager.default.removeItem(atPath: file.path(in: database))
            return true
        }
    }

    package func path(in database: Database) -> String { "\(database.home.evidence)/\(sha256.prefix(2))/\(sha256)" }
}

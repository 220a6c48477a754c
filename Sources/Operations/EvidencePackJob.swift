internal import CallStore
internal import Catalog
internal import Database
package import Jobs
internal import Postgres

/// Packs received files once they are closed for as many days as the setting `cdr.packed_days` says.
package struct EvidencePackJob: JobHandler {
    package static let kind = "evidence.pack"

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        let connection = try work.database.connect(role: .app)
        defer { connection.close() }
        let days = try Setting.packedDays.number(on: connection)
        let store = EvidenceStore(folder: work.database.home.evidence)
        var files = 0, before = 0, after = 0
        for row in try connection.run(query: "files_to_pack", ["days": .int(days)]) {
            let offsets = try row.optionalString("chunk_offsets") ?? ""
            let packed = try store.pack(
                row.bytes("sha256"), chunkOffsets: offsets.split(separator: ",").compactMap { Int($0) })
            guard let packed else { continue }
            files += 1
            before += packed.before
            after += packed.after
        }
        return files == 0
            ? "All files were packed" : "\(files) \(files == 1 ? "file" : "files") packed: \(before) bytes to \(after)"
    }
}

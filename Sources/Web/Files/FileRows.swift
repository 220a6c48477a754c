import Accounts
import CallStore
import Postgres

/// The list of files as a file: with its filters, without its pages.
struct FileRows: ExportedList {
    static let title = "Files"
    static let permission = Permission.seeCalls

    private let query: FormFields
    private let listing: FileListing
    private let entityCode: String

    init?(_ query: FormFields, _ scope: ExportScope) {
        self.query = query
        listing = FileListPage.listing(query, entityID: scope.entityID)
        entityCode = scope.entityCode
    }

    var path: String { query.address(FileListPage.path) }
    var fileName: String { "files-\(entityCode)" }

    let titles = [
        "file_id", "name", "kind", "state", "switch", "received_at", "closed_at", "read", "rated", "unrated",
        "duplicate", "rejected", "changed", "stale", "bytes", "sha256",
    ]

    func rows(on connection: Connection, _ body: ([[String]]) throws -> Void) throws {
        try listing.forEachBatch(on: connection) { try body($0.map(texts)) }
    }

    private func texts(_ file: FileAccount) -> [String] {
        [
            "\(file.fileID)", file.name, file.kind, file.state, file.switchCode, file.receivedAt, file.closedAt ?? "",
            "\(file.read)", "\(file.rated)", "\(file.unrated)", "\(file.duplicates)", "\(file.rejected)",
            "\(file.changed)", "\(file.stale)", "\(file.bytes)", file.sha256,
        ]
    }
}

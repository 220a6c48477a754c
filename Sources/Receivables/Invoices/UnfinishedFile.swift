internal import Calendar
internal import Catalog
internal import Database
package import Postgres

/// A file, or a batch of re-rated calls, of which not all is in (interrupted, stopped, or being loaded), or a file whose undo
/// has not ended.
package struct UnfinishedFile: Sendable {
    package enum Kind: Sendable {
        case received
        case rerate
    }

    package var fileID: Int64
    package var name: String
    package var kind: Kind
    /// Too many of its records were rejects.
    package var isStopped: Bool
    package var isBeingUndone: Bool
    package var switchCode: String
    /// Records that are in.
    package var rowsRead: Int64
    /// Something is being imported into its switch, perhaps this file.
    package var isImporting: Bool

    /// Files of one entity or of all, oldest first.
    package static func all(entityID: Int16? = nil, on connection: Connection) throws -> [UnfinishedFile] {
        try connection.run(query: "unfinished_files", ["entity_id": .optional(entityID)]).map(UnfinishedFile.init)
    }

    /// Those that may have calls of the billing periods that begin within `period`, or of earlier ones.
    static func concerning(
        _ period: BillingPeriod, entityID: Int16, on connection: Connection
    ) throws -> [UnfinishedFile] {
        try connection.run(
            query: "unfinished_files_of_period",
            [
                "entity_id": .int(Int64(entityID)), "period_start": .text("\(period.first)"),
                "period_end": .text("\(period.endBefore)"),
            ]
        ).map(UnfinishedFile.init)
    }

    /// Those that may have calls of the periods of these invoices, or of earlier ones.
    static func concerning(invoices ids: [Int64], on connection: Connection) throws -> [UnfinishedFile] {
        try connection.run(query: "unfinished_files_of_invoices", ["invoice_ids": .ints(ids)]).map(UnfinishedFile.init)
    }

    private init(_ row: Row) throws {
        fileID = try row.int("file_id")
        name = try row.string("name")
        kind = try row.string("kind") == "rerate" ? .rerate : .received
        isStopped = try row.bool("is_stopped")
        isBeingUndone = try row.bool("is_being_undone")
        switchCode = try row.string("switch_code")
        rowsRead = try row.int("rows_read")
        isImporting = try row.bool("is_importing")
    }

    /// What is the matter with it and what to do, in a sentence or two.
    package var sentence: String {
        let records = "\(AmountText.count(rowsRead, "record")) of it \(rowsRead == 1 ? "is" : "are") in"
        if isBeingUndone {
            return
                "The undo of file \(fileID), \(name), has not ended: other files are still to be loaded again. "
                + (isImporting
                    ? "It is under way at the moment: wait until that has ended."
                    : "`didtron cdr undo \(fileID) --apply` goes on with it.")
        }
        switch (kind, isImporting) {
        case (_, true):
            return
                "File \(fileID), \(name), is not loaded to its end (\(records)). Calls of switch \(switchCode) are being "
                + "loaded or rated again at the moment: wait until that has ended."
        case (.received, false) where isStopped:
            return
                "The loading of file \(fileID), \(name), stopped, because too many of its records are rejects (\(records)): "
                + "`didtron cdr rejects \(fileID)` lists them. Import the same file again with --accept-rejects to go on."
        case (.received, false):
            return "The loading of file \(fileID), \(name), was interrupted: \(records). "
                + "Import the same file again to finish it."
        case (.rerate, false):
            return "The \(name) was interrupted (file \(fileID)): `didtron rerate --finish` finishes it."
        }
    }
}

/// Which unfinished files a person leaves aside, by number or name.
package struct FilesLeftAside: Sendable {
    package var names: [String]

    package static let none = FilesLeftAside([])

    package init(_ names: [String]) { self.names = names }

    /// Throws unless all of `files` are left aside, and keeps an audit event of those that are.
    func refuseOthers(
        _ files: [UnfinishedFile], entityIDs: [Int64], on connection: Connection
    ) throws {
        let others = files.filter { file in !names.contains { $0 == String(file.fileID) || $0 == file.name } }
        if let other = others.first {
            let more = others.count == 1 ? "" : " And \(others.count - 1) more."
            throw BillingError(
                .wrongState,
                "\(other.sentence)\(more) Its calls would be missing on the invoices; "
                    + "--without \(other.fileID) leaves it aside.")
        }
        if let unknown = names.first(where: { name in
            !files.contains { $0.name == name || String($0.fileID) == name }
        }) {
            throw BillingError(
                .notFound,
                "No unfinished file that concerns these invoices is \(unknown): `didtron cdr files` shows numbers and names."
            )
        }
        guard !files.isEmpty else { return }
        _ = try connection.run(
            job: "record_files_left_aside",
            [
                "entity_ids": .ints(entityIDs), "file_ids": .ints(files.map(\.fileID)),
            ])
    }
}

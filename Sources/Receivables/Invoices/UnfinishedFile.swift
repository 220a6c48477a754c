internal import Calendar
internal import Catalog
internal import Database
package import Postgres
package import Vocabulary

/// A file, or a batch of re-rated calls, of which not all is in (interrupted, stopped, or being loaded), or a file whose undo
/// has not ended.
package struct UnfinishedFile: Sendable {
    package enum Kind: Sendable {
        case received
        case rerate
    }

    package var fileID: CallFileID
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
    package static func all(entityID: EntityID? = nil, on connection: Connection) throws -> [UnfinishedFile] {
        try connection.run(query: "unfinished_files", ["entity_id": .optional(entityID)]).map(UnfinishedFile.init)
    }

    /// Those that may have calls of the billing periods that begin within `period`, or of earlier ones.
    static func concerning(
        _ period: BillingPeriod, entityID: EntityID, on connection: Connection
    ) throws -> [UnfinishedFile] {
        try connection.run(
            query: "unfinished_files_of_period",
            [
                "entity_id": .id(entityID), "period_start": .text("\(period.first)"),
                "period_end": .text("\(period.endBefore)"),
            ]
        ).map(UnfinishedFile.init)
    }

    /// Those that may have calls of the periods of these invoices, or of earlier ones.
    static func concerning(invoices ids: [DocumentID], on connection: Connection) throws -> [UnfinishedFile] {
        try connection.run(query: "unfinished_files_of_invoices", ["invoice_ids": .ids(ids)]).map(UnfinishedFile.init)
    }

    private init(_ row: Row) throws {
        fileID = try row.id("file_id")
        name = try row.string("name")
        kind = try row.string("kind") == "rerate" ? .rerate : .received
        isStopped = try row.bool("is_stopped")
        isBeingUndone = try row.bool("is_being_undone")
        switchCode = try row.string("switch_code")
        rowsRead = try row.int("rows_read")
        isImporting = try row.bool("is_importing")
    }

    /// Why it cannot be left as it is.
    package var refusal: Refusal {
        let facts = ["file": "\(fileID)"]
        let records = "\(AmountText.count(rowsRead, "record")) of it \(rowsRead == 1 ? "is" : "are") in"
        if isBeingUndone {
            let sentence = "The undo of file \(fileID), \(name), has not ended: other files may have to be loaded again"
            return isImporting
                ? Refusal(.busy, "file.being_undone", sentence, facts: facts)
                : Refusal(.busy, "file.undo_interrupted", sentence, facts: facts)
        }
        switch (kind, isImporting) {
        case (_, true):
            return Refusal(
                .busy, "file.being_loaded",
                "File \(fileID), \(name), is not loaded to its end (\(records)). Calls of switch \(switchCode) are being "
                    + "loaded or rated again at the moment",
                facts: facts)
        case (.received, false) where isStopped:
            return Refusal(
                .conflict, "file.stopped",
                "The loading of file \(fileID), \(name), stopped, because too many of its records are rejects (\(records))",
                facts: facts)
        case (.received, false):
            return Refusal(
                .conflict, "file.interrupted", "The loading of file \(fileID), \(name), was interrupted: \(records)",
                facts: facts)
        case (.rerate, false):
            return Refusal(
                .conflict, "rerate.interrupted", "The \(name) was interrupted (file \(fileID))", facts: facts)
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
        _ files: [UnfinishedFile], entityIDs: [EntityID], on connection: Connection
    ) throws {
        let others = files.filter { file in !names.contains { $0 == "\(file.fileID)" || $0 == file.name } }
        if let other = others.first {
            let more = others.count == 1 ? "" : " And \(others.count - 1) more."
            var refusal = other.refusal
            refusal.message += ".\(more) Its calls would be missing on the invoices"
            refusal.facts["missing_on"] = "invoices"
            throw refusal
        }
        if let unknown = names.first(where: { name in
            !files.contains { $0.name == name || "\($0.fileID)" == name }
        }) {
            throw Refusal(
                .notFound, "file.not_unfinished", "No unfinished file that concerns these invoices is \(unknown)",
                facts: ["file": unknown])
        }
        guard !files.isEmpty else { return }
        _ = try connection.run(
            job: "record_files_left_aside",
            [
                "entity_ids": .ids(entityIDs), "file_ids": .ids(files.map(\.fileID)),
            ])
    }
}

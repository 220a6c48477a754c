package import Acts
package import CallStore
internal import CallRecords
package import Database
internal import Files
internal import Foundation
package import Ingest
internal import Postgres
internal import RateBook
package import StoredCalls
internal import Vocabulary

/// Takes a file back whole, up to the books: its calls, and with them later files that were compared with it, which are loaded
/// again from evidence.
///
/// Killed at any moment and started again it goes on: first the calls are taken back, in one transaction; then each file is
/// loaded again like any other; last the act ends. Meanwhile nothing else changes calls of the switch.
package struct UndoRun {
    package let database: Database
    package var actor: Actor
    /// As `ActRequest.origin`.
    package var origin: String
    package var reason: String
    package var connections: Int
    /// Refuse where other files would have to be loaded again.
    package var isOnly = false
    package var onWait: @Sendable () -> Void = {}
    package var onProgress: @Sendable (FileLoad.Progress) -> Void = { _ in }

    package struct Result: Sendable {
        package var file: FileAccount
        /// The others, in the order in which they are loaded again, and as what they are.
        package var again: [(file: FileAccount, loaded: FileAccount?)]
        /// Empty where an earlier run had taken the calls back.
        package var sums: [FileUndo.Sum]
        /// The batch of reversals; nil where there was nothing to take back, and in a preview.
        package var batch: FileAccount?
        /// Whether it went on with what an earlier run had begun; of a preview, whether the next run would.
        package var isResumed: Bool
    }

    package init(_ database: Database, connections: Int, because reason: String, by actor: Actor, from origin: String) {
        self.database = database
        self.connections = connections
        self.reason = reason
        self.actor = actor
        self.origin = origin
    }

    /// What an undo would do; changes nothing.
    package func preview(_ name: String) throws -> Result {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let (fileID, source) = try find(name, connection)
        if let undo = try UndoUnderWay.find(switchID: source.switchID, connection) {
            guard undo.fileID == fileID else { throw undo.refusal }
            return try result(fileID, sums: [], isResumed: true, connection)
        }
        let files = try plan(fileID, connection)
        let sums = try FileUndo.preview(files, on: connection)
        let again = try files.filter(\.isAgain).map {
            (file: try FileAccount.of(fileID: $0.fileID, connection), loaded: FileAccount?.none)
        }
        return Result(
            file: try FileAccount.of(fileID: fileID, connection), again: again, sums: sums, batch: nil, isResumed: false
        )
    }

    /// Takes the file back.
    package func apply(_ name: String) throws -> Result {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let (fileID, source) = try find(name, connection)
        let undo = try FileUndo(source, holding: connection, onWait: onWait)
        // What waits to be closed first: only usage of closed files can be on an invoice.
        try bringUpToDate(source)
        let request = ActRequest(
            "cdr.undo", by: actor, from: origin, entityID: source.entityID, reason: reason)
        let actID: ActID
        var sums: [FileUndo.Sum] = []
        let known = try UndoUnderWay.find(switchID: source.switchID, connection)
        do {
            if let known {
                guard known.fileID == fileID else { throw known.refusal }
                actID = known.actID
            } else {
                // What was found before the lock may be true no longer.
                _ = try find(name, connection)
                guard try !undo.hasBegunRerating() else {
                    throw Refusal(
                        .conflict, "rerate.interrupted", "A re-rate of switch \(source.switchCode) was interrupted",
                        facts: ["switch": source.switchCode])
                }
                let files = try plan(fileID, connection)
                guard let asked = files.first(where: { !$0.isAgain }) else {
                    throw Refusal(.notFound, "file.not_found", "There is no file \(fileID)")
                }
                (actID, sums) = try undo.begin(files, asked: asked, by: request)
            }
        } catch let refusal as Refusal {
            throw try Acts.recorded(refusal, request, on: connection)
        }
        try bringUpToDate(source)
        if let scope = try undo.batch(of: fileID)?.toRateAgain { try rateAgain(scope, source, fileID, connection) }
        for file in try UndoneFile.toLoadAgain(after: fileID, by: actID, connection) {
            try loadAgain(file, source, connection)
        }
        try bringUpToDate(source)
        try undo.end(fileID, actID)
        return try result(fileID, sums: sums, isResumed: known != nil, connection)
    }

    // MARK: - Which file

    /// - Throws: `Refusal` where there is no such file, several have the name, or the one that has it cannot be undone.
    private func find(_ name: String, _ connection: Connection) throws -> (fileID: CallFileID, source: SwitchSource) {
        let rows = Array(try connection.run(query: "files_named", ["name": .text(name)]))
        guard var row = rows.first else {
            throw Refusal(.notFound, "file.not_found", "There is no file \(name)", facts: ["file": name])
        }
        if try row.int("file_id") != Int64(name) ?? 0 {
            let possible = try rows.filter { try !$0.bool("is_undone") || $0.bool("is_being_undone") }
            if possible.count > 1 {
                let numbers = try possible.map { String(try $0.int("file_id")) }.joined(separator: ", ")
                throw Refusal(
                    .conflict, "file.name_is_ambiguous", "Several files are called \(name): \(numbers)",
                    facts: ["files": numbers])
            }
            row = possible.first ?? row
        }
        let title = try "File \(row.int("file_id")), \(row.string("name")),"
        let facts = ["file": try row.string("file_id")]
        guard try row.string("kind") == "received" else {
            throw Refusal(
                .conflict, "file.not_received", "\(title) was not received: only received files are undone",
                facts: facts)
        }
        guard try !row.bool("is_undone") || row.bool("is_being_undone") else {
            throw Refusal(.conflict, "file.undone", "\(title) is undone already", facts: facts)
        }
        guard try row.bool("has_chunks") else {
            throw Refusal(.conflict, "file.not_loaded", "Nothing of it is loaded: \(title.dropLast())", facts: facts)
        }
        return (
            try row.id("file_id"),
            try SwitchSource.find(
                switchCode: row.string("switch_code"), entityCode: row.string("entity_code"), connection)
        )
    }

    /// What has to be taken back, if all of it can be loaded again.
    private func plan(_ fileID: CallFileID, _ connection: Connection) throws -> [UndoneFile] {
        let files = try UndoneFile.plan(ofFile: fileID, connection)
        let again = files.filter(\.isAgain)
        if isOnly, let first = again.first {
            let numbers = again.map { "\($0.fileID)" }.joined(separator: ", ")
            throw Refusal(
                .conflict, "file.compared_with",
                "File \(fileID) cannot be taken back alone: \(again.count == 1 ? "file \(numbers), \(first.name), was" : "files \(numbers) were") "
                    + "compared with it and would have to be loaded again",
                facts: ["file": "\(fileID)", "files": numbers])
        }
        for file in again {
            let title =
                "File \(file.fileID), \(file.name), was compared with file \(fileID) and would have to be loaded again"
            let facts = ["file": "\(fileID)", "files": "\(file.fileID)"]
            guard file.isFinished else {
                throw Refusal(
                    .conflict, "file.not_loaded_to_its_end", "\(title), but is not loaded to its end", facts: facts)
            }
            guard try isKept(file) else {
                throw Refusal(
                    .conflict, "file.evidence_missing", "\(title), but its received bytes are not in the evidence",
                    facts: facts)
            }
        }
        return files
    }

    /// Whether the received bytes are in the evidence, unharmed.
    private func isKept(_ file: UndoneFile) throws -> Bool {
        try EvidenceStore(folder: database.home.evidence).isUnharmed(file.sha256)
    }

    // MARK: - Steps

    private func bringUpToDate(_ source: SwitchSource) throws {
        try BooksClosing(database, by: actor, from: origin).run(entityID: source.entityID)
    }

    private func rateAgain(_ scope: RerateScope, _ source: SwitchSource, _ fileID: CallFileID, _ connection: Connection)
        throws
    {
        let database = database
        let exchange = try ExchangeBasis.present(connection)
        var options = Rerating.Options(threads: connections)
        options.limits = try LoadLimits(connection)
        let request = ActRequest(
            "cdr.rerate", by: actor, from: origin, entityID: source.entityID,
            reason: "undo of file \(fileID): \(reason)")
        let rerating = Rerating(database, source: source, options: options, by: request) {
            try CompiledCatalog.compile(entityID: source.entityID, database: database, exchange: exchange)
        }
        _ = try rerating.apply(scope, on: connection) { _ in try bringUpToDate(source) }
    }

    private func loadAgain(_ file: UndoneFile, _ source: SwitchSource, _ connection: Connection) throws {
        let database = database
        let present = try ExchangeBasis.present(connection)
        var options = FileLoad.Options(connections: connections)
        options.layout = try JSONDecoder().decode(CallLayout.self, from: Data(file.layoutDefinition.utf8))
        options.chunkBytes = file.chunkBytes
        options.limits = file.limits
        options.statedMicros = file.statedMicros
        options.acceptsNewTariff = true
        options.again = file
        let request = ActRequest(
            "cdr.undo", by: actor, from: origin, entityID: source.entityID, reason: reason)
        let load = FileLoad(
            database, source: source, options: options, by: request, onWait: onWait, onProgress: onProgress
        ) {
            try CompiledCatalog.compile(entityID: source.entityID, database: database, exchange: $0 ?? present)
        }
        let store = EvidenceStore(folder: database.home.evidence)
        _ = try load.run(
            store.source(ofKept: file.sha256, bytes: file.bytes, file.compression), on: connection)
    }

    private func result(
        _ fileID: CallFileID, sums: [FileUndo.Sum], isResumed: Bool, _ connection: Connection
    ) throws -> Result {
        let all = try FileAccount.all(connection)
        let again = all.filter { $0.undoneForID == fileID && $0.fileID != fileID }.reversed().map { file in
            (file: file, loaded: all.first { $0.fileID == file.againFileID })
        }
        return Result(
            file: try FileAccount.of(fileID: fileID, connection), again: Array(again), sums: sums,
            batch: all.first { $0.kind == "undo" && $0.sourceFileID == fileID }, isResumed: isResumed)
    }
}

package import Acts
package import CallStore
internal import Database
internal import Files
package import Postgres
package import Vocabulary

/// Takes files back: their calls are reversed by a batch like that of a re-rate, and what earlier files said of them holds
/// again. One transaction does it all, from the first reversal to the mark that the files do not count any more.
package struct FileUndo {
    /// What becomes of a side of calls of one partner.
    package struct Sum: Sendable {
        package var side: String
        /// Nil = unknown.
        package var partnerCode: String?
        package var partnerName: String?
        /// Of the partner's agreement; empty where the partner is unknown.
        package var currency: String
        /// That has these calls, drafts included; nil = none has.
        package var invoiceID: DocumentID?
        package var calls: Int64
        /// Calls that take their place, by an earlier statement.
        package var callsBack: Int64
        /// Micros (10^-6) of the currency.
        package var micros: Int128
        package var microsBack: Int128
    }

    private let source: SwitchSource
    /// Of the loader's role.
    private let connection: Connection

    /// Calls in a chunk of the batch.
    private static let chunkCalls = 100_000

    /// Waits until nobody changes calls of the switch, and keeps everybody and the runs of invoices away until the session ends.
    package init(_ source: SwitchSource, holding connection: Connection, onWait: () -> Void) throws {
        self.source = source
        self.connection = connection
        try ImportLock(switchID: source.switchID).acquire(connection, isWaiting: onWait)
        try InvoiceRuns.keepApart(entityID: source.entityID, connection)
    }

    /// What would be taken back with `files`; nothing is stored.
    package static func preview(_ files: [UndoneFile], on connection: Connection) throws -> [Sum] {
        try connection.transaction { try find(files, on: connection) }
    }

    /// Takes `files` back.
    ///
    /// - Parameters:
    ///   - asked: the one of them that was to be undone.
    ///   - request: by which the act is entered that goes on until all is loaded again.
    package func begin(
        _ files: [UndoneFile], asked: UndoneFile, by request: ActRequest
    ) throws -> (actID: ActID, sums: [Sum]) {
        let (actID, sums) = try Acts.begin(request, on: connection) { _ in
            let sums = try FileUndo.find(files, on: connection)
            try takeBack(files, asked: asked)
            return sums
        }
        return (actID, sums)
    }

    /// Says that all is loaded again, and ends the act.
    package func end(_ fileID: CallFileID, _ actID: ActID) throws {
        try Acts.goOn(actID, on: connection) {
            _ = try connection.run(query: "end_undo", ["file_id": .id(fileID)])
            try Acts.end(actID, on: connection)
        }
    }

    /// The batch that took a file back, and those calls in it that were rated again after the statement that holds again was
    /// superseded: their prices may be other ones now.
    package func batch(of fileID: CallFileID) throws -> (fileID: CallFileID, toRateAgain: RerateScope?)? {
        guard let row = try connection.run(query: "undo_batch", ["file_id": .id(fileID)]).first else {
            return nil
        }
        var scope: RerateScope?
        if let first = try row.optionalID("first_chunk_id") as ChunkID?,
            let last = try row.optionalID("last_chunk_id") as ChunkID?
        {
            scope = RerateScope(title: "calls that hold again behind the undo of file \(fileID)")
            scope?.chunkIDs = first...last
        }
        return (try row.id("file_id"), scope)
    }

    /// Whether a re-rate of the switch was interrupted.
    package func hasBegunRerating() throws -> Bool {
        try !connection.run(query: "find_begun_rerating", ["switch_id": .int(Int64(source.switchID))]).isEmpty
    }

    // MARK: - Steps

    private static func find(_ files: [UndoneFile], on connection: Connection) throws -> [Sum] {
        func wide(_ row: Row, _ column: String) throws -> Int128 { Int128(try row.string(column)) ?? 0 }
        return try connection.run(
            job: "find_undone_calls", ["file_ids": .ids(files.map(\.fileID))]
        ).rows.map {
            Sum(
                side: try $0.string("side"), partnerCode: try $0.optionalString("partner_code"),
                partnerName: try $0.optionalString("partner_name"), currency: try $0.string("currency"),
                invoiceID: try $0.optionalID("invoice_id"), calls: try $0.int("calls"),
                callsBack: try $0.int("calls_back"), micros: try wide($0, "micros"),
                microsBack: try wide($0, "micros_back"))
        }
    }

    private func takeBack(_ files: [UndoneFile], asked: UndoneFile) throws {
        let name = "undo of file \(asked.fileID), \(asked.name)"
        let description = "\(name), of switch \(source.switchCode), with \(files.map(\.fileID))"
        _ = try connection.run(
            job: "take_back_calls",
            [
                "file_id": .id(asked.fileID), "file_ids": .ids(files.map(\.fileID)),
                "sha256": .bytes(SHA256.digest(of: Array(description.utf8))), "name": .text(name),
                "chunk_calls": .int(Int64(FileUndo.chunkCalls)),
            ])
    }
}

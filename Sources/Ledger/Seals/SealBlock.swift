internal import Database
package import Postgres

/// A block of the chain that seals journals with their entries, acts and audit events.
package struct SealBlock: Sendable, Codable {
    package var number: Int32
    /// UTC.
    package var sealedAt: String
    package var journals: Int64
    package var entries: Int64
    package var acts: Int64
    package var events: Int64
    /// SHA-256 in hexadecimal: whoever notes it down can tell later that nothing up to here was changed.
    package var hash: String

    /// Records that a block has at most.
    private static let recordsMax: Int64 = 250_000

    /// Seals what is recorded and in no block yet. Needs the application's role and no act.
    ///
    /// - Returns: the new blocks; none where there was nothing.
    package static func seal(on connection: Connection) throws -> [SealBlock] {
        var blocks: [SealBlock] = []
        while true {
            let made: [SealBlock] = try connection.transactionRetrying {
                try connection.run(job: "seal", ["records_max": .int(recordsMax)]).rows.decoded()
            }
            guard let block = made.first else { return blocks }
            blocks.append(block)
            if block.journals + block.acts + block.events < recordsMax { return blocks }
        }
    }

    /// The newest blocks, the last one first.
    package static func list(rowsMax: Int32, on connection: Connection) throws -> [SealBlock] {
        try connection.run(query: "seal_block_list", ["row_limit": .int(Int64(rowsMax))]).decoded()
    }
}

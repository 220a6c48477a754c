package import BankStatements
internal import Database
package import Postgres
package import Vocabulary

/// A bank statement that was imported.
package struct BankFile: Sendable, Codable {
    package var fileID: BankFileID
    package var entityID: EntityID
    package var entity: String
    package var name: String
    /// `csv` or `camt.053`.
    package var format: String
    package var currency: String
    package var account: String?
    package var lines: Int64
    /// Lines that are neither confirmed nor ignored.
    package var openLines: Int64
    /// UTC.
    package var receivedAt: String

    /// The newest first, at most 200.
    package static func list(entityID: EntityID? = nil, on connection: Connection) throws -> [BankFile] {
        try connection.run(query: "bank_file_list", ["entity_id": .optional(entityID), "file": .null]).decoded()
    }

    /// The file of that number or name, the newest of its name. Throws a `Refusal` if there is none.
    package static func find(_ numberOrName: String, on connection: Connection) throws -> BankFile {
        let found: [BankFile] = try connection.run(
            query: "bank_file_list", ["entity_id": .null, "file": .text(numberOrName)]
        ).decoded()
        guard let file = found.first(where: { "\($0.fileID)" == numberOrName }) ?? found.first else {
            throw Refusal(
                .notFound, "bankfile.not_found", "There is no bank file \(numberOrName)",
                facts: ["file": numberOrName])
        }
        return file
    }

    /// Keeps a statement with its lines, which wait until they are confirmed. Needs the application's role and an act.
    ///
    /// - Parameter bytes: the file, by which it is known again.
    /// - Throws: a `Refusal` for a file that is there already, and for balances that its lines do not lead to.
    package static func add(
        _ statement: BankStatement, of bytes: [UInt8], named name: String, entityID: EntityID, on connection: Connection
    ) throws -> BankFile {
        let id: Int64 = try connection.transactionRetrying {
            let hash = try connection.query("SELECT sha256($1::bytea) AS hash", [.bytes(bytes)], name: "hash_of_file")
                .only().bytes("hash")
            return try connection.run(
                job: "import_bank_file",
                [
                    "entity_id": .id(entityID), "sha256": .bytes(hash), "name": .text(name),
                    "format": .text(statement.format.rawValue), "currency": .text(statement.currency.code),
                    "account": .optional(statement.account), "opening_minor": .optional(statement.openingMinor),
                    "closing_minor": .optional(statement.closingMinor),
                    "lines": .text(try JSONText.of(statement.lines)),
                ]
            ).rows.only().int("file_id")
        }
        return try find("\(id)", on: connection)
    }
}

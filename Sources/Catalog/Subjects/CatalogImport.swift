internal import Database
import Foundation
public import Postgres
import RateCards

/// Imports a catalog file: adds what is new, changes what differs, and leaves the rest alone, so that the same file twice
/// changes nothing. A file with a fault changes nothing at all.
public struct CatalogImport: Sendable {
    public let subject: CatalogSubject
    /// Entity of rows that name none; nil = the only one.
    public var entity: String?
    /// Whether a new assignment ends an earlier one that overlaps it.
    public var replacesAssignments = false

    /// True where rows of other entities are refused.
    package var isConfined = false
    /// Codes of partners that rows may name, of whoever works in one entity; nil = any.
    package var partners: Set<String>?

    public init(_ subject: CatalogSubject, entity: String? = nil) {
        self.subject = subject
        self.entity = entity
    }

    /// Reads `bytes` and applies them in one transaction.
    ///
    /// - Throws: `TableError` for the file's form, `RowsRefused` for rows at fault, `PostgresError`.
    public func run(_ bytes: [UInt8], on connection: Connection) throws -> CatalogReport {
        let table = try Table(bytes, columns: subject.fields.map(\.column))
        var report = try run(table.rows, on: connection)
        report.ignoredColumns = table.ignoredColumns
        return report
    }

    /// The same for rows that are known by column name rather than read from a file.
    public func run(_ rows: [[String: String]], on connection: Connection) throws -> CatalogReport {
        try run(Table(rows, columns: subject.fields.map(\.column)).rows, on: connection)
    }

    /// Looks for faults and undoes all of it, also the lock that was taken for it; to be called in a transaction.
    ///
    /// - Throws: `RowsRefused`.
    package func check(_ rows: [[String: String]], on connection: Connection) throws {
        struct Undone: Error {}
        do {
            try connection.transaction {
                _ = try run(rows, on: connection)
                throw Undone()
            }
        } catch is Undone {}
    }

    private func run(_ rows: [Table.Row], on connection: Connection) throws -> CatalogReport {
        let json = try encoded(rows)
        return try connection.transactionRetrying {
            var notes: [String] = []
            if let note = try addFirstEntity(rows, on: connection) { notes.append(note) }
            var parameters: [String: Value] = ["rows": .text(json)]
            if subject.plural != CatalogSubject.entities.plural { parameters["entity"] = .optional(entity) }
            if subject.plural == CatalogSubject.assignments.plural {
                parameters["replaces"] = .bool(replacesAssignments)
            }
            let faults = try connection.run(job: "check_\(subject.plural)", parameters)["faults"]
            guard faults.isEmpty else { throw RowsRefused(try refusals(faults, rows)) }
            let changes = try connection.run(job: "import_\(subject.plural)")["report"]
            return try CatalogReport(subject: subject, rows: rows.count, changes: changes, notes: notes)
        }
    }

    /// The rows as the JSON that the jobs read. Every fault of the texts is found before any row goes to the database.
    private func encoded(_ rows: [Table.Row]) throws -> String {
        var objects: [[String: String]] = []
        var refusals: [RowRefusal] = []
        for row in rows {
            var object = ["line": String(row.line)]
            if isConfined, let named = row["entity"], named != entity {
                refusals.append(row.refusal("entity", "not the entity that you work in"))
            }
            if let partners, let named = row["partner"], !partners.contains(named) {
                refusals.append(row.refusal("partner", "no partner of the entity that you work in"))
            }
            for field in subject.fields {
                guard let text = row[field.column.name] else {
                    if field.column.isRequired { refusals.append(row.refusal(field.column.name, "empty")) }
                    continue
                }
                do {
                    object.merge(try field.values(text)) { _, new in new }
                } catch {
                    refusals.append(row.refusal(field.column.name, error.reason))
                }
            }
            objects.append(object)
        }
        guard refusals.isEmpty else { throw RowsRefused(refusals) }
        return String(decoding: try JSONEncoder().encode(objects), as: UTF8.self)
    }

    private func refusals(_ faults: Rows, _ rows: [Table.Row]) throws -> [RowRefusal] {
        let rowsByLine = Dictionary(rows.map { (Int64($0.line), $0) }) { first, _ in first }
        return try faults.map { fault in
            let line = try fault.int("line")
            let reason = try fault.string("reason")
            return rowsByLine[line]?.refusal(try fault.string("field"), reason)
                ?? RowRefusal(line: Int(line), reason: reason)
        }
    }

    /// A newcomer begins with partners: where there is no entity yet and none is named, one is made in the currency of
    /// the first row.
    private func addFirstEntity(_ rows: [Table.Row], on connection: Connection) throws -> String? {
        guard subject.plural == CatalogSubject.partners.plural, entity == nil,
            let currency = rows.first?["currency"], rows.allSatisfy({ $0["entity"] == nil })
        else { return nil }
        return try Catalog.addFirstEntity(currency: currency.uppercased(), on: connection)
    }
}

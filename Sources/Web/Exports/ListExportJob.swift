import Accounts
import Acts
import Catalog
internal import Database
import Files
import Foundation
package import Jobs
import Operations
import Postgres
import Spreadsheets
import Vocabulary

/// Writes a list that is too long for an answer to a file, which whoever asked for it can take away for some days.
package struct ListExportJob: JobHandler {
    package static let kind = "list.export"

    struct Arguments: Codable, Sendable {
        /// In `ExportedLists`.
        var list: String
        /// The list's address, encoded.
        var query: String
        var form: String
        var entity: String
        /// Role of the reader, which decides what the rows show.
        var role: String
        var fileName: String
    }

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        guard let asked = try? JSONDecoder().decode(Arguments.self, from: Data(work.arguments.utf8)),
            let form = TableFile.Form(rawValue: asked.form), let role = UserRole(rawValue: asked.role),
            let entityID = work.entityID, !asked.fileName.contains("/"),
            let list = ExportedLists.all[asked.list]?.init(
                FormFields(encoded: asked.query),
                ExportScope(entityID: entityID, entityCode: asked.entity, role: role))
        else { throw Refusal(.invalid, "job.arguments", "The job names no list that can be written") }
        let folder = ExportedFile.folder(of: work.jobID, in: work.database.home)
        // Files of a run that was lost.
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        do {
            let rows = try write(list, as: form, to: "\(folder)/\(asked.fileName)", work)
            return
                "\(AmountText.count(rows, "row")) written to \(asked.fileName), kept for \(ExportedFile.keptDays) days"
        } catch let error as WorkbookError {
            try? FileManager.default.removeItem(atPath: folder)
            throw Refusal(.tooLarge, "export.workbook", "\(error)")
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    /// As the list is when this begins, with some thousand rows in memory.
    private func write(_ list: any ExportedList, as form: TableFile.Form, to path: String, _ work: JobWork) throws
        -> Int64
    {
        let connection = try work.database.connect(role: .app)
        defer { connection.close() }
        let sink: any RowSink =
            switch form {
            case .csv: try CSVSink(path: path, titles: list.titles)
            case .xlsx: try WorkbookSink(path: path, titles: list.titles)
            }
        var count: Int64 = 0
        try connection.readingTransaction {
            try list.rows(on: connection) { batch in
                try work.progress.checkStopped()
                for row in batch { try sink.append(row) }
                count += Int64(batch.count)
                work.progress.report(count, note: "rows written")
            }
        }
        try sink.finish()
        return count
    }
}

/// A file that rows are written to, and that has its name when all are in it.
private protocol RowSink: AnyObject {
    func append(_ row: [String]) throws
    func finish() throws
}

private final class WorkbookSink: RowSink {
    private let writer: WorkbookWriter

    init(path: String, titles: [String]) throws {
        writer = try WorkbookWriter(path: path, sheetName: "List", columns: titles)
    }

    func append(_ row: [String]) throws { try writer.append(row) }
    func finish() throws { try writer.finish() }
}

private final class CSVSink: RowSink {
    private static let bytesAtATime = 1 << 16

    private let path: String
    private let handle: FileHandle
    private var waiting = Data()

    init(path: String, titles: [String]) throws {
        self.path = path
        let part = "\(path).part"
        guard FileManager.default.createFile(atPath: part, contents: nil, attributes: [.posixPermissions: 0o600]),
            let opened = FileHandle(forWritingAtPath: part)
        else { throw Refusal(.unavailable, "export.cannot_write", "The file \(part) cannot be written") }
        handle = opened
        try append(titles)
    }

    func append(_ row: [String]) throws {
        waiting.append(contentsOf: CSVLine.text(row).utf8)
        guard waiting.count >= Self.bytesAtATime else { return }
        try handle.write(contentsOf: waiting)
        waiting.removeAll(keepingCapacity: true)
    }

    func finish() throws {
        try handle.write(contentsOf: waiting)
        try handle.synchronize()
        try handle.close()
        try FileManager.default.moveItem(atPath: "\(path).part", toPath: path)
    }
}

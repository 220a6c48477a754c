import Foundation
import Hummingbird
import Spreadsheets
import Vocabulary

/// A list as a file to take away.
enum TableFile {
    enum Form: String, Sendable {
        case csv, xlsx

        var type: String {
            switch self {
            case .csv: "text/csv; charset=utf-8"
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        }
    }

    /// Rows of one file that a page answers with.
    static let rowsMax = 100_000

    /// - Throws: a refusal where there are more rows than one file takes.
    static func demand(rows: Int, max rowsMax: Int = rowsMax) throws {
        guard rows > rowsMax else { return }
        throw Refusal(
            .tooLarge, "export.too_many_rows",
            "The list has more than \(rowsMax) rows, which is more than one file takes: filter it first")
    }

    /// Texts as a file of either form; the first row has the titles.
    static func response(
        _ request: PageRequest, _ rows: [[String]], name: String, as form: Form
    ) throws -> Response {
        let bytes: [UInt8]
        switch form {
        case .csv: bytes = Array(rows.map(CSVLine.text).joined().utf8)
        case .xlsx: bytes = try workbook(rows)
        }
        return request.file(bytes, type: form.type, name: "\(name).\(form.rawValue)")
    }

    /// Written to a file that is gone when this returns.
    private static func workbook(_ rows: [[String]]) throws -> [UInt8] {
        let url = FileManager.default.temporaryDirectory.appending(path: "didtron-\(UUID().uuidString).xlsx")
        defer { try? FileManager.default.removeItem(at: url) }
        let writer = try WorkbookWriter(path: url.path, sheetName: "List", columns: rows.first ?? [])
        for row in rows.dropFirst() { try writer.append(row) }
        try writer.finish()
        return [UInt8](try Data(contentsOf: url))
    }
}

/// A line of CSV whose fields a spreadsheet takes for what they are.
enum CSVLine {
    static func text(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }

    /// In quotes where it has to be; what a spreadsheet would work out as a formula begins with an apostrophe. A number below zero
    /// does not.
    static func field(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
            !text.contains(/^-[0-9]+(\.[0-9]+)?$/)
        {
            text = "'" + text
        }
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}

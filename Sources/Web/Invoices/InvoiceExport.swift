import Foundation
import Hummingbird
import Receivables
import Spreadsheets
import Vocabulary

/// The list of invoices as a file: with its filters and order, without its pages.
enum InvoiceExport {
    enum Form: String, Sendable {
        case csv, xlsx

        var type: String {
            switch self {
            case .csv: "text/csv; charset=utf-8"
            case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        }
    }

    /// Rows of one file; more would have to be made by a job.
    static let rowsMax = 100_000
    private static let rowsAtATime: Int64 = 5_000

    private static let titles = [
        "number", "invoice_id", "customer", "customer_name", "state", "period_start_on", "period_end_on", "issued_on",
        "due_on", "currency", "total", "balance", "as_of",
    ]

    static func file(_ request: PageRequest, as form: Form) async throws -> Response {
        let query = InvoiceListQuery(request)
        guard query.problems.isEmpty else {
            return request.redirect(to: query.fields.address(InvoiceListPage.path))
        }
        let name = "invoices-\(request.session.entityCode)"
        let rows = try await request.read { connection -> [[String]] in
            let counts = try query.listing.counts(on: connection)
            var rows: [[String]] = []
            var place: InvoiceListing.Place?
            while true {
                let part = try query.listing.rows(after: place, limit: rowsAtATime, on: connection)
                rows += part.map { texts($0, asOf: counts.asOf) }
                guard rows.count <= rowsMax else {
                    throw Refusal(
                        .tooLarge, "export.too_many_rows",
                        "The list has more than \(rowsMax) rows, which is more than one file takes: filter it first")
                }
                guard part.count == Int(rowsAtATime) else { return rows }
                place = part.last?.place
            }
        }
        return try response(request, [titles] + rows, name: name, as: form)
    }

    /// Texts as a file of either form.
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
        let writer = try WorkbookWriter(path: url.path, sheetName: "Invoices", columns: rows.first ?? [])
        for row in rows.dropFirst() { try writer.append(row) }
        try writer.finish()
        return [UInt8](try Data(contentsOf: url))
    }

    private static func texts(_ row: InvoiceListing.Row, asOf: String) -> [String] {
        [
            row.number ?? "", "\(row.invoiceID)", row.partnerCode, row.partnerName, row.state, row.periodStartOn,
            row.periodEndOn, row.issuedOn ?? "", row.dueOn ?? "", row.currency,
            Amount.plain(row.totalMinor, digits: row.minorDigits),
            row.state == "issued" ? Amount.plain(row.openMinor, digits: row.minorDigits) : "", asOf,
        ]
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

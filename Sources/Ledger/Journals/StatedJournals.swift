import Foundation
internal import Money
internal import RateCards

/// Lines of journals by hand, or of opening balances, as a file or the fields of a form state them.
package struct StatedJournals: Sendable {
    package let kind: ManualJournal.Kind
    /// For rows that state none: ISO date and words.
    package var day: String?
    package var description: String?

    let rows: [Table.Row]

    private static let moneyColumns = [
        Table.Column("partner", synonyms: ["partner_code", "customer", "supplier"]),
        Table.Column("currency", isRequired: true),
        Table.Column("amount", isRequired: true),
        Table.Column("functional_amount", synonyms: ["functional", "base_amount"]),
        Table.Column("service_period", synonyms: ["period"]),
        Table.Column("text", synonyms: ["line_text", "memo"]),
    ]

    private static func columns(_ kind: ManualJournal.Kind) -> [Table.Column] {
        switch kind {
        case .manualJournal:
            [
                Table.Column("journal", synonyms: ["journal_key", "entry_number"]),
                Table.Column("on", synonyms: ["date", "effective_on", "posting_date"]),
                Table.Column("description", synonyms: ["narration"]),
                Table.Column("debit", isRequired: true, synonyms: ["debit_account"]),
                Table.Column("credit", isRequired: true, synonyms: ["credit_account"]),
            ] + moneyColumns
        case .opening:
            [
                Table.Column("as_of", synonyms: ["on", "date"]),
                Table.Column("account", isRequired: true, synonyms: ["account_type"]),
            ] + moneyColumns
        }
    }

    /// Reads a file.
    ///
    /// - Throws: `TableError` for the file's form, `RowsRefused` for rows that are torn.
    package init(_ kind: ManualJournal.Kind, _ bytes: [UInt8]) throws {
        self.kind = kind
        let table = try Table(bytes, columns: Self.columns(kind))
        guard !table.rows.isEmpty else { throw TableError(.empty, message: "the file has no row below its header") }
        rows = table.rows
    }

    /// Takes rows that are known by column name.
    package init(_ kind: ManualJournal.Kind, _ rows: [[String: String]]) {
        self.kind = kind
        self.rows = Table(rows, columns: Self.columns(kind)).rows
    }

    /// The rows as the JSON that the job reads. Every fault of the texts is found before any row goes to the database.
    func encoded() throws -> String {
        var objects: [[String: String]] = []
        var refusals: [RowRefusal] = []
        for row in rows {
            var object = ["line": String(row.line)]
            for name in ["journal", "debit", "credit", "account", "partner", "text"] { object[name] = row[name] }
            object["description"] = row["description"] ?? description
            object["effective_on"] = day
            for (name, key) in [
                ("on", "effective_on"), ("as_of", "effective_on"), ("service_period", "service_period"),
            ] {
                guard let text = row[name] else { continue }
                object[key] = Self.day(text)
                if object[key] == nil { refusals.append(row.refusal(name, "not a date such as 2026-10-31")) }
            }
            if object["effective_on"] == nil, refusals.last?.line != row.line {
                refusals.append(row.refusal(kind == .opening ? "as_of" : "on", "empty"))
            }
            object["currency"] = row["currency"].flatMap { Currency(code: $0)?.code }
            if object["currency"] == nil {
                refusals.append(row.refusal("currency", "not a currency code of ISO 4217, such as USD"))
            }
            for name in ["amount", "functional_amount"] {
                guard let text = row[name] else {
                    if name == "amount" { refusals.append(row.refusal(name, "empty")) }
                    continue
                }
                do {
                    object[name == "amount" ? "amount_micros" : "functional_micros"] = String(try micros(text))
                } catch {
                    refusals.append(row.refusal(name, error.reason))
                }
            }
            objects.append(object)
        }
        guard refusals.isEmpty else { throw RowsRefused(refusals) }
        return String(decoding: try JSONEncoder().encode(objects), as: UTF8.self)
    }

    private static func day(_ text: String) -> String? {
        guard let moment = StatedMoment(text), !moment.hasOffset, moment.text.hasSuffix("T00:00:00") else { return nil }
        return String(moment.text.prefix(10))
    }

    /// Opening balances may be on the other side than usual.
    private func micros(_ text: String) throws(DecimalText.Fault) -> Int64 {
        guard kind == .opening, text.hasPrefix("-") else { return try DecimalText.micros(text) }
        return -(try DecimalText.micros(text.dropFirst()))
    }
}

package import Money
internal import RateCards
internal import Vocabulary

/// Reads files of bank statements: camt.053, or CSV with a header.
package struct BankStatementReader: Sendable {
    /// How dates of a CSV file are written.
    package enum DateOrder: String, Sendable, CaseIterable {
        case ymd
        case dmy
        case mdy
    }

    /// Columns of a CSV file by what they are here, where the file calls them otherwise: `value_date` by `Valuta`.
    package var headings: [String: String] = [:]
    package var dates = DateOrder.ymd
    /// The decimal mark of a CSV file.
    package var separator = UInt8(ascii: ".")
    /// The currency of a CSV file that has no column for it.
    package var currency: Currency?
    package var limits = BankStatementLimits()

    package init() {}

    /// - Throws: a `Refusal`, or of a CSV file `TableError` and `RowsRefused`.
    package func read(_ bytes: [UInt8]) throws -> BankStatement {
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        let statement =
            try first == UInt8(ascii: "<")
            ? CamtReader.read(bytes, limits: limits) : CSVStatement(reader: self).read(bytes)
        guard !statement.lines.isEmpty else {
            throw Refusal(.invalid, "bankfile.empty", "The bank file has no movements")
        }
        guard statement.lines.count <= limits.linesMax else {
            throw Refusal(
                .tooLarge, "bankfile.too_many_lines", "The bank file has more than \(limits.linesMax) movements")
        }
        return statement
    }
}

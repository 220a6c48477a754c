public import RateCards
import Spreadsheets

// Workbooks as decks.

extension DeckFile {
    /// A deck as it came: the sheets of a workbook, or text as it is.
    ///
    /// - Throws: `TableError` where it begins like a workbook and is none that can be read.
    public init(_ bytes: [UInt8]) throws(TableError) {
        guard Workbook.isWorkbook(bytes) else {
            self = .text(bytes)
            return
        }
        do {
            let workbook = try Workbook(bytes)
            var tables: [CellTable] = []
            for entry in workbook.sheets {
                tables.append(CellTable(try workbook.read(entry), isHidden: entry.visibility != .visible))
            }
            self = .sheets(tables)
        } catch {
            throw TableError(.notText, message: error.message)
        }
    }
}

extension CellTable {
    init(_ sheet: Sheet, isHidden: Bool) {
        self.init(name: sheet.name, isHidden: isHidden, text: sheet.text)
        for row in sheet.rows {
            beginRow(row.number)
            for cell in sheet.cells[row.cells] {
                let kind: CellTable.Kind =
                    switch cell.kind {
                    case .text, .boolean: .text
                    case .number: .number
                    case .date: .date
                    case .error: .error
                    }
                append(kind, column: Int(cell.column), text: cell.start..<cell.end, isFormula: cell.isFormula)
            }
        }
        merges = sheet.merges.map { ($0.rows, $0.columns) }
        hiddenRows = sheet.hiddenRows
        hasDrawing = sheet.hasDrawing
    }
}

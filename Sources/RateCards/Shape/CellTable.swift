/// One sheet of a workbook, or one card of an interchange file, as rows of cells: what a deck can be read from besides text.
///
/// The texts of all cells lie in one buffer. Rows may differ in length and are padded with empty cells.
public struct CellTable: Sendable {
    public enum Kind: UInt8, Sendable {
        case text
        /// Decimal digits without an exponent.
        case number
        /// `2026-10-01` or `2026-10-01 12:00:00`.
        case date
        case error
    }

    struct Row: Sendable {
        let number: Int
        let cells: Range<Int>
    }

    public let name: String
    /// The workbook does not show it.
    public let isHidden: Bool
    /// What a row's number counts: `row` of a sheet, `rate` of a list.
    let unit: String
    private(set) var bytes: [UInt8]
    private(set) var fields: [FieldRange] = []
    private(set) var rows: [Row] = []
    /// Cells that are shown as one, by rows (from 1) and columns (from 0).
    public var merges: [(rows: ClosedRange<Int>, columns: ClosedRange<Int>)] = []
    /// Rows that the sheet does not show.
    public var hiddenRows = 0
    public var hasDrawing = false

    /// - Parameter text: where the cells' texts stand.
    public init(name: String, isHidden: Bool = false, unit: String = "row", text: [UInt8] = []) {
        self.name = name
        self.isHidden = isHidden
        self.unit = unit
        bytes = text
    }

    /// The texts of the first row.
    var firstRow: [String] {
        guard let row = rows.first else { return [] }
        return fields[row.cells].map { String(decoding: bytes[$0.start..<$0.end], as: UTF8.self) }
    }

    /// Begins a row; numbers ascend.
    public mutating func beginRow(_ number: Int) {
        rows.append(Row(number: number, cells: fields.count..<fields.count))
    }

    /// Adds a cell to the row that was begun last; columns between the last one and this are empty.
    ///
    /// - Parameters:
    ///   - column: from 0, behind those before.
    ///   - text: the range of its text.
    public mutating func append(_ kind: Kind, column: Int, text: Range<Int>, isFormula: Bool = false) {
        guard let row = rows.popLast() else { preconditionFailure("a cell before any row") }
        while fields.count - row.cells.lowerBound < column {
            fields.append(FieldRange(start: 0, end: 0, isEscaped: false))
        }
        var field = FieldRange(start: text.lowerBound, end: text.upperBound, isEscaped: false)
        switch kind {
        case .text: break
        case .number: field.kind = .number
        case .date: field.kind = .date
        case .error: field.kind = .error
        }
        if isFormula { field.kind = .formula }
        fields.append(field)
        rows.append(Row(number: row.number, cells: row.cells.lowerBound..<fields.count))
    }

    /// Adds a field of the same bytes as it is.
    mutating func append(_ field: FieldRange) {
        guard let row = rows.popLast() else { preconditionFailure("a cell before any row") }
        fields.append(field)
        rows.append(Row(number: row.number, cells: row.cells.lowerBound..<fields.count))
    }

    /// The same with a text of its own.
    public mutating func append(_ kind: Kind, column: Int, _ text: some Collection<UInt8>) {
        let start = bytes.count
        bytes += text
        append(kind, column: column, text: start..<bytes.count)
    }

    /// Marks the cells of merged ranges, or gives each the content of the first.
    mutating func settleMerges(fills: Bool) {
        guard !merges.isEmpty else { return }
        var settled = CellTable(name: name, isHidden: isHidden, unit: unit, text: bytes)
        settled.hiddenRows = hiddenRows
        settled.hasDrawing = hasDrawing
        var contents: [Int: FieldRange] = [:]
        for row in rows {
            var cells = Array(fields[row.cells])
            for (index, merge) in merges.enumerated() where merge.rows.contains(row.number) {
                if row.number == merge.rows.lowerBound, merge.columns.lowerBound < cells.count {
                    contents[index] = cells[merge.columns.lowerBound]
                }
                // A title across columns is one cell of its row and says nothing about other rows.
                guard merge.rows.count > 1 else { continue }
                for column in merge.columns {
                    while cells.count <= column { cells.append(FieldRange(start: 0, end: 0, isEscaped: false)) }
                    if fills {
                        if let content = contents[index] { cells[column] = content }
                    } else {
                        if let content = contents[index] { cells[column] = content }
                        cells[column].kind = .merged
                    }
                }
            }
            settled.beginRow(row.number)
            let start = settled.fields.count
            settled.fields += cells
            settled.rows[settled.rows.count - 1] = Row(number: row.number, cells: start..<settled.fields.count)
        }
        settled.merges = merges
        self = settled
    }
}

/// What a deck is read from.
public enum DeckFile: Sendable {
    /// CSV and its like, or JSON.
    case text([UInt8])
    /// The sheets of a workbook, in order.
    case sheets([CellTable])
}

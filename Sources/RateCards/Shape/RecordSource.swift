/// The records of a deck, one after the other, whether they stand in a text or in the cells of a sheet.
enum RecordSource {
    case text(RecordScanner)
    case cells(CellReader)

    /// Physical line, or number of the row, of the record just read.
    var line: Int {
        switch self {
        case .text(let scanner): scanner.line
        case .cells(let reader): reader.line
        }
    }

    /// Reads one record; `fields` then holds its fields, at least one.
    @inline(__always)
    mutating func next(_ bytes: Span<UInt8>, into fields: inout [FieldRange]) -> RecordScanner.Record {
        switch self {
        case .text(var scanner):
            let record = scanner.next(bytes, into: &fields)
            self = .text(scanner)
            return record
        case .cells(var reader):
            let record = reader.next(into: &fields)
            self = .cells(reader)
            return record
        }
    }
}

/// Hands out the rows of a table.
struct CellReader {
    private let rows: [CellTable.Row]
    private let cells: [FieldRange]
    /// Shorter rows are padded to this many fields.
    var width = 0
    private var at = 0
    private(set) var line = 0

    init(_ table: CellTable) {
        rows = table.rows
        cells = table.fields
    }

    mutating func next(into fields: inout [FieldRange]) -> RecordScanner.Record {
        fields.removeAll(keepingCapacity: true)
        guard at < rows.count else { return .end }
        let row = rows[at]
        at += 1
        line = row.number
        var hasContent = false
        for index in row.cells {
            let cell = cells[index]
            hasContent = hasContent || !cell.isEmpty || cell.kind != .text
            fields.append(cell)
        }
        guard hasContent else { return .blank }
        // Cells beyond the header's columns count only if something stands in them.
        while fields.count > max(width, 1), let last = fields.last, last.isEmpty, last.kind != .formula {
            fields.removeLast()
        }
        while fields.count < width { fields.append(FieldRange(start: 0, end: 0, isEscaped: false)) }
        return .fields
    }
}

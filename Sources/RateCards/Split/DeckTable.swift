/// One table of a deck: its bytes, its header, and how it was found.
struct DeckTable {
    let bytes: [UInt8]
    let header: DeckHeader
    /// What the number of a row counts.
    let unit: String
    /// Sentences about other sheets.
    let notes: [String]
    /// What is known of the form; columns and unit of prices are still to be filled in.
    private(set) var form = DeckShape.Form.text
    private(set) var encoding: TextEncoding?
    private(set) var hasByteOrderMark: Bool?
    private(set) var delimiter: ReadingSettings.Delimiter?
    private(set) var sheet: String?

    /// - Throws: `TableError` where the file is no table, or lacks what its part of a deck has to name.
    init(_ file: DeckFile, _ options: DeckOptions) throws(TableError) {
        switch file {
        case .text(let raw):
            if InterchangeFile.isJSON(raw) {
                throw TableError(.header, message: "a JSON file of a card holds its codes; it is not read in parts")
            }
            let text = try DeckText(raw, options)
            let content = text.bytes
            header = try DeckHeader(text.start, content.span, options)
            bytes = content
            unit = "line"
            notes = []
            (encoding, hasByteOrderMark, delimiter) = (text.encoding, text.hasByteOrderMark, text.delimiter)
        case .sheets(let tables):
            let choice = try SheetChoice(tables, options)
            var table = choice.table
            table.settleMerges(fills: options.settings.mergedCells == .fill)
            let content = table.bytes
            header = try DeckHeader(.cells(CellReader(table)), content.span, options)
            bytes = content
            unit = table.unit
            notes = choice.notes
            (form, sheet) = (.workbook, table.name)
        }
    }

    /// The shape with what is known of the file.
    func completed(_ shape: DeckShape) -> DeckShape {
        var shape = shape
        (shape.encoding, shape.hasByteOrderMark, shape.delimiter, shape.sheet) =
            (encoding, hasByteOrderMark, delimiter, sheet)
        return shape
    }
}

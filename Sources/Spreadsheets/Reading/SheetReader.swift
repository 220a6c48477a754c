/// Reads the XML of one sheet into cells.
final class SheetReader: XMLSink {
    private(set) var sheet: Sheet
    private(set) var fault: WorkbookError?

    private let strings: SharedStringsReader
    private let styles: StylesReader
    private let startsIn1904: Bool
    private let limits: Workbook.Limits

    private var rowNumber = 0
    private var rowStart = 0
    private var column = -1
    private var type = Names.number
    private var style = 0
    private var isFormula = false
    private var hasValue = false
    private var isCollecting = false
    private var isPhonetic = false
    private var value: [UInt8] = []

    private enum Names {
        static let row = XMLName("row")
        static let cell = XMLName("c")
        static let value = XMLName("v")
        static let inlineText = XMLName("t")
        static let phonetic = XMLName("rPh")
        static let formula = XMLName("f")
        static let merge = XMLName("mergeCell")
        static let drawing = XMLName("drawing")
        static let picture = XMLName("picture")
        static let address = XMLName("r")
        static let type = XMLName("t")
        static let style = XMLName("s")
        static let hidden = XMLName("hidden")
        static let reference = XMLName("ref")
        static let number = XMLName("n")
        static let shared = XMLName("s")
        static let inline = XMLName("inlineStr")
        static let text = XMLName("str")
        static let boolean = XMLName("b")
        static let error = XMLName("e")
        static let date = XMLName("d")
        static let one = XMLName("1")
        static let yes = XMLName("true")
    }

    init(
        name: String, strings: SharedStringsReader, styles: StylesReader, startsIn1904: Bool, limits: Workbook.Limits
    ) {
        // Cells with shared texts point into the buffer that begins with all of these.
        sheet = Sheet(name: name, text: strings.text)
        self.strings = strings
        self.styles = styles
        self.startsIn1904 = startsIn1904
        self.limits = limits
    }

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        switch name {
        case Names.cell:
            column = attributes.column(Names.address) ?? column + 1
            type = attributes.word(Names.type) ?? Names.number
            style = attributes.number(Names.style) ?? 0
            isFormula = false
            hasValue = false
            value.removeAll(keepingCapacity: true)
            if column >= 16_384 { fault = WorkbookError(.damaged, "a cell beyond column XFD in row \(rowNumber)") }
        case Names.value, Names.inlineText:
            isCollecting = !isPhonetic
            hasValue = true
        case Names.formula: isFormula = true
        case Names.row:
            let number = attributes.number(Names.address) ?? rowNumber + 1
            guard number > rowNumber else {
                fault = WorkbookError(.damaged, "the workbook is damaged: row \(number) comes after row \(rowNumber)")
                return
            }
            guard number <= limits.rowsMax else {
                fault = WorkbookError(.tooLarge, "sheet '\(sheet.name)' has more than \(limits.rowsMax) rows; not read")
                return
            }
            rowNumber = number
            rowStart = sheet.cells.count
            column = -1
            let hidden = attributes.word(Names.hidden)
            if hidden == Names.one || hidden == Names.yes { sheet.hiddenRows += 1 }
        case Names.phonetic: isPhonetic = true
        case Names.merge:
            if let merge = attributes.string(Names.reference).flatMap(Sheet.Merge.init) { sheet.merges.append(merge) }
        case Names.drawing, Names.picture: sheet.hasDrawing = true
        default: break
        }
    }

    func end(_ name: XMLName) {
        switch name {
        case Names.value, Names.inlineText: isCollecting = false
        case Names.cell: finishCell()
        case Names.row:
            if sheet.cells.count > rowStart {
                sheet.rows.append(Sheet.Row(number: rowNumber, cells: rowStart..<sheet.cells.count))
            }
        case Names.phonetic: isPhonetic = false
        default: break
        }
    }

    func text(_ bytes: Span<UInt8>) {
        guard isCollecting else { return }
        for at in bytes.indices { value.append(bytes[at]) }
        if value.count + sheet.text.count > limits.textBytesMax { fault = .tooMuchText(limits) }
    }

    private func finishCell() {
        guard hasValue || isFormula else { return }
        guard sheet.cells.count < limits.cellsMax else {
            fault = WorkbookError(.tooLarge, "sheet '\(sheet.name)' has more than \(limits.cellsMax) cells; not read")
            return
        }
        if let last = sheet.cells.last, sheet.cells.count > rowStart, last.column >= column {
            fault = WorkbookError(.damaged, "the workbook is damaged: the cells of row \(rowNumber) are out of order")
            return
        }
        if type == Names.shared {
            guard let index = Int(String(decoding: value, as: UTF8.self)), let range = strings.range(index) else {
                fault = WorkbookError(
                    .damaged, "the workbook is damaged: row \(rowNumber) refers to a text that is not there")
                return
            }
            append(.text, range)
            return
        }
        switch type {
        case Names.inline, Names.text: append(.text, value)
        case Names.boolean: append(.boolean, Array((value == [UInt8(ascii: "1")] ? "TRUE" : "FALSE").utf8))
        case Names.error: append(.error, value)
        case Names.date: append(.date, value)
        default: appendNumber()
        }
    }

    private func appendNumber() {
        guard !value.isEmpty else { return append(.number, []) }
        guard let number = CellNumber.text(value[...]) else { return append(.text, value) }
        switch styles.formats.indices.contains(style) ? styles.formats[style] : .number {
        case .number: append(.number, number)
        case .padded(let digits): append(.number, CellNumber.padded(number, digits: digits))
        case .date:
            if let date = SerialDate.text(number, startsIn1904: startsIn1904) {
                append(.date, date)
            } else {
                append(.number, number)
            }
        }
    }

    private func append(_ kind: Sheet.Kind, _ bytes: [UInt8]) {
        let start = sheet.text.count
        sheet.text += bytes
        append(kind, start..<sheet.text.count)
    }

    private func append(_ kind: Sheet.Kind, _ range: Range<Int>) {
        guard !range.isEmpty || isFormula else { return }
        sheet.cells.append(
            Sheet.Cell(
                column: Int32(column), kind: kind, isFormula: isFormula, start: range.lowerBound, end: range.upperBound)
        )
    }
}

extension Sheet.Merge {
    /// `A2:C9`; nil where it is no such range.
    init?(_ reference: String) {
        let corners = reference.split(separator: ":").map(Sheet.Merge.corner)
        guard corners.count == 2, let first = corners[0], let last = corners[1], first.row <= last.row,
            first.column <= last.column
        else { return nil }
        self.init(rows: first.row...last.row, columns: first.column...last.column)
    }

    private static func corner(_ text: Substring) -> (row: Int, column: Int)? {
        let letters = text.prefix { $0.isLetter }
        guard letters.count <= 3, let row = Int(text.dropFirst(letters.count)), row >= 1 else { return nil }
        var column = 0
        for byte in letters.utf8 {
            guard (0x41...0x5A).contains(byte) else { return nil }
            column = column * 26 + Int(byte) - 0x40
        }
        return column > 0 ? (row, column - 1) : nil
    }
}

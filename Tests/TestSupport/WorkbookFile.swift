import CZip

/// A workbook made part by part, so that a test can make what no spreadsheet would write.
public struct WorkbookFile {
    public struct Sheet {
        public var name: String
        /// What stands in `<sheetData>`.
        public var rows: String
        public var isHidden = false
        /// What follows `<sheetData>`: merges, drawings.
        public var tail = ""

        public init(_ name: String, rows: String) {
            self.name = name
            self.rows = rows
        }

        /// Rows of texts and numbers from A1 on; what looks like a number is one, and an empty text is no cell.
        public init(_ name: String, _ table: [[String]]) {
            self.init(name, rows: "")
            for (index, cells) in table.enumerated() {
                rows += "<row r=\"\(index + 1)\">"
                for (column, text) in cells.enumerated() where !text.isEmpty {
                    let address = "\(WorkbookFile.letters(column))\(index + 1)"
                    rows +=
                        Double(text) != nil
                        ? "<c r=\"\(address)\"><v>\(text)</v></c>"
                        : "<c r=\"\(address)\" t=\"inlineStr\"><is><t>\(WorkbookFile.escaped(text))</t></is></c>"
                }
                rows += "</row>"
            }
        }
    }

    public var sheets: [Sheet]
    public var sharedStrings: [String] = []
    /// Number formats of the styles 1, 2 …; style 0 is General.
    public var formats: [String] = []
    public var startsIn1904 = false
    /// Parts that stand in place of those made here, by path.
    public var replacedParts: [String: [UInt8]] = [:]

    public init(_ sheets: Sheet...) { self.sheets = sheets }

    /// The bytes of the file.
    public var bytes: [UInt8] {
        var parts: [(String, [UInt8])] = [
            ("[Content_Types].xml", WorkbookFile.document("Types", "")),
            ("_rels/.rels", WorkbookFile.relations([("r1", "officeDocument", "xl/workbook.xml")])),
        ]
        var list = "<workbookPr date1904=\"\(startsIn1904 ? 1 : 0)\"/><sheets>"
        var relations = [("s", "styles", "styles.xml"), ("t", "sharedStrings", "sharedStrings.xml")]
        for (index, sheet) in sheets.enumerated() {
            let number = index + 1
            list += "<sheet name=\"\(WorkbookFile.escaped(sheet.name))\" sheetId=\"\(number)\""
            list += (sheet.isHidden ? " state=\"hidden\"" : "") + " r:id=\"r\(number)\"/>"
            relations.append(("r\(number)", "worksheet", "worksheets/sheet\(number).xml"))
            parts.append(
                (
                    "xl/worksheets/sheet\(number).xml",
                    WorkbookFile.document("worksheet", "<sheetData>\(sheet.rows)</sheetData>\(sheet.tail)")
                ))
        }
        parts.append(("xl/workbook.xml", WorkbookFile.document("workbook", list + "</sheets>")))
        parts.append(("xl/_rels/workbook.xml.rels", WorkbookFile.relations(relations)))
        let texts = sharedStrings.map { "<si><t>\(WorkbookFile.escaped($0))</t></si>" }.joined()
        parts.append(("xl/sharedStrings.xml", WorkbookFile.document("sst", texts)))
        var codes = "<numFmts>"
        var styles = "<cellXfs><xf numFmtId=\"0\"/>"
        for (index, format) in formats.enumerated() {
            codes += "<numFmt numFmtId=\"\(200 + index)\" formatCode=\"\(WorkbookFile.escaped(format))\"/>"
            styles += "<xf numFmtId=\"\(200 + index)\"/>"
        }
        parts.append(
            ("xl/styles.xml", WorkbookFile.document("styleSheet", codes + "</numFmts>" + styles + "</cellXfs>")))
        return WorkbookFile.archive(parts.map { ($0.0, replacedParts[$0.0] ?? $0.1) })
    }

    private static func document(_ root: String, _ content: String) -> [UInt8] {
        Array("<?xml version=\"1.0\"?><\(root) xmlns=\"x\" xmlns:r=\"y\">\(content)</\(root)>".utf8)
    }

    private static func relations(_ relations: [(id: String, type: String, target: String)]) -> [UInt8] {
        document(
            "Relationships",
            relations.map { "<Relationship Id=\"\($0.id)\" Type=\"x/\($0.type)\" Target=\"\($0.target)\"/>" }.joined())
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }

    private static func letters(_ column: Int) -> String {
        let last = String(UnicodeScalar(UInt8(0x41 + column % 26)))
        return column < 26 ? last : letters(column / 26 - 1) + last
    }

    /// A zip archive of deflated entries, in memory.
    public static func archive(_ parts: [(path: String, bytes: [UInt8])]) -> [UInt8] {
        guard let source = unsafe zip_source_buffer_create(nil, 0, 0, nil),
            let archive = unsafe zip_open_from_source(source, ZIP_TRUNCATE, nil)
        else { preconditionFailure("libzip makes no archive") }
        unsafe zip_source_keep(source)
        var copies: [UnsafeMutableRawBufferPointer] = unsafe []
        for part in parts {
            // libzip reads the content when the archive is closed.
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(part.bytes.count, 1), alignment: 16)
            unsafe copy.copyBytes(from: part.bytes)
            unsafe copies.append(copy)
            let content = unsafe zip_source_buffer(archive, copy.baseAddress, UInt64(part.bytes.count), 0)
            unsafe zip_file_add(archive, part.path, content, ZIP_FL_ENC_UTF_8)
        }
        precondition(unsafe zip_close(archive) == 0, "libzip writes no archive")
        unsafe copies.forEach { unsafe $0.deallocate() }
        precondition(unsafe zip_source_open(source) == 0, "libzip does not read what it wrote")
        unsafe zip_source_seek(source, 0, 2)
        var bytes = [UInt8](repeating: 0, count: Int(unsafe zip_source_tell(source)))
        unsafe zip_source_seek(source, 0, 0)
        _ = unsafe bytes.withUnsafeMutableBytes { unsafe zip_source_read(source, $0.baseAddress!, UInt64($0.count)) }
        unsafe zip_source_close(source)
        unsafe zip_source_free(source)
        return bytes
    }
}

/// An XLSX workbook as it came: its sheets by name, each read when it is asked for.
///
/// The bytes stay compressed; a sheet is inflated and parsed in one pass, within the limits.
public struct Workbook: Sendable {
    /// What a workbook may hold at most, so that a small file cannot fill the memory or run for ever.
    public struct Limits: Sendable {
        /// Bytes inflated from the archive for one sheet with what it needs.
        public var inflatedBytesMax = 1 << 30
        public var rowsMax = 1_048_576
        public var cellsMax = 16_000_000
        /// Bytes of all texts.
        public var textBytesMax = 512 << 20

        public init() {}
    }

    public enum Visibility: String, Sendable { case visible, hidden, veryHidden }

    /// A sheet of the list in the workbook.
    public struct Entry: Sendable {
        public let name: String
        public let visibility: Visibility
        /// Path of its XML in the archive.
        let path: String
    }

    /// In the order of the tabs; charts are not among them.
    public let sheets: [Entry]

    private let bytes: [UInt8]
    private let limits: Limits
    private let directory: WorkbookDirectory

    /// - Throws: `WorkbookError` where the bytes are no workbook.
    public init(_ bytes: [UInt8], limits: Limits = Limits()) throws(WorkbookError) {
        self.bytes = bytes
        self.limits = limits
        let archive = try ZipArchive(bytes)
        directory = try WorkbookDirectory(archive, limits: limits)
        sheets = directory.sheets
    }

    /// Whether bytes begin like a zip archive, as XLSX does, or like the container of XLS and of encrypted workbooks.
    public static func isWorkbook(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06])
            || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
    }

    /// The cells of a sheet. Time and memory are linear in its cells.
    public func read(_ entry: Entry) throws(WorkbookError) -> Sheet {
        let archive = try ZipArchive(bytes)
        let budget = ZipArchive.Budget(bytesMax: limits.inflatedBytesMax)
        let strings = SharedStringsReader(limits: limits)
        if let path = directory.sharedStringsPath { try archive.parse(path, into: strings, budget: budget) }
        let styles = StylesReader()
        if let path = directory.stylesPath { try archive.parse(path, into: styles, budget: budget) }
        let sheet = SheetReader(
            name: entry.name, strings: strings, styles: styles, startsIn1904: directory.startsIn1904, limits: limits)
        guard try archive.parse(entry.path, into: sheet, budget: budget) else {
            throw WorkbookError(.damaged, "sheet '\(entry.name)' is missing in the workbook (\(entry.path))")
        }
        return sheet.sheet
    }
}

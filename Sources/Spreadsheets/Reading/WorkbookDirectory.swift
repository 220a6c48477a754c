/// Which parts a workbook has: sheets, shared texts, styles, found by the relations that it states.
struct WorkbookDirectory {
    let sheets: [Workbook.Entry]
    let sharedStringsPath: String?
    let stylesPath: String?
    /// Days are counted from 1904-01-01.
    let startsIn1904: Bool

    init(_ archive: ZipArchive, limits: Workbook.Limits) throws(WorkbookError) {
        let budget = ZipArchive.Budget(bytesMax: limits.inflatedBytesMax)
        let root = RelationsReader(folder: "")
        try archive.parse("_rels/.rels", into: root, budget: budget)
        let path = root.path(ofType: "officeDocument") ?? "xl/workbook.xml"
        guard !path.hasSuffix(".bin") else {
            throw WorkbookError(.otherForm, "the file is a binary workbook (.xlsb); save it as XLSX or CSV")
        }
        let list = SheetListReader()
        guard try archive.parse(path, into: list, budget: budget) else {
            throw archive.has("content.xml")
                ? WorkbookError(.otherForm, "the file is an OpenDocument spreadsheet; save it as XLSX or CSV")
                : WorkbookError(.notAWorkbook, "the file is a zip archive, but no workbook; unpack it first")
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let name = path.dropFirst(folder.count)
        let relations = RelationsReader(folder: folder)
        try archive.parse("\(folder)_rels/\(name).rels", into: relations, budget: budget)
        var sheets: [Workbook.Entry] = []
        for sheet in list.sheets {
            guard let relation = relations.relations[sheet.relation] else {
                throw WorkbookError(.damaged, "the workbook is damaged: sheet '\(sheet.name)' points to no part of it")
            }
            guard relation.type == "worksheet" else { continue }
            sheets.append(
                Workbook.Entry(name: sheet.name, visibility: sheet.visibility, path: relation.path))
        }
        self.sheets = sheets
        sharedStringsPath = relations.path(ofType: "sharedStrings")
        stylesPath = relations.path(ofType: "styles")
        startsIn1904 = list.startsIn1904
    }
}

/// Reads a `.rels` part.
private final class RelationsReader: XMLSink {
    struct Relation {
        /// Behind the last slash: `worksheet`, `styles` …
        let type: String
        let path: String
    }

    private(set) var relations: [String: Relation] = [:]
    var fault: WorkbookError? { nil }
    private let folder: String

    init(folder: String) { self.folder = folder }

    func path(ofType type: String) -> String? { relations.values.first { $0.type == type }?.path }

    private static let relationship = XMLName("Relationship")
    private static let id = XMLName("Id")
    private static let type = XMLName("Type")
    private static let target = XMLName("Target")

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        guard name == RelationsReader.relationship, let id = attributes.string(RelationsReader.id),
            let type = attributes.string(RelationsReader.type), let target = attributes.string(RelationsReader.target)
        else { return }
        let last = type.split(separator: "/").last.map(String.init) ?? ""
        relations[id] = Relation(type: last, path: resolved(target))
    }

    func end(_ name: XMLName) {}
    func text(_ bytes: Span<UInt8>) {}

    /// A target as a path of the archive: `/xl/a.xml` stands alone, `a.xml` and `../a.xml` begin at the folder.
    private func resolved(_ target: String) -> String {
        if target.hasPrefix("/") { return String(target.dropFirst()) }
        var parts = folder.split(separator: "/")
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}

/// Reads `workbook.xml`.
private final class SheetListReader: XMLSink {
    private(set) var sheets: [(name: String, visibility: Workbook.Visibility, relation: String)] = []
    private(set) var startsIn1904 = false
    var fault: WorkbookError? { nil }

    private static let sheet = XMLName("sheet")
    private static let properties = XMLName("workbookPr")
    private static let name = XMLName("name")
    private static let state = XMLName("state")
    private static let id = XMLName("id")
    private static let date1904 = XMLName("date1904")

    func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == SheetListReader.sheet, let title = attributes.string(SheetListReader.name) {
            let state = attributes.string(SheetListReader.state).flatMap(Workbook.Visibility.init) ?? .visible
            sheets.append((title, state, attributes.string(SheetListReader.id) ?? ""))
        } else if name == SheetListReader.properties {
            let stated = attributes.string(SheetListReader.date1904)
            startsIn1904 = stated == "1" || stated == "true"
        }
    }

    func end(_ name: XMLName) {}
    func text(_ bytes: Span<UInt8>) {}
}

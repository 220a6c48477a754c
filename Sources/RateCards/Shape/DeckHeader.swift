/// The record that names a deck's columns, and what stands before it.
struct DeckHeader {
    /// As written, without blanks around them.
    let names: [String]
    /// Physical line, or number of the row; 0 = the deck has none.
    let line: Int
    /// Stands behind the header.
    let body: RecordSource
    /// Records before it that are not blank, as text.
    let preamble: [(line: Int, text: String)]

    /// A header is looked for in so many records.
    static let recordsMax = 100

    /// - Throws: `TableError` where no record names what a deck cannot do without.
    init(_ start: RecordSource, _ bytes: Span<UInt8>, _ options: DeckOptions) throws(TableError) {
        let stated = options.settings.headerRow
        if stated == 0 {
            self = try DeckHeader.unnamed(start, bytes)
            return
        }
        var source = start
        var fields: [FieldRange] = []
        var preamble: [(line: Int, text: String)] = []
        var best: (names: [String], line: Int, matched: Int)?
        var firstFault: TableError?
        var records = 0
        let recordsMax = options.isCanonical ? 1 : stated == nil ? DeckHeader.recordsMax : Int.max
        reading: while records < recordsMax {
            switch source.next(bytes, into: &fields) {
            case .end: break reading
            case .blank: continue
            case .fault(let reason):
                records += 1
                let fault = TableError(.header, line: source.line, message: "in the header, \(reason)")
                if options.isCanonical || stated == source.line { throw fault }
                firstFault = firstFault ?? fault
            case .fields:
                records += 1
                let names = DeckHeader.texts(fields, bytes)
                if let stated {
                    guard source.line >= stated else {
                        if preamble.count < 20 { preamble.append((source.line, DeckHeader.joined(names))) }
                        continue
                    }
                    guard source.line == stated else { break reading }
                }
                if stated != nil || options.isCanonical || DeckColumns.areNamed(names, options) {
                    (self.names, line, body) = (names, source.line, source)
                    self.preamble = preamble
                    return
                }
                let matched = DeckColumns.matches(names, options).count
                if best == nil || matched > best?.matched ?? 0 { best = (names, source.line, matched) }
                preamble.append((source.line, DeckHeader.joined(names)))
            }
        }
        if let stated {
            throw TableError(.header, line: stated, message: "there is no line with columns here; see --header-row")
        }
        guard let best else {
            throw firstFault
                ?? TableError(.empty, message: "the file is empty; it needs a header line that names its columns")
        }
        // Says which of the two is missing.
        _ = try DeckColumns(best.names, line: best.line, options)
        throw TableError(.header, line: best.line, message: "the columns of the prefix and the price are not named")
    }

    private init(names: [String], line: Int, body: RecordSource) {
        (self.names, self.line, self.body, preamble) = (names, line, body, [])
    }

    /// A deck without a header: columns are called by number.
    private static func unnamed(_ start: RecordSource, _ bytes: Span<UInt8>) throws(TableError) -> DeckHeader {
        var source = start
        var fields: [FieldRange] = []
        while true {
            switch source.next(bytes, into: &fields) {
            case .end: throw TableError(.empty, message: "the file is empty")
            case .blank, .fault: continue
            case .fields: return DeckHeader(names: fields.indices.map { "column \($0 + 1)" }, line: 0, body: start)
            }
        }
    }

    static func texts(_ fields: [FieldRange], _ bytes: Span<UInt8>) -> [String] {
        fields.map { field in
            String(decoding: CodeText.trimmed(RecordScanner.content(field, of: bytes)[...]), as: UTF8.self)
        }
    }

    private static func joined(_ names: [String]) -> String { names.filter { !$0.isEmpty }.joined(separator: " ") }
}

internal import Vocabulary

/// The record that names a deck's columns, and what stands before it.
struct DeckHeader {
    /// As written, without blanks around them; of two rows, both.
    let names: [String]
    /// The two rows where the header has two.
    let pair: HeaderPair?
    /// Physical line, or number of the row, of its first row; 0 = the deck has none.
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
        /// The record right before, which may be the upper row of a header.
        var above: (names: [String], line: Int)?
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
                if stated != nil || options.isCanonical {
                    self.init(names: names, line: source.line, body: source, preamble: preamble)
                    return
                }
                if above.map({ $0.line + 1 != source.line }) ?? false { above = nil }
                if let found = DeckHeader.header(names, below: above, source, bytes, options) {
                    if found.line < source.line { preamble.removeLast() }
                    self.init(
                        names: found.pair?.names ?? names, pair: found.pair, line: found.line, body: found.body,
                        preamble: preamble)
                    return
                }
                let matched = Headings(names, options).matches.count
                if best == nil || matched > best?.matched ?? 0 { best = (names, source.line, matched) }
                preamble.append((source.line, DeckHeader.joined(names)))
                above = (names, source.line)
            }
        }
        if let stated {
            throw TableError(
                .header, line: stated, message: "there is no line with columns here; see \(Choice(.headerRow))")
        }
        guard let best else {
            throw firstFault
                ?? TableError(.empty, message: "the file is empty; it needs a header line that names its columns")
        }
        // Says which of the two is missing.
        _ = try DeckColumns(Headings(best.names, options), line: best.line, options)
        throw TableError(.header, line: best.line, message: "the columns of the prefix and the price are not named")
    }

    private init(
        names: [String], pair: HeaderPair? = nil, line: Int, body: RecordSource,
        preamble: [(line: Int, text: String)] = []
    ) {
        (self.names, self.pair, self.line, self.body, self.preamble) = (names, pair, line, body, preamble)
    }

    /// The header with a column more, before other rows.
    func joined(_ heading: String, body: RecordSource) -> DeckHeader {
        DeckHeader(names: names + [heading], line: line, body: body, preamble: preamble)
    }

    /// A line of a file in parts that begins with `#`.
    static func isComment(_ fields: [FieldRange], _ bytes: Span<UInt8>) -> Bool {
        guard let first = fields.first, first.start < first.end else { return false }
        return bytes[first.start] == UInt8(ascii: "#")
    }

    /// By which columns are found.
    func headings(_ options: DeckOptions) -> Headings {
        pair.map { Headings($0, options) } ?? Headings(names, options)
    }

    /// The row that stands right above the rows of the deck.
    var lastRow: [String] { pair?.lower ?? names }

    /// The header that a row is, alone or with the row above or below it; nil = it is none.
    private static func header(
        _ names: [String], below above: (names: [String], line: Int)?, _ source: RecordSource, _ bytes: Span<UInt8>,
        _ options: DeckOptions
    ) -> (pair: HeaderPair?, line: Int, body: RecordSource)? {
        let isWhole = Headings(names, options).areOfDeck
        if let above {
            let pair = HeaderPair(upper: above.names, lower: names)
            let belongs =
                isWhole
                ? HeaderPair.adds(upper: above.names, to: names, options)
                : HeaderPair.isWordy(above.names) && HeaderPair.isWordy(names) && Headings(pair, options).areOfDeck
            if belongs { return (pair, above.line, source) }
        }
        guard isWhole else { return nil }
        var next = source
        var fields: [FieldRange] = []
        if case .fields = next.next(bytes, into: &fields), next.line == source.line + 1 {
            let below = texts(fields, bytes)
            if HeaderPair.continues(upper: names, with: below, options) {
                return (HeaderPair(upper: names, lower: below), source.line, next)
            }
        }
        return (nil, source.line, source)
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

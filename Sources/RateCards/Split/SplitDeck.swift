import Rating
internal import Vocabulary

/// A file of codes that belongs to a deck of prices.
public struct CodesPart: Sendable {
    /// As sentences call it.
    public let name: String
    public let file: DeckFile

    public init(name: String, file: DeckFile) {
        self.name = name
        self.file = file
    }

    /// The files of codes, and the sheet of the deck's own workbook that has them.
    public static func parts(_ stated: [CodesPart], of deck: DeckFile, _ settings: ReadingSettings) -> [CodesPart] {
        guard stated.isEmpty, let sheet = settings.codesSheet else { return stated }
        return [CodesPart(name: "sheet '\(sheet)'", file: deck)]
    }
}

/// A deck whose prices stand in one table and whose codes in others, joined by the names that both have.
struct SplitDeck {
    private let prices: DeckTable
    private let columns: DeckColumns
    private let join: JoinColumns
    private var book = CodeBook()
    private let options: DeckOptions

    /// Columns that a person can only mean of the files of codes.
    private static let codeFields: [DeckField] = [.prefix, .prefixTo, .countryCode]

    /// - Throws: `TableError` where one of them is no table, the deck has codes of its own, or nothing joins them.
    init(_ file: DeckFile, codes parts: [CodesPart], _ options: DeckOptions) throws(TableError) {
        var own = options
        own.part = .prices
        for field in SplitDeck.codeFields { own.columnNames[field] = nil }
        prices = try DeckTable(file, own)
        columns = try DeckColumns(prices.header, own)
        if columns.has(.prefix) {
            throw TableError(
                .header, line: prices.header.line,
                message:
                    "the deck has codes of its own in column \(columns[.prefix] + 1) ('\(prices.header.names[columns[.prefix]])'); "
                    + "codes of other files are for decks without")
        }
        var join: JoinColumns?
        for part in parts {
            var other = options
            other.part = .codes
            other.settings = ReadingSettings()
            other.settings.sheet = options.settings.codesSheet
            other.settings.mergedCells = options.settings.mergedCells
            other.settings.codes = options.settings.codes
            other.settings.codeMarks = options.settings.codeMarks
            other.columnNames = options.columnNames.filter { SplitDeck.codeFields.contains($0.key) }
            do throws(TableError) {
                let table = try DeckTable(part.file, other)
                let columns = try DeckColumns(table.header, other)
                let found = try JoinColumns(
                    (prices.header.headings(own), self.columns), (table.header.headings(other), columns),
                    stated: options.settings.join, name: part.name)
                if let join, join.prices != found.prices {
                    throw TableError(
                        .header,
                        message:
                            "its codes are found by other columns than those of the files before; state them with \(Choice(.join))"
                    )
                }
                join = found
                book.read(table, columns, found, name: part.name, other)
            } catch {
                throw TableError(error.code, message: "\(part.name): \(error)")
            }
        }
        guard let join else { throw TableError(.empty, message: "there is no file of codes") }
        self.join = join
        self.options = options
        book.settle()
    }

    /// Reads the prices with their codes.
    func read() throws(TableError) -> DeckReading {
        let prices = prices
        var book = book
        let names = prices.header.names
        let bytes = prices.bytes.span
        var joined = CellTable(name: "", unit: prices.unit, text: prices.bytes)
        var refusals: [RowRefusal] = []
        var blankRows = 0
        var source = prices.header.body
        if case .cells(var reader) = source {
            reader.width = names.count
            source = .cells(reader)
        }
        let heading = join.prices.map { "'\(names[$0])'" }.joined(separator: " and ")
        let position = join.prices[join.prices.count - 1]
        var fields: [FieldRange] = []
        reading: while refusals.count < options.refusalsMax {
            let record = source.next(bytes, into: &fields)
            func refuse(_ column: Int, _ reason: String, _ text: String = "") {
                refusals.append(
                    RowRefusal(
                        line: source.line, column: column, field: column > 0 ? names[column - 1] : "", reason: reason,
                        text: text, unit: prices.unit))
            }
            switch record {
            case .end: break reading
            case .blank: blankRows += 1
            case .fault(let reason): refuse(0, reason)
            case .fields where DeckHeader.isComment(fields, bytes): blankRows += 1
            case .fields where fields.count != names.count:
                refuse(0, "\(names.count) fields expected, \(fields.count) found")
            case .fields:
                guard let key = JoinColumns.key(join.prices, fields, bytes) else {
                    refuse(position + 1, "empty")
                    continue
                }
                switch book.codes(of: key) {
                case .refused(let reason):
                    refuse(position + 1, reason, JoinColumns.shown(join.prices, fields, bytes))
                case .codes(let codes):
                    joined.append(source.line, fields, codes: codes.map(\.description).joined(separator: ";"))
                }
            }
        }
        book.refuseUnused()
        var own = options
        own.part = .joined
        let header = prices.header.joined("codes by \(heading)", body: .cells(CellReader(joined)))
        var run = try DeckRun(
            header: header, columns: columns.joined(prefixAt: names.count), options: own, unit: prices.unit,
            joined.bytes.span)
        run.read(joined.bytes.span)
        var reading = run.reading(prices.completed(run.shape(prices.form)), joined.bytes.span)
        reading.rows += blankRows + Set(refusals.map(\.line)).count
        reading.blankRows += blankRows
        reading.refusals = (reading.refusals + refusals).sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        reading.codeRefusals = book.refusals
        for deck in reading.decks.indices {
            reading.decks[deck].refused.codes += book.refusedCodes
            reading.decks[deck].refused.rowsWithoutCode += Set(refusals.map(\.line)).count + book.rowsWithoutCode
        }
        reading.assumptions =
            prices.notes + ["Prices were given the codes of the same \(heading)."] + book.sentences()
            + reading.assumptions
        return reading
    }
}

extension CellTable {
    /// A row of another table with the same bytes, and its codes in a column more.
    fileprivate mutating func append(_ number: Int, _ fields: [FieldRange], codes: String) {
        beginRow(number)
        for field in fields { append(field) }
        append(.text, column: fields.count, codes.utf8)
    }
}

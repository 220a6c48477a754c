import Money
import Rating

/// Reads rate decks: a file in; its shape, rates and refusals out.
///
/// A row is taken whole or refused with its line, column and reason; nothing is guessed and nothing is dropped silently. What
/// concerns the deck as a whole and cannot be told from it becomes a question.
/// One pass over the records, and a sort where the rows of a deck are not in the order of their prefixes.
public enum DeckReader {
    /// - Throws: `TableError` where the file is no table or lacks a column.
    public static func read(_ bytes: [UInt8], options: DeckOptions = DeckOptions()) throws(TableError) -> DeckReading {
        try read(.text(bytes), options: options)
    }

    /// - Throws: `TableError` where the file is no table, lacks a column, or holds several decks and none was chosen.
    public static func read(_ file: DeckFile, options: DeckOptions = DeckOptions()) throws(TableError) -> DeckReading {
        switch file {
        case .text(let bytes):
            if !options.isCanonical, InterchangeFile.isJSON(bytes) { return try read(InterchangeFile(bytes), options) }
            return try read(DeckText(bytes, options), options)
        case .sheets(let tables): return try read(SheetChoice(tables, options), options)
        }
    }

    /// Reads a deck whose codes stand in other files, under the names that both have.
    ///
    /// - Parameter codes: at least one.
    /// - Throws: `TableError` where one of them is no table, the deck has codes of its own, or nothing joins them.
    public static func read(
        _ prices: DeckFile, codes: [CodesPart], options: DeckOptions = DeckOptions()
    ) throws(TableError) -> DeckReading {
        guard !codes.isEmpty else { return try read(prices, options: options) }
        if let plan = try TariffPlan(prices, codes, options) { return try plan.read() }
        return try SplitDeck(prices, codes: codes, options).read()
    }

    /// Whether a file is what `DeckWriter` or `InterchangeWriter` wrote, in whatever form: it needs no profile, and what a
    /// profile does to prices was done to it before.
    public static func isExport(_ file: DeckFile) -> Bool {
        let canonical = String(DeckWriter.header.dropLast())
        switch file {
        case .text(let bytes):
            guard InterchangeFile.isJSON(bytes) else { return bytes.starts(with: canonical.utf8) }
            guard let card = (try? InterchangeFile(bytes))?.cards.first else { return false }
            return Set(card.table.firstRow).isSuperset(of: ["duration_rounding", "rounding_decimals", "rounding_mode"])
        case .sheets(let tables):
            return tables.first?.firstRow.joined(separator: ",").hasPrefix(canonical) == true
        }
    }

    private static func read(_ text: DeckText, _ options: DeckOptions) throws(TableError) -> DeckReading {
        let bytes = text.bytes.span
        let header = try DeckHeader(text.start, bytes, options)
        let columns = try DeckColumns(header, options)
        var run = try DeckRun(header: header, columns: columns, options: options, bytes)
        run.read(bytes)
        if text.isCutOff || (text.endsWithinLine && run.lastRecordIsRefused) {
            run.questions.append(
                "The file ends in the middle of line \(run.lastLine): is it whole? Have it sent again, or complete its last line."
            )
        } else if text.endsWithinLine, !options.isCanonical {
            run.assumptions.append("The last line has no line end: see that the file was not cut off within it.")
        }
        var shape = run.shape(.text)
        shape.encoding = text.encoding
        shape.hasByteOrderMark = text.hasByteOrderMark
        shape.delimiter = text.delimiter
        return run.reading(shape, bytes)
    }

    private static func read(_ choice: SheetChoice, _ options: DeckOptions) throws(TableError) -> DeckReading {
        var reading = try read(choice.table, options, DeckDefaults(), form: .workbook)
        reading.assumptions = choice.notes + reading.assumptions
        return reading
    }

    private static func read(_ file: InterchangeFile, _ options: DeckOptions) throws(TableError) -> DeckReading {
        let choice = try SheetChoice(file.cards.map(\.table), options)
        guard let card = file.cards.first(where: { $0.table.name == choice.table.name }) else {
            throw TableError(.header, message: "the JSON has no card")
        }
        var questions: [String] = card.terms.questions
        let defaults = try DeckDefaults(card.terms, options)
        var reading = try read(choice.table, options, defaults, form: .interchange)
        if reading.shape.currency == nil { reading.shape.currency = card.terms.currency }
        if let stated = card.terms.currency, let expected = options.currency, stated != expected {
            questions.append("The card is in \(stated), and the rate card in \(expected): is it the right file?")
        }
        reading.questions = questions + reading.questions
        reading.assumptions = choice.notes + card.terms.notes + reading.assumptions
        return reading
    }

    private static func read(
        _ table: CellTable, _ options: DeckOptions, _ defaults: DeckDefaults, form: DeckShape.Form
    ) throws(TableError) -> DeckReading {
        var table = table
        table.settleMerges(fills: options.settings.mergedCells == .fill)
        let bytes = table.bytes.span
        let header = try DeckHeader(.cells(CellReader(table)), bytes, options)
        let columns = try DeckColumns(header, options)
        var run = try DeckRun(
            header: header, columns: columns, options: options, defaults: defaults, unit: table.unit, bytes)
        run.read(bytes)
        if table.hiddenRows > 0 {
            run.assumptions.append(
                "\(table.hiddenRows) \(CountedNoun.of("row", Int64(table.hiddenRows))) that the sheet does not show (hidden by a filter or by hand) "
                    + "\(table.hiddenRows == 1 ? "was" : "were") read like the others."
            )
        }
        if table.hasDrawing { run.assumptions.append("Pictures and charts on the sheet were not looked at.") }
        var shape = run.shape(form)
        shape.sheet = table.name
        return run.reading(shape, bytes)
    }
}

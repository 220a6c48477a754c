/// One reading of a deck behind its header: the records, and what is said about them as a whole.
struct DeckRun {
    let header: DeckHeader
    let columns: DeckColumns
    let options: DeckOptions
    private(set) var assembly: DeckAssembly
    var questions: [String]
    var assumptions: [String] = []

    private var rows = 0
    private var blankRows = 0
    /// Lines of further headers in the file.
    private var furtherHeaders: [Int] = []
    private var repeatedHeaders = 0
    /// Rows of other tables, of which none was taken.
    private(set) var unreadRows = 0
    private var lastBlankLine = 0
    private(set) var lastLine = 0
    private(set) var lastRecordIsRefused = false
    private var joinsCodes = false
    /// What stands under each heading in the first row.
    private var examples: [String] = []

    init(
        header: DeckHeader, columns: DeckColumns, options: DeckOptions, defaults: DeckDefaults = DeckDefaults(),
        unit: String = "line", _ bytes: Span<UInt8>
    ) throws(TableError) {
        self.header = header
        self.columns = columns
        self.options = options
        questions = columns.questions
        if columns.has(.countryCode), !options.isCanonical {
            let codes = CountryCodes(header, columns, bytes)
            joinsCodes = codes.areJoined(
                options.settings.codes, headings: header.names, columns, &questions, &assumptions)
        }
        assembly = DeckAssembly(
            columns: columns, header: header.names, options: options, defaults: defaults, joinsCodes: joinsCodes,
            unit: unit)
        if !columns.has(.effectiveFrom), options.effectiveFromMicros == nil, defaults.effectiveFromMicros == nil {
            let said = header.preamble.first {
                $0.text.lowercased().contains("effective") || $0.text.lowercased().contains("valid")
            }
            throw TableError(
                .missingColumn, line: said?.line ?? 0,
                message: "the deck has no column of start dates; state the start with --effective"
                    + (said.map { " (this line says '\($0.text.prefix(80))')" } ?? ""))
        }
    }

    mutating func read(_ bytes: Span<UInt8>) {
        var source = header.body
        if case .cells(var reader) = source {
            reader.width = header.names.count
            source = .cells(reader)
        }
        var fields: [FieldRange] = []
        reading: while assembly.refusals.count < options.refusalsMax {
            let record = source.next(bytes, into: &fields)
            if case .end = record { break }
            guard rows < options.rowsMax else {
                questions.append(
                    "The deck has more than \(options.rowsMax) rows; it was read up to \(assembly.unit) \(lastLine). Split it."
                )
                break
            }
            rows += 1
            lastLine = source.line
            lastRecordIsRefused = false
            switch record {
            case .end: break
            case .blank:
                blankRows += 1
                lastBlankLine = source.line
            case .fault(let reason):
                assembly.refuse(line: source.line, reason: reason)
                lastRecordIsRefused = true
            case .fields:
                let before = assembly.refusals.count
                if isInOtherTable {
                    if isHeader(fields, bytes) { furtherHeaders.append(source.line) } else { unreadRows += 1 }
                    continue
                }
                if examples.isEmpty { examples = DeckHeader.texts(fields, bytes) }
                let refusedField = assembly.take(fields, line: source.line, bytes)
                guard assembly.refusals.count > before else { continue }
                lastRecordIsRefused = true
                if refusedField == .prefix || refusedField == .countryCode || fields.count != header.names.count,
                    !options.isCanonical,
                    isHeader(fields, bytes)
                {
                    assembly.refusals.removeLast()
                    lastRecordIsRefused = false
                    if takeFurtherHeader(fields, source.line, bytes) { break reading }
                }
            }
            if stopsForCurrency { break }
        }
        if assembly.refusals.count >= options.refusalsMax {
            questions.append(
                "Reading stopped at \(assembly.refusals.count) refused rows, \(assembly.unit) \(lastLine): is it the right file, and "
                    + "are its columns understood?")
        }
    }

    private var isInOtherTable: Bool { furtherHeaders.count > 0 }

    /// Whether a row of the deck names columns by words; any row has columns by number.
    private func isHeader(_ fields: [FieldRange], _ bytes: Span<UInt8>) -> Bool {
        guard header.line > 0 else { return false }
        var named = options
        named.columnNames = options.columnNames.filter { Headings.number($0.value) == nil }
        return Headings(DeckHeader.texts(fields, bytes), named).areOfDeck
    }

    /// A header among the rows begins another table.
    ///
    /// - Returns: whether reading ends here.
    private mutating func takeFurtherHeader(_ fields: [FieldRange], _ line: Int, _ bytes: Span<UInt8>) -> Bool {
        let names = DeckHeader.texts(fields, bytes)
        if options.settings.tables == .all, names == header.lastRow {
            repeatedHeaders += 1
            return false
        }
        guard options.settings.headerRow == nil else {
            // The table was stated, and ends at the blank row before the title of the next.
            let end = lastBlankLine > 0 ? lastBlankLine : line
            let kept = assembly.refusals.filter { $0.line < end }
            unreadRows += assembly.refusals.count - kept.count + 1
            assembly.refusals = kept
            assumptions.append(
                "The table ends before \(assembly.unit) \(line), where another begins, which was not read.")
            return true
        }
        furtherHeaders.append(line)
        return false
    }

    /// Nothing but rows of another currency: the rest would say the same.
    private var stopsForCurrency: Bool {
        let foreign = assembly.observations.foreignCurrencyRows
        return foreign >= 100 && foreign == assembly.refusals.count && assembly.rowsTaken == 0
    }

    // MARK: - What was found

    func shape(_ form: DeckShape.Form) -> DeckShape {
        var fields: [Int: String] = [:]
        for (field, position) in columns.byField { fields[position] = field.rawValue }
        return DeckShape(
            form: form, headerLine: header.line, headerRows: header.pair == nil ? nil : 2,
            preambleRows: header.preamble.count,
            columns: header.names.indices.map {
                .init(number: $0 + 1, heading: header.names[$0], field: fields[$0])
            },
            unit: assembly.priceUnit, currency: columns.price?.currency)
    }

    /// What was read, with the rows that cannot stay refused.
    mutating func reading(_ shape: DeckShape, _ bytes: Span<UInt8>) -> DeckReading {
        assembly.settleDecimalCommas()
        assembly.sortAndRefuseDuplicates()
        assembly.separateKept()
        if !options.isCanonical { conclude() }
        return DeckReading(
            decks: assembly.decks, destinations: assembly.destinations,
            refusals: assembly.refusals.sorted { ($0.line, $0.column) < ($1.line, $1.column) },
            rows: rows, blankRows: blankRows, omittedRows: assembly.rowsOmitted,
            otherRows: repeatedHeaders + furtherHeaders.count + unreadRows, rowsTaken: assembly.rowsTaken,
            columns: columns.byField, header: header.names,
            ignoredColumns: header.names.indices.filter { position in
                !columns.byField.values.contains(position) && !header.names[position].isEmpty
            }.map { header.names[$0] },
            shape: shape, samples: Array(assembly.samples.prefix(DeckSample.countMax)), examples: examples,
            assumptions: assumptions, questions: questions)
    }

    /// The sentences about the deck as a whole.
    private mutating func conclude() {
        let seen = assembly.observations
        let unit = assembly.unit
        if !furtherHeaders.isEmpty {
            let lines = ([header.line] + furtherHeaders).map(String.init)
            questions.append(
                "\(DeckRun.title(unit))s \(lines.joined(separator: ", ")) each begin a table: which one is the deck? State it with "
                    + "--header-row \(lines[0]), or read tables of the same columns as one with --tables all.")
        }
        if let zone = assembly.defaults.foreignZone, let own = options.zone, seen.zonelessDates.rows > 0 {
            questions.append(
                "Dates of the file are in zone \(zone), and those of the card in \(own) (first: \(unit) "
                    + "\(seen.zonelessDates.firstLine)): import it into a card of that zone, or have dates written with their offset."
            )
        }
        concludeCurrency(seen)
        if seen.ambiguousDates.rows > 0 {
            var question =
                "Day or month first? \(seen.ambiguousDates.rows) dates such as '\(seen.ambiguousDate)' (\(unit) "
                + "\(seen.ambiguousDates.firstLine)) can be read in two ways: state --date-format dmy or mdy."
            if let telling = seen.tellingDate {
                question += " '\(telling.text)' in \(unit) \(telling.line) can only be \(telling.order.rawValue)."
            }
            questions.append(question)
        }
        if let commonest = seen.commonestRefusal, commonest.rows >= 10, commonest.rows * 10 >= (rows - blankRows) * 9 {
            let position = columns[commonest.field]
            questions.append(
                "\(commonest.rows) of \(rows - blankRows) rows are refused for one reason"
                    + (position >= 0 ? " in column \(position + 1) ('\(header.names[position])')" : "")
                    + ", \(commonest.reason): is it the right column for \(commonest.field.rawValue)? State it with --column."
            )
        }
        note(seen)
    }

    /// Mentions of another currency in headings, before the header, and in prices.
    private mutating func concludeCurrency(_ seen: DeckObservations) {
        guard let expected = options.currency else { return }
        if let stated = columns.price?.currency, !CurrencyMention.fits(stated, expected) {
            questions.append(
                "Column '\(header.names[columns[.ratePerMinute]])' has prices in \(stated), and the card is in \(expected): is it the "
                    + "right file or card?")
            return
        }
        for (code, count) in seen.currencies.sorted(by: { $0.key < $1.key }) where !CurrencyMention.fits(code, expected)
        {
            questions.append(
                "\(count.rows) \(count.rows == 1 ? "row is" : "rows are") in \(code) (first: \(assembly.unit) \(count.firstLine)), and the card is in \(expected): is "
                    + "it the right file or card?")
        }
        let before = header.preamble.map { (line: $0.line, codes: CurrencyMention.all(in: $0.text)) }.filter {
            !$0.codes.isEmpty
        }
        let isStated = columns.price?.currency != nil || !seen.currencies.isEmpty || options.settings.headerRow != nil
        if !isStated, let first = before.first,
            !before.contains(where: { $0.codes.contains { CurrencyMention.fits($0, expected) } })
        {
            questions.append(
                "\(DeckRun.title(assembly.unit)) \(first.line) before the header speaks of \(first.codes.joined(separator: ", ")), and the "
                    + "card is in \(expected): is it the right file or card? If so, take the line out, or state --header-row."
            )
        }
    }

    private mutating func note(_ seen: DeckObservations) {
        let unit = assembly.unit
        if let markUp = options.settings.markUp {
            assumptions.append("Prices and setup fees were marked up by \(markUp.description).")
        }
        if let order = columns.dateOrder, options.dateOrder == nil {
            assumptions.append("The heading of the dates states their order, \(order.rawValue).")
        }
        if assembly.priceUnit != .minute {
            assumptions.append("Prices are per \(assembly.priceUnit.name) and were converted to a minute.")
        }
        if seen.rowsWithSeveralCodes > 0 {
            assumptions.append("Rows with several codes, which became a rate each: \(seen.rowsWithSeveralCodes).")
        }
        if seen.rowsWithDialledZeros > 0 {
            assumptions.append("Rows with codes that begin with 00, which was left away: \(seen.rowsWithDialledZeros).")
        }
        if seen.rowsWithMarks.rows > 0 {
            assumptions.append(
                "Rows with codes that had x, … or full stops behind them, which were left away: \(seen.rowsWithMarks.rows) (first: "
                    + "\(unit) \(seen.rowsWithMarks.firstLine)).")
        }
        if seen.ownUnits.rows > 0 {
            assumptions.append(
                "Prices that say themselves what they are for, converted to a minute: \(seen.ownUnits.rows) (first: \(unit) "
                    + "\(seen.ownUnits.firstLine)).")
        }
        if seen.rowsWithThreeIncrements > 0 {
            assumptions.append(
                "Rows with three increments, taken as minimum, initial and further seconds: \(seen.rowsWithThreeIncrements)."
            )
        }
        if seen.closedRows > 0 {
            assumptions.append(
                "Rows that say that a code is closed: \(seen.closedRows); "
                    + (options.settings.closedCodes == .omit
                        ? "they were left out."
                        : "from their start on it has no price (--closed omit leaves them out)."))
        }
        if seen.keptRows.rows > 0 {
            assumptions.append(
                "Rows that say that the price stays: \(seen.keptRows.rows) (first: \(unit) \(seen.keptRows.firstLine)); it is that "
                    + "of the card's version before, and the file alone does not tell it.")
        }
        if seen.immediateRows > 0 {
            assumptions.append("Rows that start at once, with the stated start: \(seen.immediateRows).")
        }
        if seen.foreignCodes.rows > 0 {
            assumptions.append(
                "Codes that do not begin with the country code of their row, taken as they are: \(seen.foreignCodes.rows) "
                    + "(first: \(unit) \(seen.foreignCodes.firstLine)).")
        }
        if !seen.unknownStatuses.isEmpty {
            let listed = seen.unknownStatuses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
                .map { "'\(assembly.statusNames.text($0.key).prefix(40))' (\($0.value))" }
            assumptions.append(
                "What the state says was not understood and has no effect: \(listed.joined(separator: ", ")).")
        }
        if repeatedHeaders > 0 {
            assumptions.append("Further tables of the same columns, read as one: \(repeatedHeaders).")
        }
    }

    private static func title(_ unit: String) -> String { unit.prefix(1).uppercased() + unit.dropFirst() }
}

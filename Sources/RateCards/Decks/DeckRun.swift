internal import Vocabulary

/// One reading of a deck behind its header: the records, and what is said about them as a whole.
struct DeckRun {
    let header: DeckHeader
    let columns: DeckColumns
    let options: DeckOptions
    private(set) var assembly: DeckAssembly
    var questions: [String]
    var assumptions: [String] = []

    private(set) var rows = 0
    private(set) var blankRows = 0
    /// Lines of further headers in the file.
    private(set) var furtherHeaders: [Int] = []
    private(set) var repeatedHeaders = 0
    /// Rows of other tables, of which none was taken.
    private(set) var unreadRows = 0
    private var lastBlankLine = 0
    private var lastTakenLine = 0
    /// Refused rows that have neither a code nor a price, such as headings of groups, totals and legal text.
    private var rowsOfText: [(line: Int, text: String, isHeading: Bool)] = []
    /// Of these, those that were left out.
    private var noteRows = 0
    private(set) var lastLine = 0
    private(set) var lastRecordIsRefused = false
    private var joinsCodes = false
    /// Whether it is open what the increments are.
    var asksForIncrements: Bool
    /// What a refused row, such as a note below the rates, says about the unit of prices.
    private(set) var laterStatement: MoneyUnits.Statement?
    /// The same about increments.
    private(set) var laterIncrements: (line: Int, text: String)?
    private var rowsHeardMax = 1_000
    /// What stands under each heading in the first row.
    private var examples: [String] = []

    init(
        header: DeckHeader, columns: DeckColumns, options: DeckOptions, defaults: DeckDefaults = DeckDefaults(),
        unit: String = "line", _ bytes: Span<UInt8>
    ) throws(TableError) {
        let unused = UnusedColumns(header, columns, options, defaults, unit: unit, bytes)
        let columns = columns.taking(unused.taken)
        self.header = header
        self.columns = columns
        self.options = options
        questions = columns.questions + unused.questions
        assumptions = unused.assumptions
        asksForIncrements = unused.asksForIncrements
        if columns.has(.countryCode), !options.isCanonical {
            let codes = CountryCodes(header, columns, bytes)
            joinsCodes = codes.areJoined(
                options.settings.codes, headings: header.names, columns, &questions, &assumptions)
        }
        let units = MoneyUnits(header, columns, options, unit: unit)
        questions += units.questions
        assumptions += units.assumptions
        assembly = DeckAssembly(
            columns: columns, header: header.names, options: options, defaults: defaults, units: units,
            joinsCodes: joinsCodes, unit: unit)
        if !columns.has(.effectiveFrom), options.effectiveFromMicros == nil, defaults.effectiveFromMicros == nil {
            let said = header.preamble.first {
                $0.text.lowercased().contains("effective") || $0.text.lowercased().contains("valid")
            }
            questions.append(
                "The deck has no column of start dates: state the start with \(Choice(.effective))"
                    + (said.map { " (\(unit) \($0.line) says '\($0.text.prefix(80))')" } ?? "") + ".")
        }
    }

    mutating func read(_ bytes: Span<UInt8>) {
        var source = header.body
        assembly.reserveRates(DeckRun.rowsExpected(bytes))
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
                guard assembly.refusals.count > before else {
                    lastTakenLine = source.line
                    continue
                }
                lastRecordIsRefused = true
                hear(fields, line: source.line, bytes)
                if refusedField == .prefix || refusedField == .countryCode || fields.count != header.names.count,
                    !options.isCanonical,
                    isHeader(fields, bytes)
                {
                    assembly.refusals.removeLast()
                    lastRecordIsRefused = false
                    if takeFurtherHeader(fields, source.line, bytes) { break reading }
                } else if let row = rowOfText(fields, line: source.line, bytes) {
                    rowsOfText.append(row)
                    if fields.count == header.names.count { lastRecordIsRefused = false }
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

    /// About how many rows a large text has, by the lines at its beginning; 0 of a small one.
    private static func rowsExpected(_ bytes: Span<UInt8>) -> Int {
        let sample = 1 << 16
        guard bytes.count > 16 * sample else { return 0 }
        var lines = 0
        for index in 0..<sample where bytes[index] == UInt8(ascii: "\n") { lines += 1 }
        return bytes.count / sample * (lines + lines / 8)
    }

    /// Looks for what a row that is none of the deck says about all of it.
    private mutating func hear(_ fields: [FieldRange], line: Int, _ bytes: Span<UInt8>) {
        guard rowsHeardMax > 0, !options.isCanonical else { return }
        rowsHeardMax -= 1
        let texts = DeckHeader.texts(fields, bytes).filter { !$0.isEmpty }
        // Rows of the deck have more to them.
        guard texts.count <= 2, texts.first?.first?.isLetter == true else { return }
        let text = texts.joined(separator: " ")
        laterStatement = laterStatement ?? MoneyUnits.statement(text, line: line)
        if laterIncrements == nil, UnusedColumns.speaksOfIncrements(text) { laterIncrements = (line, text) }
    }

    /// A row without a code and a price; nil where it may be a rate that went wrong.
    private func rowOfText(
        _ fields: [FieldRange], line: Int, _ bytes: Span<UInt8>
    ) -> (line: Int, text: String, isHeading: Bool)? {
        // An interchange file has no rows of text: what is no rate there is refused.
        guard !options.isCanonical, assembly.unit != "rate" else { return nil }
        let texts = DeckHeader.texts(fields, bytes)
        let filled = texts.indices.filter { !texts[$0].isEmpty }
        guard let first = filled.first, texts[first].first?.isLetter == true else { return nil }
        let text = filled.map { texts[$0] }.joined(separator: " ")
        guard fields.count == header.names.count else {
            // Legal text with commas in it is torn; so is a rate that lacks one.
            let isSentence = text.split(separator: " ").count >= 4
            let hasNumber = filled.contains { texts[$0].contains(where: \.isNumber) }
            return isSentence && !hasNumber ? (line, text, false) : nil
        }
        let prices = MoneyUnits.priceFields.filter(columns.has).map { columns[$0] } + columns.bandPrices.map(\.position)
        let code = columns.has(.prefix) ? columns[.prefix] : first
        guard filled.count <= 2, prices.allSatisfy({ texts[$0].isEmpty }),
            !texts[code].contains(where: \.isNumber)
        else { return nil }
        return (line, text, filled == [code])
    }

    /// Leaves out headings of groups, and what stands below the last rate, where neither has a code or a price.
    private mutating func settleRowsOfText() {
        let notes = rowsOfText.filter { lastTakenLine > 0 && ($0.isHeading || $0.line > lastTakenLine) }
        guard !notes.isEmpty else { return }
        let lines = Set(notes.map(\.line))
        let refused = assembly.refusals.count
        assembly.refusals.removeAll { lines.contains($0.line) }
        noteRows = refused - assembly.refusals.count
        let listed = notes.prefix(3).map { "'\($0.text.prefix(60))' (\(assembly.unit) \($0.line))" }
            .joined(separator: ", ")
        assumptions.append(
            "Rows of text without a code and a price, left out: \(notes.count), \(listed)\(notes.count > 3 ? " …" : "")."
        )
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
        for (name, position) in columns.bandPrices { fields[position] = "\(DeckField.ratePerMinute.rawValue) \(name)" }
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
        settleRowsOfText()
        assembly.settleDecimalCommas()
        assembly.sortAndSettleRepetitions()
        assembly.separateKept()
        assembly.settleRefused()
        if !options.isCanonical { conclude() }
        return DeckReading(
            decks: assembly.decks, destinations: assembly.destinations,
            refusals: assembly.refusals.sorted { ($0.line, $0.column) < ($1.line, $1.column) },
            rows: rows, blankRows: blankRows, omittedRows: assembly.rowsOmitted,
            otherRows: repeatedHeaders + furtherHeaders.count + unreadRows + noteRows, rowsTaken: assembly.rowsTaken,
            columns: columns.byField, header: header.names,
            ignoredColumns: header.names.indices.filter { position in
                !columns.byField.values.contains(position) && !columns.bandPrices.contains { $0.position == position }
                    && !header.names[position].isEmpty
            }.map { header.names[$0] },
            shape: shape, samples: Array(assembly.samples.prefix(DeckSample.countMax)), examples: examples,
            assumptions: assumptions, questions: questions, asksForIncrements: asksForIncrements)
    }
}

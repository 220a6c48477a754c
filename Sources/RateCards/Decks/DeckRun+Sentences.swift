import Money
internal import Vocabulary

// What is asked and said about a deck as a whole, when all of it was read.

extension DeckRun {
    /// The sentences about the deck as a whole.
    mutating func conclude() {
        let seen = assembly.observations
        let unit = assembly.unit
        if !furtherHeaders.isEmpty {
            let lines = ([header.line] + furtherHeaders).map(String.init)
            questions.append(
                "\(DeckRun.title(unit))s \(lines.joined(separator: ", ")) each begin a table: which one is the deck? State it with "
                    + "\(Choice(.headerRow, "\(lines[0])")), or read tables of the same columns as one with \(Choice(.tables, "all"))."
            )
        }
        if let zone = assembly.defaults.foreignZone, let own = options.zone, seen.zonelessDates.rows > 0 {
            questions.append(
                "Dates of the file are in zone \(zone), and those of the card in \(own) (first: \(unit) "
                    + "\(seen.zonelessDates.firstLine)): import it into a card of that zone, or have dates written with their offset."
            )
        }
        concludeCurrency(seen)
        concludeCodes(seen)
        concludeRules()
        if let laterStatement, options.settings.unit == nil, options.settings.priceDivisor == nil,
            !MoneyUnits.priceFields.contains(where: { columns.has($0) && assembly.units[$0].partsOfUnit != 1 })
        {
            questions.append(
                MoneyUnits.question(laterStatement, title: "\(DeckRun.title(unit)) \(laterStatement.line)"))
        }
        if let laterIncrements, options.settings.increments == nil, assembly.defaults.increments == nil,
            !columns.has(.incrementSeconds), !columns.has(.initialSeconds)
        {
            asksForIncrements = true
            questions.append(
                UnusedColumns.question("\(DeckRun.title(unit)) \(laterIncrements.line)", laterIncrements.text))
        }
        if seen.rowsWithoutCountry.rows > 0 {
            let position = columns[.country]
            let rows = seen.rowsWithoutCountry
            let text =
                "Column \(position + 1) ('\(header.names[position])') is empty in \(rows.rows) \(CountedNoun.of("row", Int64(rows.rows))) "
                + "below a country (first: \(unit) \(rows.firstLine))"
            if options.settings.mergedCells == .fill {
                assumptions.append("\(text), and was filled from the row above.")
            } else {
                questions.append(
                    "\(text): were the cells merged? State \(Choice(.merged, "fill")) to take the country above, or leave the column "
                        + "out of the names with \(Choice(.ignore, "'#\(position + 1)'")).")
            }
        }
        if seen.unsureFees.rows > 0 {
            questions.append(
                "Prices are \(assembly.priceUnit.phrase), and what fees above zero are in is not said "
                    + "(first: \(unit) \(seen.unsureFees.firstLine)): state \(Choice(.feeDivisor, "\(assembly.priceUnit.partsOfUnit)")), or 1."
            )
        }
        if seen.ambiguousDates.rows > 0 {
            var question =
                "Day or month first? \(seen.ambiguousDates.rows) dates such as '\(seen.ambiguousDate)' (\(unit) "
                + "\(seen.ambiguousDates.firstLine)) can be read in two ways: state \(Choice(.dateFormat, "dmy")) or mdy."
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
                    + ", \(commonest.reason): is it the right column for \(commonest.field.rawValue)? State it with \(Choice(.column))."
            )
        }
        concludeWarnings()
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
                    + "card is in \(expected): is it the right file or card? If so, take the line out, or state \(Choice(.headerRow))."
            )
        }
    }

    /// What prices and fees were brought to whole units a minute from.
    private mutating func noteUnits(_ seen: DeckObservations) {
        let fields = MoneyUnits.priceFields.filter(columns.has)
        for unit in Set(fields.map { assembly.units[$0] }).sorted(by: { $0.name < $1.name }) where unit != .minute {
            let own = fields.filter { assembly.units[$0] == unit }.map { "'\(header.names[columns[$0]])'" }
            let whose = own.count == fields.count ? "" : " of \(own.joined(separator: ", "))"
            assumptions.append("Prices\(whose) are \(unit.phrase) and were converted to whole units a minute.")
        }
        for field in MoneyUnits.feeFields where columns.has(field) && assembly.units.divisor(field) != 1 {
            assumptions.append(
                "Amounts of '\(header.names[columns[field]])' were divided by \(assembly.units.divisor(field)).")
        }
        if seen.rowsInParts.rows > 0 {
            assumptions.append(
                "Rows whose currency is given in hundredths, which were converted: \(seen.rowsInParts.rows) (first: "
                    + "\(assembly.unit) \(seen.rowsInParts.firstLine)).")
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
        noteUnits(seen)
        noteCodes(seen)
        if seen.twins.rows > 0 {
            let renamed =
                seen.renamedTwins > 0
                ? " \(seen.renamedTwins) of them with another name; that of the first was taken." : ""
            assumptions.append(
                "Rows that say the same as another of their code, taken once: \(seen.twins.rows) (first: \(unit) "
                    + "\(seen.twins.firstLine)).\(renamed)")
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
                        : "from their start on it has no price (\(Choice(.closed, "omit")) leaves them out)."))
        }
        if seen.freeRows.rows > 0 {
            assumptions.append(
                "Rows with a price of 0, whose calls cost nothing: \(seen.freeRows.rows) (first: \(unit) \(seen.freeRows.firstLine))."
            )
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
        if seen.inactiveRows.rows > 0 {
            assumptions.append(
                "Rows that are not active, whose codes have no price: \(seen.inactiveRows.rows) (first: \(unit) "
                    + "\(seen.inactiveRows.firstLine)).")
        }
        if seen.rowsWithoutFurther.rows > 0, options.settings.increments == nil, assembly.defaults.increments == nil {
            assumptions.append(
                "Rows with a first increment alone, behind which 1 was taken (see \(Choice(.increments))): "
                    + "\(seen.rowsWithoutFurther.rows) (first: \(unit) \(seen.rowsWithoutFurther.firstLine)).")
        }
        noteUnknownStatuses(seen)
        if repeatedHeaders > 0 {
            assumptions.append("Further tables of the same columns, read as one: \(repeatedHeaders).")
        }
    }

    /// States that were not understood are asked about where they tell rows apart; one that all rows have does not, and a column
    /// of very many has other things in it.
    private mutating func noteUnknownStatuses(_ seen: DeckObservations) {
        guard !seen.unknownStatuses.isEmpty else { return }
        let sorted = seen.unknownStatuses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let texts = sorted.map { String(assembly.statusNames.text($0.key).prefix(40)) }
        let listed = zip(texts, sorted).prefix(5).map { "'\($0)' (\($1.value))" }.joined(separator: ", ")
        let tellsApart =
            sorted.count > 1 || sorted[0].value < seen.statedStatuses || Notice.speaksOfClosing(texts[0])
        guard tellsApart, sorted.count <= DeckRun.statusesMax else {
            assumptions.append("What the state says was not understood and has no effect: \(listed).")
            return
        }
        let position = columns[.status]
        questions.append(
            "Column \(position + 1) ('\(header.names[position])') says what is not understood: \(listed). State what each means "
                + "with \(Choice(.state)), such as \(Choice(.state, "'\(texts[0])=open'")) (or =blocked, =closed), or state \(Choice(.ignore, "'#\(position + 1)'"))."
        )
    }

    private static let statusesMax = 12

    static func title(_ unit: String) -> String { unit.prefix(1).uppercased() + unit.dropFirst() }
}

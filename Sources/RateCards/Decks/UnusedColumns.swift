import Rating
internal import Vocabulary

/// Columns whose headings say nothing known, and which may matter to what calls cost: increments, fees, minimums and states.
///
/// What stands in them decides. A column that can only be one thing is taken for it; where it may be something, that is a
/// question, until a person names the column's field or states that it means nothing.
struct UnusedColumns {
    /// Columns that were understood.
    private(set) var taken: [DeckField: Int] = [:]
    private(set) var questions: [String] = []
    private(set) var assumptions: [String] = []
    /// Whether it is open what the increments are.
    private(set) var asksForIncrements = false

    private let columns: DeckColumns
    private let options: DeckOptions
    private let hasDefaultIncrements: Bool

    init(
        _ header: DeckHeader, _ columns: DeckColumns, _ options: DeckOptions, _ defaults: DeckDefaults, unit: String,
        _ bytes: Span<UInt8>
    ) {
        self.columns = columns
        self.options = options
        hasDefaultIncrements = defaults.increments != nil
        guard !options.isCanonical else { return }
        let used = Set(columns.byField.values)
        let headings = header.headings(options)
        let positions = header.names.indices.filter {
            !used.contains($0) && !headings.isIgnored($0)
                && !headings.isOfOtherPrice($0, than: columns[.ratePerMinute])
        }
        var found = positions.map { ColumnValues(position: $0, heading: header.names[$0], unit: unit) }
        ColumnValues.read(&found, header, bytes)
        found.removeAll(where: \.values.isEmpty)
        let incremental = settleIncrements(found)
        for column in found where !incremental.contains(column.position) {
            if settleState(column) { continue }
            if column.words.contains(where: ColumnValues.feeWords.contains) {
                askForFee(column, header)
            } else if column.isOfMinimum {
                askForMinimum(column)
            }
        }
        if !statesIncrements { settleWords(header, unit: unit) }
    }

    /// A column, the defaults of the file, or the person says what increments are.
    private var statesIncrements: Bool {
        columns.has(.incrementSeconds) || columns.has(.initialSeconds) || hasDefaultIncrements
            || taken[.incrementSeconds] != nil || options.settings.increments != nil
    }

    // MARK: - Increments

    /// - Returns: positions of columns that are, or may be, of increments.
    private mutating func settleIncrements(_ found: [ColumnValues]) -> Set<Int> {
        let pairs = found.filter(\.isOfPairs)
        let hints = found.filter { !$0.isOfPairs && $0.mayBeIncrements }
        let own = [DeckField.incrementSeconds, .initialSeconds].filter(columns.has)
        if !own.isEmpty || hasDefaultIncrements {
            for column in pairs {
                questions.append(
                    "\(column.title) looks like increments (\(column.example { $0.isPair })), which are known already: take it for "
                        + "them with \(Choice(.column, "increment_s=#\(column.position + 1)")), or state \(Choice(.ignore, "'#\(column.position + 1)'"))."
                )
            }
            // One column of two may be missing.
            guard own.count == 1 else { return Set((pairs + hints).map(\.position)) }
        } else if pairs.count == 1 {
            taken[.incrementSeconds] = pairs[0].position
            assumptions.append(
                "\(pairs[0].title) was taken for the increments, by what stands in it: \(pairs[0].example { $0.isPair })."
            )
            return Set((pairs + hints).map(\.position))
        } else if !pairs.isEmpty {
            asksForIncrements = options.settings.increments == nil
            let listed = pairs.map { "\($0.position + 1) ('\($0.heading)')" }.joined(separator: ", ")
            questions.append(
                "Columns \(listed) may each be the increments: state which with \(Choice(.column, "increment_s=#\(pairs[0].position + 1)")), "
                    + "and \(Choice(.ignore)) for the others.")
        }
        if options.settings.increments == nil {
            for column in hints {
                asksForIncrements = true
                let number = column.position + 1
                questions.append(
                    "\(column.title) may be of increments (\(column.example { _ in true })): take it for them with \(Choice(.column, "increment_s=#\(number)"))"
                        + " (or initial_s=#\(number) for the first alone), state \(Choice(.increments)), or state "
                        + "\(Choice(.ignore, "'#\(number)'")).")
            }
        }
        return Set((pairs + hints).map(\.position))
    }

    /// Increments that a line before the header, or the heading of the prices, states in words.
    private mutating func settleWords(_ header: DeckHeader, unit: String) {
        let prices = MoneyUnits.priceFields.filter(columns.has).map { header.names[columns[$0]] }
        for heading in prices where UnusedColumns.speaksOfIncrements(heading, isPrice: true) {
            ask("The heading '\(heading)'", "", unit)
        }
        for line in header.preamble where UnusedColumns.speaksOfIncrements(line.text) {
            ask("\(unit.prefix(1).uppercased())\(unit.dropFirst()) \(line.line)", line.text, unit)
        }
    }

    private mutating func ask(_ who: String, _ text: String, _ unit: String) {
        asksForIncrements = true
        questions.append(UnusedColumns.question(who, text))
    }

    static func question(_ who: String, _ text: String) -> String {
        "\(who) speaks of increments\(text.isEmpty ? "" : " ('\(text.prefix(80))')"), and no column states them: state them with "
            + "\(Choice(.increments)), such as \(Choice(.increments, "60/60"))."
    }

    /// `Billing increment: 60/60`, `Rates are billed per second`.
    static func speaksOfIncrements(_ text: String, isPrice: Bool = false) -> Bool {
        let unit = UnitText(text)
        let hasPair = text.split { !$0.isNumber && !"/-+".contains($0) }.contains { piece in
            guard piece.first?.isNumber == true, piece.last?.isNumber == true, !piece.hasPrefix("0"),
                piece.contains(where: { !$0.isNumber })
            else { return false }
            return (try? IncrementText(Array(piece.utf8).span))?.isPlausible == true
        }
        return unit.speaksOfIncrements ? hasPair || unit.hasTime : isPrice && hasPair
    }

    // MARK: - Fees and minimums

    private mutating func askForFee(_ column: ColumnValues, _ header: DeckHeader) {
        guard let value = column.values.first(where: \.isAmount) else { return }
        let number = column.position + 1
        let seen = "'\(value.text)' in \(column.unit) \(value.firstLine)"
        if column.words.contains(where: { $0.hasPrefix("attempt") }) {
            questions.append(
                "\(column.title) looks like a fee for each attempt, answered or not (\(seen)): take it for that with "
                    + "\(Choice(.column, "attempt_fee=#\(number)")), for the fee of each answered call with "
                    + "\(Choice(.column, "setup_fee=#\(number)")), or state \(Choice(.ignore, "'#\(number)'")).")
        } else if columns.has(.setupFee) {
            questions.append(
                "\(column.title) looks like a further fee (\(seen)), and a card has one for a call, that of column "
                    + "\(columns[.setupFee] + 1) ('\(header.names[columns[.setupFee]])'): state \(Choice(.ignore, "'#\(number)'")), or \(Choice(.column, "setup_fee=#\(number)"))"
                    + " instead.")
        } else {
            questions.append(
                "\(column.title) looks like a fee (\(seen)): take it for the fee of each answered call with \(Choice(.column, "setup_fee=#\(number)"))"
                    + ", or state \(Choice(.ignore, "'#\(number)'")).")
        }
    }

    private mutating func askForMinimum(_ column: ColumnValues) {
        guard let value = column.values.first(where: \.isAmount) else { return }
        let number = column.position + 1
        questions.append(
            "\(column.title) looks like a minimum ('\(value.text)' in \(column.unit) \(value.firstLine)): take it for seconds with "
                + "\(Choice(.column, "minimum_s=#\(number)")), for an amount with \(Choice(.column, "min_cost=#\(number)")), or state \(Choice(.ignore, "'#\(number)'"))"
                + ".")
    }

    // MARK: - States

    /// - Returns: whether the column is one of states, understood or asked about.
    private mutating func settleState(_ column: ColumnValues) -> Bool {
        let number = column.position + 1
        if let field = column.flagField {
            let flags = column.values.map { Flag.value($0.text) }
            if !columns.has(field), taken[field] == nil, !column.hasMany, flags.allSatisfy({ $0 != nil }) {
                taken[field] = column.position
            } else {
                questions.append(
                    "\(column.title) looks like a state (\(column.listed)): take it for it with \(Choice(.column, "status=#\(number)")), for "
                        + "an end with \(Choice(.column, "effective_to=#\(number)")), or state \(Choice(.ignore, "'#\(number)'"))."
                )
            }
            return true
        }
        let meanings = column.values.map { Notice(state: $0.text) }
        let telling = zip(column.values, meanings).first {
            $1 == .closed || $1 == .blocked || Notice.speaksOfClosing($0.text)
        }
        let isNamed =
            column.words.contains(where: ColumnValues.stateWords.contains) && !column.hasMany
            && (2...12).contains(column.values.count) && meanings.contains { $0 == nil }
        guard telling != nil || isNamed else { return false }
        let seen = telling.map { "'\($0.0.text)' in \(column.unit) \($0.0.firstLine)" } ?? column.listed
        questions.append(
            "\(column.title) looks like a state (\(seen)): take it for it with \(Choice(.column, "status=#\(number)")), or state \(Choice(.ignore, "'#\(number)'"))"
                + ".")
        return true
    }
}

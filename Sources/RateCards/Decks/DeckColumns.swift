internal import Vocabulary

/// Where in a deck's records each field stands, and what the headings of prices say.
struct DeckColumns {
    /// Position from 0 for each field in the order of `DeckField.allCases`; -1 = the file has no such column.
    private var positions: [Int]
    /// Fields whose column bears a synonym rather than the canonical name.
    private var renamed: Set<DeckField> = []
    /// What the heading of the price says; nil = nothing, as where a person named the column.
    private(set) var price: PriceHeading?
    /// Order of dates that the heading of the starts states, as `Effective Date (DD/MM/YYYY)` does.
    private(set) var dateOrder: ReadingSettings.DateOrder?
    /// Columns of prices by time band, which were stated; the first is that of the price a minute as well.
    private(set) var bandPrices: [(name: String, position: Int)] = []
    /// What cannot be decided here.
    private(set) var questions: [String] = []

    /// - Throws: `TableError` where a column is missing or named twice.
    init(_ header: DeckHeader, _ options: DeckOptions) throws(TableError) {
        try self.init(header.headings(options), line: header.line, options)
    }

    /// - Parameter line: where the headings stand.
    init(_ headings: Headings, line: Int, _ options: DeckOptions) throws(TableError) {
        positions = [Int](repeating: -1, count: DeckField.allCases.count)
        // Of columns of one name, those beside the price are meant.
        let order = [.prefix, .ratePerMinute] + DeckField.allCases.filter { $0 != .prefix && $0 != .ratePerMinute }
        for field in order {
            if field == .deckID, !options.groupsByDeckID { continue }
            if field == .ratePerMinute, options.part == .codes { continue }
            if field.isForeign, options.isCanonical { continue }
            if field.isFoundByValues, options.columnNames[field] == nil { continue }
            if let stated = options.columnNames[field] {
                let found = headings.positions(stated: stated)
                guard let position = found.first else {
                    throw DeckColumns.missing("'\(stated)'", headings, line, options)
                }
                if found.count > 1 { throw headings.repetition(found, line: line) }
                positions[field.index] = position
            } else if let position = try position(
                of: [TableHeader.normalised(field.rawValue)], field, headings, line)
            {
                positions[field.index] = position
            } else if let position = try found(field, headings, line, options) {
                positions[field.index] = position
                renamed.insert(field)
            } else if field.isRequired, options.part.needs(field),
                field != .ratePerMinute
                    || !DeckField.jurisdictionRates.contains(where: { headings.matches.contains($0.field) })
            {
                throw DeckColumns.missing("for '\(field.rawValue)'", headings, line, options)
            }
        }
        try takeBandPrices(headings, line, options)
        if has(.country), self[.country] == self[.destination] { positions[DeckField.country.index] = -1 }
        if has(.nextRate), self[.nextRate] == self[.ratePerMinute] { positions[DeckField.nextRate.index] = -1 }
        guard !options.isCanonical else { return }
        if has(.ratePerMinute) { price = headings.price(self[.ratePerMinute]) }
        let names = headings.names
        if has(.effectiveFrom) {
            let letters = names[self[.effectiveFrom]].lowercased().filter(\.isLetter)
            dateOrder = letters.contains("ddmm") ? .dmy : letters.contains("mmdd") ? .mdy : nil
        }
    }

    private mutating func takeBandPrices(
        _ headings: Headings, _ line: Int, _ options: DeckOptions
    ) throws(TableError) {
        guard let stated = options.settings.bandPrices, !options.isCanonical, options.part != .codes else { return }
        for (band, column) in stated.sorted(by: { $0.key < $1.key }) {
            let found = headings.positions(stated: column)
            guard let position = found.first else { throw DeckColumns.missing("'\(column)'", headings, line, options) }
            if found.count > 1 { throw headings.repetition(found, line: line) }
            bandPrices.append((band, position))
            if let unit = headings.price(position)?.unit, let main = headings.price(self[.ratePerMinute])?.unit,
                unit != main
            {
                questions.append(
                    "Columns \(headings.listed([self[.ratePerMinute], position])) have prices for different units: state one for "
                        + "both with \(Choice(.unit)), if that is what they are.")
            }
        }
        if has(.timeBand) {
            questions.append(
                "Column \(self[.timeBand] + 1) ('\(headings.names[self[.timeBand]])') names the time band of each row, and "
                    + "\(Choice(.bandPrice)) names columns: state one of them (\(Choice(.ignore, "'#\(self[.timeBand] + 1)'")))."
            )
        }
    }

    private mutating func found(
        _ field: DeckField, _ headings: Headings, _ line: Int, _ options: DeckOptions
    ) throws(TableError) -> Int? {
        guard !options.isCanonical else { return try position(of: field.synonyms, field, headings, line) }
        var candidates: [Int]
        switch field {
        case .prefix: candidates = headings.allPositions(of: Set(field.synonyms))
        case .ratePerMinute:
            let prices = headings.prices.filter { $0.heading.part != .next }
            let new = prices.filter(\.heading.isNew)
            candidates = (new.isEmpty ? prices : new).map(\.position)
            for position in headings.allPositions(of: Set(field.synonyms))
            where new.isEmpty && !candidates.contains(position) {
                candidates.append(position)
            }
        case .nextRate:
            let next = headings.prices.filter { $0.heading.part == .next }.map(\.position)
            candidates = headings.narrowed(next, toGroupOf: self[.ratePerMinute])
        default: return try position(of: field.synonyms, field, headings, line)
        }
        if candidates.isEmpty, field == .nextRate { return try position(of: field.synonyms, field, headings, line) }
        guard candidates.count > 1 else { return candidates.first }
        candidates.sort()
        let repeated = candidates.filter { headings.names[$0] == headings.names[candidates[0]] }
        if repeated.count > 1 { throw headings.repetition(repeated, line: line) }
        ask(candidates, field, headings)
        return candidates[0]
    }

    /// The column that carries the first of `accepted` that there is; of several, the one in the group of the price.
    private mutating func position(
        of accepted: [String], _ field: DeckField, _ headings: Headings, _ line: Int
    ) throws(TableError) -> Int? {
        let found = headings.narrowed(headings.positions(of: accepted), toGroupOf: self[.ratePerMinute])
        guard found.count > 1 else { return found.first }
        guard headings.areOfSeveralGroups(found) else { throw headings.repetition(found, line: line) }
        ask(found, field, headings)
        return found[0]
    }

    private mutating func ask(_ candidates: [Int], _ field: DeckField, _ headings: Headings) {
        let what = field == .prefix ? "prefix" : field == .ratePerMinute ? "price" : field.rawValue
        questions.append(
            "Columns \(headings.listed(candidates)) may each be the \(what): state which with "
                + "\(Choice(.column, "\(field.rawValue)=#\(candidates[0] + 1)")) or another number"
                + (field == .ratePerMinute ? headings.bandHint(candidates) : "") + ".")
    }

    /// The same with whole codes in a column of their own.
    func joined(prefixAt position: Int) -> DeckColumns {
        var columns = self
        columns.positions[DeckField.prefix.index] = position
        columns.positions[DeckField.prefixTo.index] = -1
        columns.positions[DeckField.countryCode.index] = -1
        return columns
    }

    /// The same with columns that were understood by what stands in them.
    func taking(_ taken: [DeckField: Int]) -> DeckColumns {
        var columns = self
        for (field, position) in taken { columns.positions[field.index] = position }
        return columns
    }

    /// -1 = the file has no such column.
    @inline(__always)
    subscript(field: DeckField) -> Int { positions[field.index] }

    func has(_ field: DeckField) -> Bool { self[field] >= 0 }

    func isRenamed(_ field: DeckField) -> Bool { renamed.contains(field) }

    var byField: [DeckField: Int] {
        Dictionary(uniqueKeysWithValues: DeckField.allCases.filter(has).map { ($0, self[$0]) })
    }

    private static func missing(
        _ what: String, _ headings: Headings, _ line: Int, _ options: DeckOptions
    ) -> TableError {
        var message = "no column \(what): the first line must name the columns, and it has \(headings.listed)"
        if !options.isCanonical {
            message =
                "no column \(what): the columns here are \(headings.listed). Name it with \(Choice(.column, "FIELD=NAME")); where the file "
                + "names no columns, state \(Choice(.headerRow, "0")) and their numbers, as in \(Choice(.column, "prefix=#1"))"
            message += headings.bandHint(Array(headings.names.indices))
            if options.part == .whole, what.contains(DeckField.prefix.rawValue), !headings.prices.isEmpty {
                message +=
                    ". Where the codes stand in another file, state it with \(Choice(.codes, "FILE")), or \(Choice(.codesSheet))"
            }
        }
        return TableError(.missingColumn, line: line, message: message)
    }
}

extension DeckField {
    /// Position in `allCases`.
    var index: Int {
        switch self {
        case .deckID: 0
        case .prefix: 1
        case .destination: 2
        case .effectiveFrom: 3
        case .effectiveTo: 4
        case .ratePerMinute: 5
        case .setupFee: 6
        case .initialSeconds: 7
        case .incrementSeconds: 8
        case .minimumSeconds: 9
        case .blocked: 10
        case .graceSeconds: 11
        case .graceMode: 12
        case .durationRounding: 13
        case .roundingDecimals: 14
        case .roundingMode: 15
        case .maximumCost: 16
        case .minimumCost: 17
        case .timeBand: 18
        case .origin: 19
        case .jurisdiction: 20
        case .interstateRate: 21
        case .intrastateRate: 22
        case .indeterminateRate: 23
        case .rateUnit: 24
        case .prefixTo: 25
        case .countryCode: 26
        case .country: 27
        case .status: 28
        case .currency: 29
        case .nextRate: 30
        case .discontinued: 31
        case .active: 32
        case .attemptFee: 33
        }
    }
}

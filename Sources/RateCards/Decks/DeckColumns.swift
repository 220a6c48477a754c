/// Where in a deck's records each field stands, and what the headings of prices say.
struct DeckColumns {
    /// Position from 0 for each field in the order of `DeckField.allCases`; -1 = the file has no such column.
    private var positions: [Int]
    /// Fields whose column bears a synonym rather than the canonical name.
    private var renamed: Set<DeckField> = []
    /// What the heading of the price says; nil = nothing, as where a person named the column.
    private(set) var price: PriceHeading?
    /// The heading of setup fees says cents.
    private(set) var hasSetupInCents = false
    /// Order of dates that the heading of the starts states, as `Effective Date (DD/MM/YYYY)` does.
    private(set) var dateOrder: ReadingSettings.DateOrder?
    /// What cannot be decided here.
    private(set) var questions: [String] = []

    /// - Parameters:
    ///   - names: the headings as written.
    ///   - line: where they stand.
    init(_ names: [String], line: Int, _ options: DeckOptions) throws(TableError) {
        let headings = Headings(names, line: line, isCanonical: options.isCanonical)
        positions = [Int](repeating: -1, count: DeckField.allCases.count)
        for field in DeckField.allCases {
            if field == .deckID, !options.groupsByDeckID { continue }
            if field.isForeign, options.isCanonical { continue }
            if let stated = options.columnNames[field] {
                guard let position = try headings.position(stated: stated) else {
                    throw DeckColumns.missing("'\(stated)'", headings, options)
                }
                positions[field.index] = position
            } else if let position = try headings.position(of: [TableHeader.normalised(field.rawValue)]) {
                positions[field.index] = position
            } else if let position = try found(field, headings, options) {
                positions[field.index] = position
                renamed.insert(field)
            } else if field.isRequired, field != .ratePerMinute || !DeckColumns.haveJurisdictionRates(names, options) {
                throw DeckColumns.missing("for '\(field.rawValue)'", headings, options)
            }
        }
        if has(.country), self[.country] == self[.destination] { positions[DeckField.country.index] = -1 }
        if has(.nextRate), self[.nextRate] == self[.ratePerMinute] { positions[DeckField.nextRate.index] = -1 }
        guard !options.isCanonical else { return }
        if has(.ratePerMinute) { price = PriceHeading(names[self[.ratePerMinute]]) }
        if has(.effectiveFrom) {
            let letters = names[self[.effectiveFrom]].lowercased().filter(\.isLetter)
            dateOrder = letters.contains("ddmm") ? .dmy : letters.contains("mmdd") ? .mdy : nil
        }
        if has(.setupFee) {
            let words = names[self[.setupFee]].lowercased().split { !$0.isLetter }
            hasSetupInCents = !words.allSatisfy { !["cent", "cents", "ct", "cts", "pence"].contains($0) }
        }
        if price?.isPerHundredOfWhat == true, options.settings.unit == nil {
            questions.append(
                "Column \(self[.ratePerMinute] + 1) ('\(names[self[.ratePerMinute]])') has prices per 100: of what? State "
                    + "--unit 100-minutes, --unit 100-seconds or --unit cents-per-minute.")
        }
    }

    /// Whether headings name what a deck cannot do without.
    static func areNamed(_ names: [String], _ options: DeckOptions) -> Bool {
        let matched = matches(names, options)
        return matched.contains(.prefix)
            && (matched.contains(.ratePerMinute) || DeckField.jurisdictionRates.contains { matched.contains($0.field) })
    }

    private static func haveJurisdictionRates(_ names: [String], _ options: DeckOptions) -> Bool {
        let matched = matches(names, options)
        return DeckField.jurisdictionRates.contains { matched.contains($0.field) }
    }

    /// Fields that headings name, however often.
    static func matches(_ names: [String], _ options: DeckOptions) -> Set<DeckField> {
        let normalised = Set(names.map(TableHeader.normalised))
        var matched: Set<DeckField> = []
        for field in DeckField.allCases {
            if let stated = options.columnNames[field] {
                let isThere =
                    Headings.number(stated).map { names.indices.contains($0) }
                    ?? normalised.contains(TableHeader.normalised(stated))
                if isThere { matched.insert(field) }
            } else if !normalised.isDisjoint(with: Headings.accepted[field.index])
                || (field == .ratePerMinute && !options.isCanonical && names.contains { PriceHeading($0) != nil })
            {
                matched.insert(field)
            }
        }
        return matched
    }

    private mutating func found(
        _ field: DeckField, _ headings: Headings, _ options: DeckOptions
    ) throws(TableError) -> Int? {
        guard !options.isCanonical else { return try headings.position(of: field.synonyms) }
        var candidates: [Int]
        switch field {
        case .prefix: candidates = headings.positions(of: field.synonyms)
        case .ratePerMinute:
            let prices = headings.prices.filter { $0.heading.part != .next }
            let new = prices.filter(\.heading.isNew)
            candidates = (new.isEmpty ? prices : new).map(\.position)
            for position in headings.positions(of: field.synonyms) where new.isEmpty && !candidates.contains(position) {
                candidates.append(position)
            }
        case .nextRate: candidates = headings.prices.filter { $0.heading.part == .next }.map(\.position)
        default: return try headings.position(of: field.synonyms)
        }
        if candidates.isEmpty, field == .nextRate { return try headings.position(of: field.synonyms) }
        guard candidates.count > 1 else { return candidates.first }
        candidates.sort()
        let repeated = candidates.filter { headings.normalised[$0] == headings.normalised[candidates[0]] }
        if repeated.count > 1 { throw headings.repetition(repeated) }
        let listed = candidates.map { "\($0 + 1) ('\(headings.names[$0])')" }.joined(separator: ", ")
        questions.append(
            "Columns \(listed) may each be the \(field == .prefix ? "prefix" : "price"): state which with --column "
                + "\(field.rawValue)=#\(candidates[0] + 1) or another number.")
        return candidates[0]
    }

    /// -1 = the file has no such column.
    @inline(__always)
    subscript(field: DeckField) -> Int { positions[field.index] }

    func has(_ field: DeckField) -> Bool { self[field] >= 0 }

    func isRenamed(_ field: DeckField) -> Bool { renamed.contains(field) }

    var byField: [DeckField: Int] {
        Dictionary(uniqueKeysWithValues: DeckField.allCases.filter(has).map { ($0, self[$0]) })
    }

    private static func missing(_ what: String, _ headings: Headings, _ options: DeckOptions) -> TableError {
        var message = "no column \(what): the first line must name the columns, and it has \(headings.listed)"
        if !options.isCanonical {
            message =
                "no column \(what): the columns here are \(headings.listed). Name it with --column FIELD=NAME; where the file "
                + "names no columns, state --header-row 0 and their numbers, as in --column prefix=#1"
        }
        return TableError(.missingColumn, line: headings.line, message: message)
    }
}

/// The headings of a deck, by name.
private struct Headings {
    let names: [String]
    let normalised: [String]
    let line: Int
    private let isCanonical: Bool

    init(_ names: [String], line: Int, isCanonical: Bool) {
        self.names = names
        self.line = line
        self.isCanonical = isCanonical
        normalised = names.map(TableHeader.normalised)
    }

    /// All names of each field, in the order of `DeckField.allCases`.
    static let accepted: [Set<String>] = DeckField.allCases.map {
        Set([TableHeader.normalised($0.rawValue)] + $0.synonyms)
    }

    /// Names of fields that are no prices a minute.
    private static let namesOfOthers = Set(
        DeckField.allCases.filter { $0 != .ratePerMinute && $0 != .nextRate }.flatMap { accepted[$0.index] })

    var listed: String { names.map { "'\($0)'" }.joined(separator: ", ") }

    /// Columns of prices, from the left; those that are known by name as another field are none.
    var prices: [(position: Int, heading: PriceHeading)] {
        names.indices.compactMap { position in
            guard !Headings.namesOfOthers.contains(normalised[position]) else { return nil }
            return PriceHeading(names[position]).map { (position, $0) }
        }
    }

    /// `#3` as the position 2.
    static func number(_ stated: String) -> Int? {
        guard stated.hasPrefix("#"), let number = Int(stated.dropFirst()), number >= 1 else { return nil }
        return number - 1
    }

    /// The column of a heading as a person states it: its words, or its number.
    func position(stated: String) throws(TableError) -> Int? {
        if let number = Headings.number(stated) { return names.indices.contains(number) ? number : nil }
        let exact = names.indices.filter { names[$0] == stated }
        if exact.count == 1 { return exact[0] }
        let name = TableHeader.normalised(stated)
        return name.isEmpty ? nil : try position(of: [name])
    }

    /// The column that carries the first of `accepted` that there is.
    func position(of accepted: [String]) throws(TableError) -> Int? {
        for name in accepted {
            let found = names.indices.filter { normalised[$0] == name }
            guard let first = found.first else { continue }
            if found.count > 1 { throw repetition(found) }
            return first
        }
        return nil
    }

    /// Every column that carries one of `accepted`.
    func positions(of accepted: [String]) -> [Int] { names.indices.filter { accepted.contains(normalised[$0]) } }

    func repetition(_ positions: [Int]) -> TableError {
        var message =
            "columns \(positions[0] + 1) and \(positions[1] + 1) are both called '\(names[positions[0]])'; remove one"
        if !isCanonical { message += ", or name the column by its number with --column FIELD=#\(positions[0] + 1)" }
        return TableError(.repeatedColumn, line: line, message: message)
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
        }
    }
}

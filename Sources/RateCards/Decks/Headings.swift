internal import Vocabulary

/// The headings of a deck, by name: of one row, or of two that belong together.
struct Headings {
    let names: [String]
    /// By which each column may be known, the surest first; of one row, its own name.
    private let forms: [[String]]
    private let pair: HeaderPair?
    /// For each column which group it stands in; empty = the header has one row.
    private let groups: [Int]
    private let isCanonical: Bool
    private let stated: [DeckField: String]
    private let part: DeckPart
    /// Columns that were stated to mean nothing.
    private let ignored: Set<Int>

    init(_ names: [String], _ options: DeckOptions) {
        self.names = names
        let ignored = Headings.ignored(names, options)
        self.ignored = ignored
        forms = names.enumerated().map { ignored.contains($0) ? [""] : [TableHeader.normalised($1)] }
        pair = nil
        groups = []
        isCanonical = options.isCanonical
        stated = options.columnNames
        part = options.part
    }

    init(_ pair: HeaderPair, _ options: DeckOptions) {
        names = pair.names
        let ignored = Headings.ignored(names, options)
        self.ignored = ignored
        forms = names.indices.map { ignored.contains($0) ? [""] : pair.forms($0) }
        self.pair = pair
        groups = pair.groups
        isCanonical = options.isCanonical
        stated = options.columnNames
        part = options.part
    }

    var hasGroups: Bool { !groups.isEmpty }

    var listed: String { names.map { "'\($0)'" }.joined(separator: ", ") }

    /// As sentences name some of them: `3 ('Peak / Rate'), 5 ('Off-peak / Rate')`.
    func listed(_ positions: [Int]) -> String {
        positions.map { "\($0 + 1) ('\(names[$0])')" }.joined(separator: ", ")
    }

    /// What a column says about prices; nil = it has none.
    func price(_ position: Int) -> PriceHeading? {
        if isCanonical || ignored.contains(position) { return nil }
        return pair.map { $0.price(position) } ?? PriceHeading(names[position])
    }

    /// The unit that a column states, with the group in which it stands.
    func unit(_ position: Int) -> UnitText { UnitText(pair.map { $0.text(position) } ?? names[position]) }

    private static func ignored(_ names: [String], _ options: DeckOptions) -> Set<Int> {
        let stated = options.settings.ignoredColumns ?? []
        guard !stated.isEmpty, !options.isCanonical else { return [] }
        return Set(
            names.indices.filter { position in
                stated.contains { name in
                    if let number = Headings.number(name) { return number == position }
                    let plain = TableHeader.normalised(name)
                    return names[position] == name || !plain.isEmpty && TableHeader.normalised(names[position]) == plain
                }
            })
    }

    func isIgnored(_ position: Int) -> Bool { ignored.contains(position) }

    /// Columns of prices, from the left; those that are known by name as another field are none.
    var prices: [(position: Int, heading: PriceHeading)] {
        names.indices.compactMap { position in
            guard !DeckField.namesOfOthers.contains(forms[position][0]) else { return nil }
            return price(position).map { (position, $0) }
        }
    }

    /// `#3` as the position 2.
    static func number(_ stated: String) -> Int? {
        guard stated.hasPrefix("#"), let number = Int(stated.dropFirst()), number >= 1 else { return nil }
        return number - 1
    }

    /// The columns of a heading as a person states it: its words, or its number.
    func positions(stated: String) -> [Int] {
        if let number = Headings.number(stated) { return names.indices.contains(number) ? [number] : [] }
        let exact = names.indices.filter { names[$0] == stated }
        if exact.count == 1 { return exact }
        let name = TableHeader.normalised(stated)
        return name.isEmpty ? [] : positions(of: [name])
    }

    /// The columns that carry the first of `accepted` that there is, by the surest form.
    func positions(of accepted: [String]) -> [Int] {
        for form in 0..<(forms.map(\.count).max() ?? 0) {
            for name in accepted {
                let found = forms.indices.filter { form < forms[$0].count && forms[$0][form] == name }
                if !found.isEmpty { return found }
            }
        }
        return []
    }

    /// Every column that carries one of `accepted`, by the surest form.
    func allPositions(of accepted: Set<String>) -> [Int] {
        for form in 0..<(forms.map(\.count).max() ?? 0) {
            let found = forms.indices.filter { form < forms[$0].count && accepted.contains(forms[$0][form]) }
            if !found.isEmpty { return found }
        }
        return []
    }

    /// Those in the group of another column, if some are.
    func narrowed(_ positions: [Int], toGroupOf other: Int) -> [Int] {
        guard hasGroups, other >= 0 else { return positions }
        let own = positions.filter { groups[$0] == groups[other] }
        return own.isEmpty ? positions : own
    }

    /// Whether a column stands in the group of another price than that of `price`, to which it belongs.
    func isOfOtherPrice(_ position: Int, than price: Int) -> Bool {
        guard hasGroups, price >= 0, groups[position] != groups[price] else { return false }
        return prices.contains { groups[$0.position] == groups[position] }
    }

    /// Whether columns of one name stand in groups that differ.
    func areOfSeveralGroups(_ positions: [Int]) -> Bool {
        hasGroups && Set(positions.map { groups[$0] }).count == positions.count
    }

    /// How to take several columns as prices by time of day; empty where fewer than two speak of it.
    func bandHint(_ positions: [Int]) -> String {
        let bands = positions.compactMap { position in
            Headings.bandName(names[position]).map { (name: $0, number: position + 1) }
        }
        guard bands.count > 1, Set(bands.map(\.name)).count == bands.count else { return "" }
        let options = bands.map { "\(Choice(.bandPrice, "\($0.name)=#\($0.number)"))" }.joined(separator: " ")
        return "; or take prices by time of day with \(options)"
    }

    private static func bandName(_ heading: String) -> String? {
        let words = heading.lowercased().split { !$0.isLetter }.map(String.init)
        if words.contains("offpeak") || words.contains("off") && words.contains("peak") { return "off_peak" }
        return ["peak", "weekend", "night", "evening", "day", "economy", "holiday"].first(where: words.contains)
    }

    func firstPosition(of field: DeckField) -> Int? {
        if let name = stated[field] { return positions(stated: name).first }
        return allPositions(of: DeckField.accepted[field.index]).first
    }

    /// Fields that headings name, however often.
    var matches: Set<DeckField> {
        var matched: Set<DeckField> = []
        for field in DeckField.allCases {
            if firstPosition(of: field) != nil || (field == .ratePerMinute && stated[field] == nil && !prices.isEmpty) {
                matched.insert(field)
            }
        }
        return matched
    }

    /// Whether they name what a deck, or its part, cannot do without.
    var areOfDeck: Bool {
        if part != .whole, names.count(where: { !$0.isEmpty }) < 2 { return false }
        if part.needs(.prefix), firstPosition(of: .prefix) == nil { return false }
        guard part.needs(.ratePerMinute) else { return true }
        return firstPosition(of: .ratePerMinute) != nil || stated[.ratePerMinute] == nil && !prices.isEmpty
            || DeckField.jurisdictionRates.contains { firstPosition(of: $0.field) != nil }
    }

    func repetition(_ positions: [Int], line: Int) -> TableError {
        var message =
            "columns \(positions[0] + 1) and \(positions[1] + 1) are both called '\(names[positions[0]])'; remove one"
        if !isCanonical {
            message += ", or name the column by its number with \(Choice(.column, "FIELD=#\(positions[0] + 1)"))"
        }
        return TableError(.repeatedColumn, line: line, message: message)
    }
}

extension DeckField {
    /// All names of each field, in the order of `allCases`.
    static let accepted: [Set<String>] = allCases.map { Set([TableHeader.normalised($0.rawValue)] + $0.synonyms) }

    private static let names = Set(accepted.joined())

    /// Names of fields that are no prices a minute.
    fileprivate static let namesOfOthers = Set(
        allCases.filter { $0 != .ratePerMinute && $0 != .nextRate }.flatMap { accepted[$0.index] })

    /// Whether a normalised heading names some field.
    static func isName(_ normalised: String) -> Bool { names.contains(normalised) }
}

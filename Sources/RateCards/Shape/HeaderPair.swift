/// Two rows that name the columns together: groups above, and what stands in them below, or units below the names.
///
///     Destination |      | Peak |           | Off-peak |           Code | Name | Rate    | Increment
///     Name        | Code | Rate | Increment | Rate     | Increment      |      | USD/min | s
struct HeaderPair {
    let upper: [String]
    let lower: [String]
    /// For each column the one under whose upper cell it stands: its own, or the nearest to the left of a blank one; -1 = none.
    let groups: [Int]

    init(upper: [String], lower: [String]) {
        let count = max(upper.count, lower.count)
        let blank = { (names: [String]) in names + [String](repeating: "", count: count - names.count) }
        self.upper = blank(upper)
        self.lower = blank(lower)
        var group = -1
        groups = self.upper.indices.map { column in
            if !blank(upper)[column].isEmpty { group = column }
            return group
        }
    }

    /// `Peak / Rate`, or the one of them that there is.
    var names: [String] {
        let plain = lower.map(TableHeader.normalised)
        return lower.indices.map { column in
            let (above, below) = (upper[column], lower[column])
            if below.isEmpty || above == below { return above }
            if !above.isEmpty { return "\(above) / \(below)" }
            // A blank above continues the group to its left where the name below says too little alone.
            let isRepeated = plain.count { $0 == plain[column] } > 1
            guard isRepeated || !DeckField.isName(plain[column]), groups[column] >= 0 else { return below }
            return "\(upper[groups[column]]) / \(below)"
        }
    }

    /// By which a column may be known, normalised, the surest first.
    func forms(_ column: Int) -> [String] {
        let below = lower[column]
        guard !below.isEmpty else { return [TableHeader.normalised(upper[column])] }
        var forms: [String] = []
        for above in [upper[column], groups[column] >= 0 ? upper[groups[column]] : ""] {
            forms += [TableHeader.normalised(above + below), TableHeader.normalised(below + above)]
        }
        forms.append(TableHeader.normalised(below))
        // `Billing` over `s`: what stands below names nothing.
        if HeaderPair.units.contains(forms[forms.count - 1]) { forms.append(TableHeader.normalised(upper[column])) }
        return forms
    }

    private static let units: Set<String> = [
        "s", "sec", "secs", "seconds", "inseconds", "text", "digits", "number", "utc", "gmt", "ddmmyyyy", "mmddyyyy",
        "yyyymmdd",
    ]

    /// Both rows of a column, the upper one that of its group.
    func text(_ column: Int) -> String {
        let above = groups[column] >= 0 ? upper[groups[column]] : ""
        return lower[column].isEmpty ? upper[column] : "\(above) \(lower[column])"
    }

    /// What a column says about prices; nil = it has none.
    func price(_ column: Int) -> PriceHeading? {
        guard !lower[column].isEmpty else { return PriceHeading(upper[column]) }
        let above = groups[column] >= 0 ? upper[groups[column]] : ""
        if let heading = PriceHeading("\(above) \(lower[column])") ?? PriceHeading(lower[column]) { return heading }
        // `Rate` over `Peak`: a price of some calls, which is asked about where there are several.
        return DeckField.isName(TableHeader.normalised(lower[column])) ? nil : PriceHeading(above)
    }

    // MARK: - Whether two rows are a pair

    /// Whether the row above a header belongs to it: it names what the header leaves open, tells columns of one name apart, or
    /// says what the prices are.
    static func adds(upper: [String], to lower: [String], _ options: DeckOptions) -> Bool {
        guard isWordy(upper), isWordy(lower), upper.count <= lower.count, !isTitle(upper, above: lower) else {
            return false
        }
        let pair = HeaderPair(upper: upper, lower: lower)
        let alone = Headings(lower, options)
        let both = Headings(pair, options)
        if both.matches.count > alone.matches.count { return true }
        let plain = lower.map(TableHeader.normalised)
        for name in Set(plain) where DeckField.isName(name) || PriceHeading(name) != nil {
            let columns = plain.indices.filter { plain[$0] == name }
            if columns.count > 1, Set(columns.map { pair.groups[$0] }).count == columns.count { return true }
        }
        return lower.indices.contains { column in
            guard let price = PriceHeading(lower[column]), let whole = pair.price(column) else { return false }
            return whole != price && (price.unit != whole.unit || price.currency != whole.currency)
        }
    }

    /// A single text over the first column, which has a name of its own, is no group but a line before the header.
    private static func isTitle(_ upper: [String], above lower: [String]) -> Bool {
        !upper[0].isEmpty && upper.dropFirst().allSatisfy(\.isEmpty) && !lower[0].isEmpty
    }

    /// Whether the row below a header goes on with it: units and currencies under the names, or names under groups. A row of the
    /// deck has a code where the header has one.
    static func continues(upper: [String], with lower: [String], _ options: DeckOptions) -> Bool {
        guard isWordy(lower), lower.count <= upper.count else { return false }
        let alone = Headings(upper, options)
        let pair = HeaderPair(upper: upper, lower: lower)
        guard let code = alone.firstPosition(of: .prefix), pair.lower[code].isEmpty || isVertical(pair, code) else {
            return false
        }
        let both = Headings(pair, options)
        guard both.matches.isSuperset(of: [.prefix]) else { return false }
        if both.matches.count > alone.matches.count { return true }
        let prices = alone.prices.map(\.position)
        if prices.contains(where: { isUnit(pair.lower[$0]) && pair.price($0) != nil }) { return true }
        // Several names under one group of prices.
        return prices.contains { price in
            let below = pair.groups.indices.filter { pair.groups[$0] == price && !pair.lower[$0].isEmpty }
            return below.count > 1
        }
    }

    private static func isVertical(_ pair: HeaderPair, _ column: Int) -> Bool {
        pair.lower[column] == pair.upper[column]
            || ["digits", "number", "numbers", "prefix", "code", "text"].contains(
                pair.lower[column].lowercased().filter(\.isLetter))
    }

    /// Nothing but words for units and currencies.
    private static func isUnit(_ text: String) -> Bool {
        guard !text.isEmpty, let heading = PriceHeading("price \(text)") else { return false }
        return heading.unit != nil || heading.currency != nil || heading.isPerHundredOfWhat
    }

    /// Headings have letters, and hardly a digit; codes, prices and dates do not look like that.
    static func isWordy(_ names: [String]) -> Bool {
        var hasOne = false
        for name in names where !name.isEmpty {
            let digits = name.count(where: \.isNumber)
            guard name.contains(where: \.isLetter), digits <= 3, name.count <= 60 else { return false }
            hasOne = true
        }
        return hasOne
    }
}

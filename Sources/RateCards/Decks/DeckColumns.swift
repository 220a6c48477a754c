/// Where in a deck's records each field stands.
struct DeckColumns {
    /// Position from 0 for each field in the order of `DeckField.allCases`; -1 = the file has no such column.
    private let positions: [Int]
    /// Fields whose column bears a synonym rather than the canonical name.
    private let renamed: Set<DeckField>

    init(_ header: TableHeader, _ options: DeckOptions) throws(TableError) {
        var positions: [Int] = []
        var renamed: Set<DeckField> = []
        let hasJurisdictionRates = try DeckColumns.hasJurisdictionRates(header, options)
        for field in DeckField.allCases {
            if field == .deckID, !options.groupsByDeckID {
                positions.append(-1)
                continue
            }
            let canonical = TableHeader.normalised(field.rawValue)
            if let stated = options.columnNames[field] {
                guard let position = try header.position(of: [TableHeader.normalised(stated)]) else {
                    throw DeckColumns.missing("'\(stated)'", header)
                }
                positions.append(position)
            } else if let position = try header.position(of: [canonical]) {
                positions.append(position)
            } else if let position = try header.position(of: field.synonyms) {
                positions.append(position)
                renamed.insert(field)
            } else if field.isRequired, !(field == .ratePerMinute && hasJurisdictionRates) {
                throw DeckColumns.missing("for '\(field.rawValue)'", header)
            } else {
                positions.append(-1)
            }
        }
        self.positions = positions
        self.renamed = renamed
    }

    /// -1 = the file has no such column.
    @inline(__always)
    subscript(field: DeckField) -> Int { positions[field.index] }

    func has(_ field: DeckField) -> Bool { self[field] >= 0 }

    func isRenamed(_ field: DeckField) -> Bool { renamed.contains(field) }

    var byField: [DeckField: Int] {
        Dictionary(uniqueKeysWithValues: DeckField.allCases.filter(has).map { ($0, self[$0]) })
    }

    private static func hasJurisdictionRates(_ header: TableHeader, _ options: DeckOptions) throws(TableError) -> Bool {
        for (field, _) in DeckField.jurisdictionRates {
            if options.columnNames[field] != nil { return true }
            let names = [TableHeader.normalised(field.rawValue)] + field.synonyms
            if try header.position(of: names) != nil { return true }
        }
        return false
    }

    private static func missing(_ what: String, _ header: TableHeader) -> TableError {
        TableError(
            .missingColumn, line: header.line,
            message: "no column \(what): the first line must name the columns, and it has \(header.listed)")
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
        case .rateUnitSeconds: 24
        }
    }
}

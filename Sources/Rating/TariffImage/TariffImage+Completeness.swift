import CallRecords

// What an image holds of a tariff, so that nothing is lost without a word.

extension TariffImage {
    /// The stored properties that are written, by type. `RateTable.Packed`, `RatePlan`, `VariantGroup`, `PartyTable.Slot`, `DIDTable.Slot`,
    /// `DIDTable.Span` and `Prefix` are written as they lie in memory, with whatever is in them.
    static let savedProperties: [String: Set<String>] = [
        "Tariff": [
            "trie", "decks", "rates", "terms", "groups", "variants", "settings", "references", "sell", "buy",
            "dids", "looksUpUnanswered",
        ],
        "PrefixTrie": ["direct", "nodes", "prefixes"],
        "DeckTables": ["rowOfZone", "rows", "count"],
        "RateTable": ["packed", "plans", "nexts", "prices"],
        "PartyTable": ["slots", "mask", "parties", "decks", "spans"],
        "DIDTable": ["slots", "mask", "spans"],
        "Party": ["account", "isNamedByRecords", "partnerID", "productID", "zone", "currency", "assignments"],
        "Assignment": ["fromMicros", "toMicros", "deck"],
        "RatingTerms": [
            "durationRounding", "graceMode", "graceSeconds", "roundingDecimals", "roundingMode", "maximumCostNanos",
            "minimumCostNanos", "attemptFeeNanos",
        ],
        "TermsRecord": ["terms", "currency"],
        "RateVariant": ["timeBand", "origin", "jurisdiction"],
        "DeckSettings": ["bandCalendars", "origins", "currency"],
        "BandCalendar": ["fromMicros", "splits", "zone", "windows", "holidayDays"],
        "Window": ["days", "fromSecond", "toSecond", "band"],
        "ZoneOffsets": ["changes", "offsets"],
        "OriginTable": ["prefixes", "groups"],
        "RatingReferences": ["states", "exchangeRates", "zones"],
        "StateTable": ["codes", "states"],
        "ExchangeRates": ["rates", "daysMax"],
        "ExchangeRate": ["from", "to", "effectiveDay", "picos"],
    ]

    /// A value of each of these types, to see what properties it has.
    static func parts(of tariff: Tariff) -> [Any] {
        [
            tariff, tariff.trie, tariff.decks, tariff.rates, tariff.sell, tariff.dids,
            Party(account: [], assignments: []),
            Assignment(deck: 0),
            RatingTerms.standard, TermsRecord(terms: .standard, currency: -1), RateVariant.any, DeckSettings(),
            BandCalendar(zone: .utc, windows: [], holidayDays: []),
            BandCalendar.Window(days: 0, fromSecond: 0, toSecond: 0, band: 0), ZoneOffsets.utc, OriginTable.empty,
            tariff.references, StateTable.empty, ExchangeRates.empty,
            ExchangeRate(from: 0, to: 0, effectiveDay: 0, picos: 1),
        ]
    }

    static func requireThatAllIsSaved(_ tariff: Tariff) throws(TariffImageError) {
        for part in parts(of: tariff) {
            let type = "\(Swift.type(of: part))"
            let missing = unsaved(of: type, properties: properties(of: part))
            guard missing.isEmpty else {
                throw TariffImageError(
                    .notSaved,
                    "This tariff cannot be saved: a file would lose \(missing.joined(separator: ", ")) of \(type)")
            }
        }
    }

    /// Properties of a type that are not written, sorted.
    static func unsaved(of type: String, properties: [String]) -> [String] {
        Set(properties).subtracting(savedProperties[type] ?? []).sorted()
    }

    /// Names of the stored properties of a value.
    static func properties(of value: Any) -> [String] { Mirror(reflecting: value).children.compactMap(\.label) }

    /// A number that differs where what is written has other fields or sizes.
    static let layoutMark: UInt64 = {
        let rate = RateTable.Packed(price: 0, planAndDigits: 0, destination: 0, id: 0)
        let plan = RatePlan(
            RateRecord(
                effectiveFromMicros: 0, effectiveToMicros: 0, nanosPerMinute: 0, setupFeeNanos: 0, initialSeconds: 0,
                incrementSeconds: 1, minimumSeconds: 0, next: -1, destination: -1, id: -1, terms: 0, isBlocked: false,
                prefixCount: 1))
        let slot = PartyTable.Slot()
        var text = "radix \(PrefixTrie.radix) direct \(PrefixTrie.directDigits) decks \(DeckTables.decksPerRow);"
        text += layout(
            of: rate, size: MemoryLayout<RateTable.Packed>.size, stride: MemoryLayout<RateTable.Packed>.stride)
        text += layout(of: plan, size: MemoryLayout<RatePlan>.size, stride: MemoryLayout<RatePlan>.stride)
        text += layout(of: slot, size: MemoryLayout<PartyTable.Slot>.size, stride: MemoryLayout<PartyTable.Slot>.stride)
        let number = DIDTable.Slot()
        text += layout(
            of: number, size: MemoryLayout<DIDTable.Slot>.size, stride: MemoryLayout<DIDTable.Slot>.stride)
        let span = DIDTable.Span(
            fromMicros: 0, toMicros: 0, sellParty: 0, sellDeck: 0, buyParty: 0, buyDeck: 0)
        text += layout(of: span, size: MemoryLayout<DIDTable.Span>.size, stride: MemoryLayout<DIDTable.Span>.stride)
        let group = VariantGroup(firstRate: 0, firstVariant: 0, count: 0, deck: 0)
        text += layout(of: group, size: MemoryLayout<VariantGroup>.size, stride: MemoryLayout<VariantGroup>.stride)
        text += "Prefix \(MemoryLayout<Prefix>.size);"
        // What is written field by field has another form as well once it has other fields.
        for (type, properties) in savedProperties.sorted(by: { $0.key < $1.key }) {
            text += "\(type): \(properties.sorted().joined(separator: ", "));"
        }
        // FNV-1a: short, and the same everywhere.
        return text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }()

    private static func layout(of value: Any, size: Int, stride: Int) -> String {
        let fields = Mirror(reflecting: value).children.map { "\($0.label ?? "") \(type(of: $0.value))" }
        return "\(type(of: value)) \(size) \(stride): \(fields.joined(separator: ", "));"
    }
}

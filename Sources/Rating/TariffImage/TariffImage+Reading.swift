import Money

extension TariffImage {
    /// The tariff in an image, which it uses where it lies.
    ///
    /// Linear in the image's size, at about the speed of memory.
    ///
    /// - Parameters:
    ///   - image: aligned to 64 bytes; it must stay as it is for as long as `owner` lives.
    ///   - owner: kept alive by the tariff.
    /// - Throws: `TariffImageError` for an image that is not whole, not of this format, or not consistent.
    package static func open(
        _ image: UnsafeRawBufferPointer, owner: AnyObject
    ) throws(TariffImageError) -> (tariff: Tariff, facts: TariffFacts) {
        let reader = unsafe try TariffImageReader(image, owner: owner)
        var names = ByteReader(try reader.bytes(.destinations))
        let destinations = names.list { $0.bytes() }
        guard names.isAtEnd else { throw .inconsistent("destinations") }
        guard let facts = TariffFacts(bytes: try reader.bytes(.facts), destinations: destinations) else {
            throw .inconsistent("facts")
        }
        let tariff = try tariff(of: reader)
        try tariff.requireConsistency(facts)
        return (tariff, facts)
    }

    private static func tariff(of reader: TariffImageReader) throws(TariffImageError) -> Tariff {
        var settings = ByteReader(try reader.bytes(.terms))
        let looksUpUnanswered = settings.integer() != 0
        let deckCount = Int(settings.integer())
        let terms = settings.list { $0.terms() }
        guard settings.isAtEnd else { throw .inconsistent("terms") }
        var decksReader = ByteReader(try reader.bytes(.deckSettings))
        let deckSettings = decksReader.list { $0.deckSettings() }
        guard decksReader.isAtEnd else { throw .inconsistent("deckSettings") }
        var referencesReader = ByteReader(try reader.bytes(.references))
        guard let references = referencesReader.references(), referencesReader.isAtEnd else {
            throw .inconsistent("references")
        }
        let trie = PrefixTrie(
            direct: try reader.table(.trieDirect, of: UInt32.self),
            nodes: try reader.table(.trieNodes, of: UInt32.self),
            prefixes: try reader.array(.triePrefixes, of: Prefix.self))
        let decks = DeckTables(
            rowOfZone: try reader.table(.zoneRows, of: UInt32.self), rows: try reader.table(.rows, of: Int32.self),
            count: deckCount)
        let rates = RateTable(
            packed: try reader.table(.rates, of: RateTable.Packed.self),
            plans: try reader.table(.ratePlans, of: RatePlan.self),
            nexts: try reader.table(.nextRates, of: Int32.self),
            prices: try reader.table(.largePrices, of: Int64.self))
        return Tariff(
            trie: trie, decks: decks, rates: rates, terms: try all(terms, of: .terms),
            groups: try reader.array(.variantGroups, of: VariantGroup.self),
            variants: try all(reader.array(.variants, of: StoredVariant.self).map(\.variant), of: .variants),
            settings: try all(deckSettings, of: .deckSettings), references: references,
            sell: try parties(slots: .sellSlots, parties: .sellParties, of: reader),
            buy: try parties(slots: .buySlots, parties: .buyParties, of: reader),
            dids: DIDTable(
                slots: try reader.table(.didSlots, of: DIDTable.Slot.self),
                spans: try reader.table(.didSpans, of: DIDTable.Span.self)),
            looksUpUnanswered: looksUpUnanswered)
    }

    /// What was read, unless some of it was not what it should be.
    private static func all<Item>(_ items: [Item?], of section: TariffSection) throws(TariffImageError) -> [Item] {
        let found = items.compactMap(\.self)
        guard found.count == items.count else { throw .inconsistent("\(section)") }
        return found
    }

    private static func parties(
        slots: TariffSection, parties: TariffSection, of reader: TariffImageReader
    ) throws(TariffImageError) -> PartyTable {
        var records = ByteReader(try reader.bytes(parties))
        let list = records.list { $0.party() }
        guard records.isAtEnd else { throw .inconsistent("\(parties)") }
        return PartyTable(slots: try reader.table(slots, of: PartyTable.Slot.self), parties: list)
    }
}

extension ByteReader {
    fileprivate mutating func party() -> Party {
        var party = Party(
            account: bytes(), isNamedByRecords: integer() != 0, partnerID: int32(),
            productID: Int16(truncatingIfNeeded: integer()), zone: int32(),
            currency: int32(), assignments: [])
        party.assignments = list { reader in
            Assignment(fromMicros: reader.integer(), toMicros: reader.integer(), deck: reader.int32())
        }
        return party
    }

    /// Nil where the settings are none that a rate can have.
    fileprivate mutating func terms() -> TermsRecord? {
        let currency = int32()
        var terms = RatingTerms()
        let rounding = RatingTerms.DurationRounding(rawValue: UInt8(truncatingIfNeeded: integer()))
        let graceMode = RatingTerms.GraceMode(rawValue: UInt8(truncatingIfNeeded: integer()))
        terms.graceSeconds = int32()
        terms.roundingDecimals = UInt8(truncatingIfNeeded: integer())
        let mode = RoundingMode(rawValue: UInt8(truncatingIfNeeded: integer()))
        let (maximum, minimum, attempt) = (integer(), integer(), integer())
        guard let rounding, let graceMode, let mode, terms.roundingDecimals <= 6, terms.graceSeconds >= 0,
            maximum >= -1, minimum >= -1, attempt >= 0
        else { return nil }
        terms.durationRounding = rounding
        terms.graceMode = graceMode
        terms.roundingMode = mode
        terms.maximumCostNanos = maximum < 0 ? nil : maximum
        terms.minimumCostNanos = minimum < 0 ? nil : minimum
        terms.attemptFeeNanos = attempt
        return TermsRecord(terms: terms, currency: currency)
    }
}

extension PrefixTrie {
    fileprivate init(direct: AlignedTable<UInt32>, nodes: AlignedTable<UInt32>, prefixes: [Prefix]) {
        self.direct = direct
        self.nodes = nodes
        self.prefixes = prefixes
    }
}

extension PartyTable {
    fileprivate init(slots: AlignedTable<Slot>, parties: [Party]) {
        self.slots = slots
        self.parties = parties
        decks = parties.map(\.onlyDeck)
        spans = DeckSpans(parties)
        mask = UInt64(truncatingIfNeeded: slots.count &- 1)
    }
}

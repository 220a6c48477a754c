internal import CallRecords
internal import Catalog
internal import Database
internal import Files
internal import Postgres
internal import Rating
internal import Vocabulary

/// What a compiled catalog is made of, apart from the rates.
struct CatalogSources {
    /// Which version prices calls, half open, in UTC microseconds.
    private struct Reach {
        let versionID: CardVersionID
        let fromMicros: Int64
        let toMicros: Int64
    }

    private struct TimelineKey: Hashable {
        let partnerID: Int32
        let side: String
        let productID: Int16
    }

    private struct Account {
        let side: String
        let value: String
        let partnerID: Int32
        let productID: Int16
        let zone: Int32
        let currency: Int32
    }

    private var timelines: [TimelineKey: [Reach]] = [:]
    private var accounts: [Account] = []
    private(set) var zoneNames: [String] = []
    private(set) var currencies: [String] = []
    /// Versions that price anything, ascending.
    private(set) var versionIDs: [CardVersionID] = []
    /// How many rates each of them has.
    private(set) var rateCounts: [CardVersionID: Int] = [:]
    private(set) var hash: [UInt8] = []
    /// Of each version its card's.
    private(set) var cardSettings: [CardVersionID: CardSettings] = [:]
    private let numbers: DIDSources
    private let references: ReferenceSources
    /// By which exchange rates calls are converted; they are no part of the hash.
    var exchange: ExchangeBasis { references.exchange }

    init(entityID: EntityID, exchange: ExchangeBasis, on connection: Connection) throws {
        // Every text that goes in ends in a byte that none of them holds.
        var digested = "tariff 3 of entity \(entityID)\0"
        var versions: Set<CardVersionID> = []
        for row in try connection.run(query: "tariff_timeline", ["entity_id": .id(entityID)]) {
            let key = TimelineKey(
                partnerID: try row.narrow("partner_id"), side: try row.string("side"),
                productID: try row.narrow("product_id"))
            let reach = Reach(
                versionID: try row.id("version_id"), fromMicros: try row.int("from_micros"),
                toMicros: try row.optionalInt("to_micros") ?? .max)
            timelines[key, default: []].append(reach)
            versions.insert(reach.versionID)
            rateCounts[reach.versionID] = Int(try row.int("rates"))
            digested += "\(key.partnerID) \(key.side) \(key.productID) \(reach.versionID) \(reach.fromMicros) "
            digested += "\(reach.toMicros) \(try row.string("content_hash"))\0"
        }
        versionIDs = versions.sorted()
        var zoneIndices: [String: Int32] = [:]
        var currencyIndices: [String: Int32] = [:]
        for row in try connection.run(query: "tariff_accounts", ["entity_id": .id(entityID)]) {
            let account = Account(
                side: try row.string("side"), value: try row.string("value"),
                partnerID: try row.narrow("partner_id"), productID: try row.narrow("product_id"),
                zone: CatalogSources.index(of: try row.string("billing_zone"), &zoneIndices, &zoneNames),
                currency: CatalogSources.index(of: try row.string("currency"), &currencyIndices, &currencies))
            accounts.append(account)
            digested += "\(account.side)\0\(account.value)\0\(account.partnerID) \(account.productID) "
            digested += "\(zoneNames[Int(account.zone)]) \(currencies[Int(account.currency)])\0"
        }
        numbers = try DIDSources(entityID: entityID, connection)
        for entry in numbers.entries {
            // Those of their parties get numbers, too.
            let supplier = entry.holder.supplier
            for name in [entry.holder.zone, supplier?.zone].compactMap(\.self) {
                _ = CatalogSources.index(of: name, &zoneIndices, &zoneNames)
            }
            for name in [entry.holder.currency, supplier?.currency].compactMap(\.self) {
                _ = CatalogSources.index(of: name, &currencyIndices, &currencies)
            }
        }
        digested += numbers.digested
        var cards: [CardID: CardSettings] = [:]
        for row in try connection.run(query: "tariff_cards", ["version_ids": .ids(versionIDs)]) {
            let cardID: CardID = try row.id("card_id")
            if cards[cardID] == nil {
                cards[cardID] = try CardSettings(
                    cardID: cardID, currency: try row.string("currency"), zone: try row.string("zone"),
                    currencies: &currencies, hasBands: try row.bool("has_bands"),
                    hasOrigins: try row.bool("has_origins"), connection)
                digested += cards[cardID]?.digested ?? ""
            }
            cardSettings[try row.id("version_id")] = cards[cardID]
        }
        references = try ReferenceSources(currencies: currencies, exchange, connection)
        digested += references.digested
        hash = SHA256.digest(of: Array(digested.utf8))
    }

    /// What prices depend on beside all cards; `zones` are those of the partners.
    func references(zones: [ZoneOffsets]) -> RatingReferences {
        RatingReferences(states: references.states, exchangeRates: references.exchangeRates, zones: zones)
    }

    /// Adds the parties of both sides, and the numbers of customers.
    ///
    /// - Parameters:
    ///   - decks: indices of the versions in the tariff.
    ///   - zones: those of `zoneNames`.
    func addParties(to builder: Tariff.Builder, decks: [CardVersionID: Int32], zones: [ZoneOffsets]) throws {
        var assignments: [TimelineKey: [Assignment]] = [:]
        for (key, timeline) in timelines {
            assignments[key] = timeline.compactMap { reach in
                decks[reach.versionID].map {
                    Assignment(fromMicros: reach.fromMicros, toMicros: reach.toMicros, deck: $0)
                }
            }
        }
        for account in accounts {
            let key = TimelineKey(partnerID: account.partnerID, side: account.side, productID: account.productID)
            let party = Party(
                account: Array(account.value.utf8), partnerID: account.partnerID, productID: account.productID,
                zone: account.zone, currency: account.currency, assignments: assignments[key] ?? [])
            builder.addParty(party, side: account.side == Side.sell.name ? .sell : .buy)
        }
        try addNumbers(to: builder, assignments, zones)
    }

    /// One party for all numbers of a customer and product, and of a supplier who is paid for calls: one who has a card of
    /// the product. Others are paid by the month at most.
    private func addNumbers(
        to builder: Tariff.Builder, _ assignments: [TimelineKey: [Assignment]], _ zones: [ZoneOffsets]
    ) throws {
        var parties: [TimelineKey: Int32] = [:]
        func party(_ key: TimelineKey, _ code: String, zone: String, currency: String) -> Int32 {
            if let known = parties[key] { return known }
            let party = Party(
                account: Array(code.utf8), isNamedByRecords: false, partnerID: key.partnerID, productID: key.productID,
                zone: Int32(zoneNames.firstIndex(of: zone)!), currency: Int32(currencies.firstIndex(of: currency)!),
                assignments: assignments[key] ?? [])
            let index = builder.addParty(party, side: key.side == Side.sell.name ? .sell : .buy)
            parties[key] = index
            return index
        }
        let spans = try numbers.spans { zones[zoneNames.firstIndex(of: $0)!] }
        for (entry, span) in zip(numbers.entries, spans) {
            let holder = entry.holder
            let customer = TimelineKey(
                partnerID: holder.partnerID, side: Side.sell.name, productID: holder.productID)
            var did = DID(
                number: Array(entry.number.utf8), fromMicros: span.lowerBound, toMicros: span.upperBound,
                sellParty: party(customer, holder.code, zone: holder.zone, currency: holder.currency))
            if let supplier = holder.supplier {
                let key = TimelineKey(
                    partnerID: supplier.partnerID, side: Side.buy.name, productID: holder.productID)
                if timelines[key] != nil {
                    did.buyParty = party(key, supplier.code, zone: supplier.zone, currency: supplier.currency)
                }
            }
            builder.addDID(did)
        }
    }

    /// The offsets of `zoneNames`.
    func zones() throws -> [ZoneOffsets] {
        try zoneNames.map { name in
            guard let offsets = TimeZones.offsets(name) else {
                throw Refusal.zoneIsNotInstalled(name)
            }
            return offsets
        }
    }

    private static func index(of name: String, _ indices: inout [String: Int32], _ names: inout [String]) -> Int32 {
        if let index = indices[name] { return index }
        let index = Int32(names.count)
        indices[name] = index
        names.append(name)
        return index
    }
}

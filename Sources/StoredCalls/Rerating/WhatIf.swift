internal import CallRecords
internal import CallStore
internal import Catalog
package import Database
internal import Files
package import Postgres
package import RateBook
internal import Rating
import Synchronization
package import Vocabulary

/// What margin stored calls would have made if a deck had been in force in place of a card; nothing is stored.
///
/// The calls are those of parties to whom the card was assigned at their start, at their last revision: what they bring and
/// cost as they are stored, and with the side of the card priced by the deck.
package struct WhatIf: Sendable {
    package struct Result: Sendable {
        package var difference = MarginDifference()
        /// From the first read to the last.
        package var seconds = 0.0

        package init() {}
    }

    private let database: Database
    private let card: WhatIfCard
    private let tariff: Tariff
    /// Of the agreements, by partner: their currencies, by numbers of `currencies`.
    private let partners: [Int32: Int32]
    private let currencies: [String]
    private let exchangeRates: ExchangeRates

    /// - Throws: `Refusal` where the card is assigned to nobody.
    package init(
        _ database: Database, entityID: EntityID, card: WhatIfCard, deck: WhatIfDeck, exchange: ExchangeBasis,
        _ connection: Connection
    ) throws {
        self.database = database
        self.card = card
        let agreements = try LoadPlan.partnerCurrencies(entityID, connection)
        var currencies = Set(agreements.values).sorted()
        let settings = try CardSettings(
            cardID: card.id, currency: card.currency, zone: card.zone, currencies: &currencies, connection)
        self.currencies = currencies
        partners = agreements.mapValues { [currencies] in Int32(currencies.firstIndex(of: $0)!) }
        let references = try ReferenceSources(currencies: currencies, exchange, connection)
        exchangeRates = references.exchangeRates
        let builder = Tariff.Builder(looksUpUnanswered: false)
        var names = settings.names
        let index = try builder.addDeck(deck.inForce(&names), settings: settings.settings)
        let rows = try connection.run(query: "what_if_parties", ["card_id": .id(card.id)])
        guard !rows.isEmpty else {
            throw Refusal(
                .conflict, "ratecard.assigned_to_nobody",
                "The card is assigned to nobody, so no call would be priced by the deck")
        }
        var zones: [String] = []
        var parties: [Party] = []
        for row in rows {
            let zone = try row.string("billing_zone")
            if !zones.contains(zone) { zones.append(zone) }
            let currency = try row.string("currency")
            var party = Party(
                account: [], isNamedByRecords: false, partnerID: try row.narrow("partner_id"),
                productID: try row.narrow("product_id"),
                zone: Int32(zones.firstIndex(of: zone)!), currency: Int32(currencies.firstIndex(of: currency)!),
                assignments: [])
            if let last = parties.last, last.partnerID == party.partnerID, last.productID == party.productID {
                party = parties.removeLast()
            }
            party.assignments.append(
                Assignment(
                    fromMicros: try row.optionalInt("from_micros") ?? .min,
                    toMicros: try row.optionalInt("to_micros") ?? .max, deck: index))
            parties.append(party)
        }
        for party in parties { builder.addParty(party, side: card.side) }
        let offsets = try zones.map { name in
            guard let offsets = TimeZones.offsets(name) else {
                throw Refusal.zoneIsNotInstalled(name)
            }
            return offsets
        }
        tariff = try builder.build(
            references: RatingReferences(
                states: references.states, exchangeRates: references.exchangeRates, zones: offsets))
    }

    /// Adds the calls of one switch.
    package func run(
        _ scope: RerateScope, switchID: Int16, options: Rerating.Options, into result: inout Result,
        onProgress: @escaping @Sendable (Rerating.Progress) -> Void
    ) throws {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        let start = ContinuousClock.now
        let selection = try CallSelection(scope, switchID: switchID, unitRows: options.unitRows, connection)
        let total = Mutex(MarginDifference())
        let progress = Mutex(Rerating.Progress(units: 0, unitsInAll: selection.units.count, calls: 0))
        let sweep = StoredCallSweep(
            database: database, scope: scope, selection: selection, threads: options.threads)
        try sweep.run { reader, next in
            var trial = Trial(self, scope, options.limits)
            while let unit = next() {
                try reader.read(unit) { trial.add($0) }
                trial.finish()
                let calls = trial.callsRead
                progress.withLock {
                    $0.units += 1
                    $0.calls += calls
                    onProgress($0)
                }
                trial.callsRead = 0
            }
            let difference = trial.difference
            total.withLock { $0.add(difference) }
        }
        result.difference.add(total.withLock { $0 })
        result.seconds += (ContinuousClock.now - start) / .seconds(1)
    }

    /// Prices calls by the deck, in batches.
    private struct Trial {
        let whatIf: WhatIf
        let scope: RerateScope
        let limits: LoadLimits
        let parties: PartyIndex
        private let chargesAttempts: Bool
        private let text = StoredCallText()
        private var batch: [CallRow] = []
        private var results = [RatedCall](repeating: RatedCall(), count: CallParser.batchSize)
        private(set) var difference = MarginDifference()
        private var comparison: CurrencyComparison
        var callsRead: Int64 = 0

        init(_ whatIf: WhatIf, _ scope: RerateScope, _ limits: LoadLimits) {
            self.whatIf = whatIf
            self.scope = scope
            self.limits = limits
            parties = PartyIndex(whatIf.tariff)
            chargesAttempts = whatIf.tariff.chargesAttempts
            comparison = CurrencyComparison(whatIf.exchangeRates)
            batch.reserveCapacity(CallParser.batchSize)
        }

        mutating func add(_ row: CallRow) {
            callsRead += 1
            let side = row.side(whatIf.card.side)
            // A call of zero seconds brings and costs nothing but the fees for attempts of either deck.
            guard row.durationNanos != 0 || chargesAttempts || side.micros != 0, parties[side, whatIf.card.side] != nil,
                isWithin(row)
            else { return }
            batch.append(row)
            if batch.count == CallParser.batchSize { finish() }
        }

        mutating func finish() {
            defer { batch.removeAll(keepingCapacity: true) }
            let side = whatIf.card.side
            let parties = parties
            text.rate(batch, by: whatIf.tariff, into: &results) { row in
                let party = parties[row.side(side), side] ?? KnownParties.notApplicable
                return side == .sell
                    ? KnownParties(sell: party, buy: KnownParties.notApplicable)
                    : KnownParties(sell: KnownParties.notApplicable, buy: party)
            } account: { _, _ in
                []
            }
            for index in batch.indices {
                limits.hold(&results[index], durationNanos: batch[index].durationNanos)
                let rated = side == .sell ? results[index].sell : results[index].buy
                // Not assigned at the start of the call.
                guard rated.party >= 0, rated.reason != .noCard else { continue }
                let row = batch[index]
                count(row, side, rated)
            }
        }

        private mutating func count(_ row: CallRow, _ side: Side, _ rated: RatedSide) {
            let sell = row.sell.partnerID.flatMap { whatIf.partners[$0] }
            let buy = row.buy.partnerID.flatMap { whatIf.partners[$0] }
            var factor: ExchangeFactor? = ExchangeFactor.none
            if let sell, let buy, let day = row.sell.billingDay ?? row.buy.billingDay {
                factor = comparison.factor(from: buy, to: sell, onDay: day)
            }
            difference.count(
                row, side, rated, factor: factor, sellCurrency: sell.map { whatIf.currencies[Int($0)] } ?? "",
                buyCurrency: buy.map { whatIf.currencies[Int($0)] } ?? "")
        }

        private func isWithin(_ row: CallRow) -> Bool {
            if let partner = scope.partnerID?.rawValue, row.sell.partnerID != partner, row.buy.partnerID != partner {
                return false
            }
            if let destination = scope.destinationID, row.sell.destinationID != destination,
                row.buy.destinationID != destination
            {
                return false
            }
            return true
        }
    }
}

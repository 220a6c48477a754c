internal import CallRecords
package import Postgres
package import Rating
import Synchronization

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
    private let card: (id: Int32, side: Side)
    private let tariff: Tariff
    private let currencies: [Int32: String]

    /// - Parameter rates: the deck; of each prefix the first rate is taken to have been in force from the beginning.
    /// - Throws: `LoadError` where the card is assigned to nobody, or in another currency than an agreement.
    package init(
        _ database: Database, entityID: Int16, card: (id: Int32, side: Side, currency: String), rates: [Rate],
        _ connection: Connection
    ) throws {
        self.database = database
        self.card = (card.id, card.side)
        currencies = try LoadPlan.partnerCurrencies(entityID, connection)
        let builder = Tariff.Builder(looksUpUnanswered: false)
        let deck = try builder.addDeck(WhatIf.inForce(rates))
        let rows = try connection.run(query: "what_if_parties", ["card_id": .int(Int64(card.id))])
        guard !rows.isEmpty else {
            throw LoadError(
                .inconsistent,
                "The card is assigned to nobody, so no call would be priced by the deck; `didtron ratecard "
                    + "assign` assigns it")
        }
        var parties: [String: Party] = [:]
        for row in rows {
            let account = try row.string("value")
            let currency = try row.string("currency")
            guard currency == card.currency else {
                throw LoadError(
                    .inconsistent,
                    "The card is in \(card.currency) and settled in \(currency) with the partner of account \(account): "
                        + "a deck can be tried in the currency of the agreements only")
            }
            let assignment = Assignment(
                fromMicros: try row.optionalInt("from_micros") ?? .min,
                toMicros: try row.optionalInt("to_micros") ?? .max,
                deck: deck)
            let party = Party(
                account: Array(account.utf8), partnerID: Int32(truncatingIfNeeded: try row.int("partner_id")),
                productID: Int16(truncatingIfNeeded: try row.int("product_id")), assignments: [])
            parties[account, default: party].assignments.append(assignment)
        }
        for party in parties.values { builder.addParty(party, side: card.side) }
        tariff = try builder.build()
    }

    private static func inForce(_ rates: [Rate]) -> [Rate] {
        var first: [Prefix: Int] = [:]
        for (index, rate) in rates.enumerated() {
            guard let known = first[rate.prefix] else {
                first[rate.prefix] = index
                continue
            }
            if rate.effectiveFromMicros < rates[known].effectiveFromMicros { first[rate.prefix] = index }
        }
        var rates = rates
        for index in first.values { rates[index].effectiveFromMicros = .min }
        return rates
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
            var trial = Trial(self, scope)
            while let unit = next() {
                try reader.read(unit) { trial.take($0) }
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
        let parties: PartyIndex
        private let text = StoredCallText()
        private var batch: [CallRow] = []
        private var results = [RatedCall](repeating: RatedCall(), count: CallParser.batchSize)
        private(set) var difference = MarginDifference()
        var callsRead: Int64 = 0

        init(_ whatIf: WhatIf, _ scope: RerateScope) {
            self.whatIf = whatIf
            self.scope = scope
            parties = PartyIndex(whatIf.tariff)
            batch.reserveCapacity(CallParser.batchSize)
        }

        mutating func take(_ row: CallRow) {
            callsRead += 1
            let side = row.side(whatIf.card.side)
            // A call of zero seconds brings and costs nothing by any deck.
            guard row.durationNanos != 0, parties[side, whatIf.card.side] != nil, isWithin(row) else { return }
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
                let rated = side == .sell ? results[index].sell : results[index].buy
                // Not assigned at the start of the call.
                guard rated.party >= 0, rated.reason != .noCard else { continue }
                let row = batch[index]
                difference.count(
                    row, side, isPriced: rated.state == .priced, micros: rated.amountMicros,
                    sellCurrency: row.sell.partnerID.flatMap { whatIf.currencies[$0] } ?? "",
                    buyCurrency: row.buy.partnerID.flatMap { whatIf.currencies[$0] } ?? "")
            }
        }

        private func isWithin(_ row: CallRow) -> Bool {
            if let partner = scope.partnerID, row.sell.partnerID != partner, row.buy.partnerID != partner {
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

import ArgumentParser
internal import Catalog
internal import Database
import Money
import Operations
internal import Postgres
internal import RateBook
import RateCards
import Rating
internal import StoredCalls
internal import Vocabulary

/// How the deck of a what-if is to be read, where it does not say so itself.
struct WhatIfDeckOptions: ParsableArguments {
    @Option(help: "With --what-if: order of dates in the deck such as 01/10/2026: dmy or mdy.")
    var dateFormat: DeckOptions.DateOrder?

    @Option(
        help: ArgumentHelp(
            "With --what-if: increments where the deck states none; 1/1 by default.", valueName: "initial/further")
    )
    var increments: IncrementsArgument?

    @Option(
        name: .customLong("column"),
        help: ArgumentHelp(
            "With --what-if: take a column of the deck for a field, such as rate_per_min=Voice.",
            valueName: "column=meaning"))
    var columns: [ColumnArgument] = []

    @OptionGroup(title: "Deck of --what-if") var answers: DeckAnswerOptions

    @Option(
        help: ArgumentHelp(
            "With --what-if: currency of the deck; that of the card by default.", valueName: "code"))
    var currency: Currency?

    @Flag(help: "With --what-if: take the deck without its refused rows; calls to their codes have no price then.")
    var acceptRefusals = false
}

/// Tries a deck in place of a card.
struct WhatIfRun {
    let run: RerateRun
    let scope: RerateScope
    let deck: WhatIfDeckOptions

    func report(_ path: String, _ connection: Connection) throws -> WhatIfReport {
        guard let cardID = scope.cardID else { throw ValidationError("--what-if needs --card.") }
        let card = try connection.run(query: "rate_card_by_id", ["card_id": .id(cardID)]).only()
        let zone = try card.string("zone")
        let currency = try deck.currency?.code ?? card.string("currency")
        let reading = try read(path, zone: zone, currency: currency)
        // A shorter code must not price what a refused row is for.
        var sheet = RateSheet(reading)
        sheet.refused.treatment = .block
        let whole = sheet.succeeding(RateSheet(rates: [], names: sheet.names), atMicros: .min)
        let side: Side = try card.string("side") == Side.sell.name ? .sell : .buy
        let entityID: EntityID = try card.id("entity_id")
        let whatIf = try WhatIf(
            run.database, entityID: entityID,
            card: WhatIfCard(id: cardID, side: side, currency: currency, zone: zone),
            deck: WhatIfDeck(rates: whole.rates) { [names = whole.names] variant in
                let name = VariantName(variant, names)
                return (name.timeBand, name.origin)
            }, exchange: ExchangeBasis.present(connection), connection)
        var scope = scope
        // All calls of the card's parties, whatever priced them.
        scope.cardID = nil
        var result = WhatIf.Result()
        var options = run.options
        options.limits = try run.limits()
        for source in try run.sources() where source.entityID == entityID {
            try whatIf.run(
                scope, switchID: source.switchID, options: options, into: &result, onProgress: run.onProgress)
        }
        return try WhatIfReport(
            result, scope: self.scope, card: card.string("name"), side: side,
            rates: sheet.rates.count, refusals: reading.refusals.map(\.description), connection)
    }

    private func read(_ path: String, zone: String, currency: String) throws -> DeckReading {
        guard let clock = ZoneClock.clock(of: zone) else { throw Refusal.zoneIsUnknown(zone) }
        var options = DeckOptions()
        options.utcMicros = clock
        deck.answers.apply(to: &options.settings)
        options.dateOrder = deck.dateFormat
        options.currency = currency
        if let increments = deck.increments {
            options.increments = .init(initial: increments.initial, further: increments.further)
        }
        for column in deck.columns { options.columnNames[column.field] = column.name }
        let reading = try InputFile.named(path) {
            try DeckReader.read(DeckFile(InputFile.bytes(of: path, max: DeckLimits.bytes)), options: options)
        }
        guard reading.questions.isEmpty else { throw FileRefused(path: path, reasons: reading.questions) }
        let rates = reading.decks.first?.rates ?? []
        guard reading.refusals.isEmpty || (deck.acceptRefusals && !rates.isEmpty) else {
            throw FileRefused(path: path, reasons: reading.refusals.map(\.description))
        }
        guard reading.decks.allSatisfy({ $0.kept.count == 0 }) else {
            throw FileRefused(
                path: path, reasons: ["codes keep the price of the version before, which a what-if does not look up"])
        }
        guard !rates.isEmpty else { throw FileRefused(path: path, reasons: ["there are no rates in it"]) }
        return reading
    }
}

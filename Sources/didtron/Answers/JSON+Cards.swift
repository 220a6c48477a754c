// Answers of the subject, from what its target gives.

import Contracts
internal import Postgres
internal import RateBook
import RateCards

extension JSON.DeckImport {
    init(_ found: RateCardReport) {
        self.init(
            card: found.card, side: found.side, currency: found.currency, source: found.source,
            state: found.state.rawValue, version: found.version, effectiveAt: found.effectiveFrom, rows: found.rows,
            blankRows: found.blankRows, rates: found.rates, keptPrices: found.keptPrices,
            refusals: found.refusals.map(JSON.RefusedRow.init), undefined: found.undefined,
            comparedWith: found.comparedWith, comparedStage: found.comparedStage.map(JSONText.stage),
            counts: found.counts, difference: found.difference.map(JSON.RateChange.init),
            comparisons: found.comparisons.map(JSON.DeckComparison.init),
            notice: found.notice.map(JSON.NoticeCheck.init), margin: found.margin.map { JSON.MarginEffect($0) },
            implausible: found.implausible, keptRates: found.keptRates, withdrawn: found.withdrawn,
            replaces: found.replaces, assignedTo: found.assignedTo, notes: found.notes,
            ignoredColumns: found.ignoredColumns, inspection: found.inspection.map { JSON.DeckInspection($0) },
            questions: found.questions, madeEntity: found.madeEntity
        )
    }
}

extension JSON.RefusedRow {
    init(_ found: RowRefusal) {
        self.init(
            file: found.file, line: found.line, column: found.column == 0 ? nil : found.column,
            field: found.field.isEmpty ? nil : found.field, reason: found.reason, text: found.text
        )
    }
}

extension JSON.RateChange {
    init(_ found: RateDifference.Entry) {
        self.init(
            kind: found.kind.rawValue, prefix: found.prefix, destination: found.destination, variant: found.variant,
            fromNanosPerMinute: found.fromNanos, toNanosPerMinute: found.toNanos, isBlocked: found.to == "blocked",
            effectiveAt: JSONText.present(found.effectiveFrom), increments: found.increments,
            setupFeeNanos: JSONText.nanos(price: found.fee), details: found.details, keepsNotice: found.keepsNotice
        )
    }
}

extension JSON.DeckComparison {
    init(_ found: RateCardReport.Comparison) {
        self.init(
            version: found.version, stage: JSONText.stage(found.stage), effectiveAt: found.effectiveFrom,
            counts: found.counts, difference: found.difference.map(JSON.RateChange.init)
        )
    }
}

extension JSON.NoticeCheck {
    init(_ found: RateBook.NoticeCheck) {
        self.init(
            partner: found.partner, kind: found.kind, days: found.days, earliestAt: found.earliest, kept: found.kept,
            broken: found.broken, examples: found.examples
        )
    }
}

extension JSON.MarginEffect {
    init(_ found: RateBook.MarginEffect) {
        self.init(
            currency: found.currency, side: found.side, firstOn: found.firstOn, endOn: found.endOn,
            otherCurrencies: JSONText.list(found.otherCurrencies), total: JSON.MarginLine(found.total),
            destinations: found.destinations.map(JSON.MarginLine.init),
            prefixes: found.prefixes.map(JSON.MarginLine.init)
        )
    }
}

extension JSON.MarginLine {
    init(_ found: RateBook.MarginEffect.Line) {
        self.init(
            destination: found.destination, prefix: found.prefix, billedS: found.billedSeconds,
            lostS: found.lostSeconds, beforeMicros: found.beforeMicros, afterMicros: found.afterMicros,
            otherMicros: found.otherMicros, marginBeforeMicros: found.marginBeforeMicros,
            marginAfterMicros: found.marginAfterMicros, beforeNanosPerMinute: found.beforeNanos,
            afterNanosPerMinute: found.afterNanos
        )
    }
}

extension JSON.DeckInspection {
    init(_ found: RateCards.DeckInspection) {
        self.init(
            shape: JSON.DeckShape(found.shape), samples: found.samples.map(JSON.DeckSample.init),
            examples: found.examples, rows: found.rows, rowsTaken: found.rowsTaken, rates: found.rates,
            keptCodes: found.keptCodes, refusedRows: found.refusedRows, blankRows: found.blankRows,
            omittedRows: found.omittedRows, otherRows: found.otherRows,
            refusalReasons: found.refusalReasons.map(JSON.RefusalReason.init), assumptions: found.assumptions,
            questions: found.questions
        )
    }
}

extension JSON.RefusalReason {
    init(_ found: RateCards.DeckInspection.Reason) {
        self.init(field: found.field, reason: found.reason, rows: found.rows, firstLine: found.firstLine)
    }
}

extension JSON.DeckShape {
    init(_ found: RateCards.DeckShape) {
        self.init(
            form: found.form.rawValue, encoding: found.encoding?.rawValue, hasByteOrderMark: found.hasByteOrderMark,
            delimiter: found.delimiter?.rawValue, sheet: found.sheet, headerLine: found.headerLine,
            headerRows: found.headerRows, preambleRows: found.preambleRows,
            columns: found.columns.map(JSON.DeckColumn.init), unit: found.unit.name, currency: found.currency
        )
    }
}

extension JSON.DeckColumn {
    init(_ found: RateCards.DeckShape.Column) {
        self.init(number: found.number, heading: found.heading, field: found.field)
    }
}

extension JSON.DeckSample {
    init(_ found: RateCards.DeckSample) {
        self.init(
            line: found.line, codes: found.codes, codeCount: found.codeCount, destination: found.destination,
            rateNanosPerMinute: JSONText.nanos(price: found.ratePerMinute), keepsPrice: found.keepsPrice,
            setupFeeNanos: JSONText.nanos(price: found.setupFee), increments: found.increments,
            effectiveAt: found.effectiveFrom, endsAt: found.effectiveTo
        )
    }
}

extension JSON.RateCard: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            card: row.string("card"), side: row.string("side"), currency: row.string("currency"),
            zone: row.string("zone"), version: row.optionalInt("version"),
            effectiveAt: row.optionalString("effective_from"), rates: row.optionalInt("rates"),
            drafts: row.int("drafts"), partners: row.int("partners"), entity: row.string("entity")
        )
    }
}

extension JSON.CardEvent: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            at: row.string("at"), actor: row.string("actor"), act: row.string("act"),
            version: row.optionalInt("version"), detail: row.string("detail"), before: row.optionalString("before"),
            reason: row.optionalString("reason"), actID: row.int("act_id")
        )
    }
}

extension JSON.CardComparison {
    init(_ found: SupplierComparison) {
        self.init(
            cards: found.cards, currency: found.currency, sources: found.sources.map(JSON.PriceSource.init),
            at: found.at, lines: found.lines.map { JSON.ComparedPrefix($0, cards: found.cards) },
            cheapest: zip(found.cards, found.cheapest).map { JSON.CheapestCount(card: $0, prefixes: $1) },
            unpriced: found.unpriced
        )
    }
}

extension JSON.PriceSource {
    init(_ found: SupplierSource) {
        self.init(
            card: found.card, version: found.version, currency: found.currency,
            exchange: found.exchange.map {
                JSON.PriceExchange(
                    from: $0.from, to: $0.to, rate: $0.rate, effectiveOn: $0.effectiveOn, usedOn: $0.usedOn)
            })
    }
}

extension JSON.RateNotice {
    init(_ found: RateChangeNotice) {
        self.init(
            card: found.card, customer: found.customer, currency: found.currency, version: found.version,
            follows: found.after, changes: found.changes.map(JSON.RateChange.init)
        )
    }
}

extension JSON.TimeBandsImported {
    init(_ found: TimeBandImport.Report) {
        self.init(
            card: found.card, windows: found.windows, splits: found.splits, effectiveAt: found.effectiveFrom,
            isUnchanged: found.isUnchanged, notes: found.notes
        )
    }
}

extension JSON.TimeBandSet {
    init(_ found: RateBook.TimeBandSet) {
        self.init(
            effectiveAt: found.effectiveFrom, splits: found.splits,
            windows: found.joinedWindows.map { JSON.TimeBandWindow(timeBand: $0.name, window: $0.window.text) }
        )
    }
}

extension JSON.Holiday: RowAnswer {
    init(_ row: Row) throws {
        try self.init(holidayOn: row.string("holiday_on"), name: row.optionalString("name"))
    }
}

extension JSON.Origin: RowAnswer {
    init(_ row: Row) throws {
        try self.init(origin: row.string("origin"), prefix: row.string("prefix"))
    }
}

extension JSON.NumberState: RowAnswer {
    init(_ row: Row) throws {
        try self.init(code: row.string("code"), state: row.string("state"))
    }
}

extension JSON.ExchangeRate: RowAnswer {
    init(_ row: Row) throws {
        try self.init(
            fromCurrency: row.string("from_currency"), toCurrency: row.string("to_currency"),
            effectiveOn: row.string("effective_on"), rate: row.string("rate"), revision: row.int("revision"),
            knownAt: row.string("known_at"), correctedBy: row.optionalInt("corrected_by"),
            reason: row.optionalString("reason")
        )
    }
}

extension JSON.TariffFile {
    init(_ found: TariffReport) {
        self.init(
            file: found.file, bytes: found.bytes, hash: found.hash, compiledAt: found.compiledAt,
            program: found.program, source: found.source,
            decks: found.decks.map { JSON.TariffDeck(deck: $0.deck, rates: $0.rates) }, rates: found.rates,
            prefixes: found.prefixes, destinations: found.destinations, customers: found.customers,
            suppliers: found.suppliers, dids: found.dids, zones: found.zones, currencies: found.currencies
        )
    }
}

internal import Calendar
internal import CallRecords
internal import CallStore
internal import Catalog
internal import Money
internal import Postgres
internal import RateBook
internal import Rating
internal import Vocabulary

/// The price of one side of a stored call, derived anew: which rates there are, which of them the call is for, and the
/// arithmetic.
struct PriceDerivation {
    private(set) var candidates: [SideExplanation.Candidate] = []
    private(set) var kinds: [String] = []
    private(set) var steps: [String] = []
    /// Nil where there is no price.
    private(set) var amountMicros: Int64?
    private(set) var billedSeconds: Int64 = 0

    private let card: CardSettings
    private let references: ReferenceSources
    private var names: VariantNumbers
    private var rates: [Rate] = []

    init(
        of call: CallRow, _ side: CallSide, versionID: CardVersionID, cardID: CardID, cardCurrency: String,
        cardZone: String,
        agreementCurrency: String, exchange basis: ExchangeBasis, _ connection: Connection
    ) throws {
        var currencies = [agreementCurrency]
        card = try CardSettings(
            cardID: cardID, currency: cardCurrency, zone: cardZone, currencies: &currencies, connection)
        references = try ReferenceSources(currencies: currencies, basis, connection)
        names = card.names
        let kind = card.settings.variant(
            atMicros: call.startMicros, calling: call.calling.number ?? -1, called: call.called.number ?? -1,
            routing: call.routing ?? -1, states: references.states)
        try readCandidates(of: call, versionID: versionID, kind, connection)
        describe(kind, call)
        guard let taken = candidates.firstIndex(where: \.isTaken) else {
            steps = ["no rate fits the call now"]
            return
        }
        let isCharged = call.durationNanos != 0 || rates[taken].terms.attemptFeeNanos > 0
        guard cardCurrency != agreementCurrency, isCharged else {
            price(call, rates[taken], kind, .none, from: cardCurrency, to: agreementCurrency)
            return
        }
        let day = side.billingDay ?? 0
        switch references.exchangeRates.find(from: card.settings.currency, to: 0, onDay: day) {
        case .none:
            steps = ["no exchange rate from \(cardCurrency) to \(agreementCurrency) is in effect on the billing day"]
            return
        case .tooOld(let factor):
            steps = [
                "the exchange rate between \(cardCurrency) and \(agreementCurrency) of "
                    + "\(CivilDay(daysSince1970: factor.effectiveDay)) is older on the billing day than the "
                    + "\(basis.daysMax ?? 0) days allowed"
            ]
            return
        case .factor(let factor):
            price(call, rates[taken], kind, factor, from: cardCurrency, to: agreementCurrency)
            let known = try ReferenceSources(
                currencies: currencies, .newest(daysMax: basis.daysMax), connection
            ).exchangeRates.find(from: card.settings.currency, to: 0, onDay: day)
            if known != .factor(factor) {
                steps.append("another exchange rate for that day became known since")
            }
        }
    }

    // MARK: - The choice

    private mutating func readCandidates(
        of call: CallRow, versionID: CardVersionID, _ kind: RateVariant, _ connection: Connection
    ) throws {
        let rows = try connection.run(
            query: "explain_candidates",
            [
                "version_id": .id(versionID), "called": .text(String(decoding: call.called.digits, as: UTF8.self)),
                "start_micros": .int(call.startMicros),
            ])
        for row in rows {
            var rate = try Rate(row)
            let (band, origin) = (try row.optionalString("time_band"), try row.optionalString("origin"))
            let jurisdiction = try row.optionalString("jurisdiction")
            rate.variant = RateVariant(
                timeBand: band.map { names.timeBand($0) } ?? 0, origin: origin.map { names.origin($0) } ?? 0,
                jurisdiction: jurisdiction.flatMap { Jurisdiction(name: $0) })
            rates.append(rate)
            candidates.append(
                SideExplanation.Candidate(
                    rateID: rate.id, prefix: rate.prefix.description, effectiveFrom: try row.string("effective_from"),
                    effectiveTo: try row.optionalString("effective_to"), nanosPerMinute: rate.nanosPerMinute,
                    isBlocked: rate.blocked, isInEffect: try row.bool("is_in_effect"),
                    variant: [band, origin.map { "from \($0)" }, jurisdiction].compactMap(\.self).joined(
                        separator: ", "),
                    fits: rate.variant.fits(kind), isTaken: false))
        }
        if let taken = choice(for: kind) { candidates[taken].isTaken = true }
    }

    /// Of the longest prefix with a rate in effect, the first that fits in the order in which they are tried.
    private func choice(for kind: RateVariant) -> Int? {
        let longest = candidates.filter(\.isInEffect).map(\.prefix.utf8.count).max()
        return candidates.indices.filter {
            candidates[$0].isInEffect && candidates[$0].prefix.utf8.count == longest && rates[$0].variant.fits(kind)
        }.min { Rate.isTriedBefore(rates[$0], rates[$1]) }
    }

    private mutating func describe(_ kind: RateVariant, _ call: CallRow) {
        if !card.settings.bandCalendars.isEmpty {
            let band = names.timeBands.first { $0.value == kind.timeBand }?.key
            kinds.append("starts in time band \(band ?? "none"), by the clock of \(card.zone)")
        }
        if !card.settings.origins.isEmpty || rates.contains(where: { $0.variant.origin != 0 }) {
            kinds.append("the caller is of origin \(names.origins.first { $0.value == kind.origin }?.key ?? "unknown")")
        }
        if rates.contains(where: { $0.variant.jurisdiction != nil }) {
            let ported = call.routing.map { ", called by its routing number \($0)" } ?? ""
            kinds.append("jurisdiction \(kind.jurisdiction?.name ?? "unknown")\(ported)")
        }
    }

    // MARK: - The arithmetic

    private mutating func price(
        _ call: CallRow, _ rate: Rate, _ kind: RateVariant, _ exchange: ExchangeFactor, from currency: String,
        to agreementCurrency: String
    ) {
        let duration = call.durationNanos.magnitude
        var stretches: [PriceStretch] = []
        var lacksPrice = false
        let calendar = card.settings.bandCalendar(atMicros: call.startMicros)
        let price = CallPrice(durationNanos: Int64(duration), rate: rate, exchange: exchange) { time in
            guard let calendar, calendar.splits, rates.contains(where: { $0.variant != .any }) else {
                return Int128(time.billedSeconds) * Int128(rate.nanosPerMinute)
            }
            var cost: Int128 = 0
            time.forEachStretch(from: call.startMicros, calendar) { seconds, band in
                var then = kind
                then.timeBand = band
                guard let index = choice(for: then), !rates[index].blocked else {
                    lacksPrice = true
                    return
                }
                let nanos = rates[index].nanosPerMinute
                cost += Int128(seconds) * Int128(nanos)
                let name = names.timeBands.first { $0.value == band }?.key ?? "no time band"
                if let last = stretches.last, last.name == name, last.nanosPerMinute == nanos {
                    stretches[stretches.count - 1].seconds += seconds
                } else {
                    stretches.append(PriceStretch(seconds: seconds, name: name, nanosPerMinute: nanos))
                }
            }
            return lacksPrice ? nil : cost
        }
        amountMicros = price.amountMicros
        billedSeconds = price.billedSeconds
        let conversion = PriceConversion(
            factor: exchange, from: currency, to: agreementCurrency, isNeeded: currency != agreementCurrency)
        steps = price.steps(durationNanos: Int64(duration), rate: rate, stretches: stretches, conversion: conversion)
    }
}

/// Billed seconds that are at the price of one time band.
struct PriceStretch {
    var seconds: Int64
    var name: String
    var nanosPerMinute: Int64
}

/// From the card's currency into the agreement's.
struct PriceConversion {
    var factor: ExchangeFactor
    var from: String
    var to: String
    var isNeeded: Bool
}

extension Rate {
    /// A row as schema/queries/explain_candidates.sql selects it.
    fileprivate init(_ row: Row) throws {
        func narrow(_ column: String) throws -> Int32 { try row.narrow(column) }
        let digits = try row.string("prefix")
        guard let prefix = Prefix(digits), let graceMode = RatingTerms.GraceMode(name: try row.string("grace_mode")),
            let durationRounding = RatingTerms.DurationRounding(name: try row.string("duration_rounding")),
            let roundingMode = RoundingMode(name: try row.string("rounding_mode"))
        else { throw LoadError(inconsistent: "Rate \(try row.int("rate_id")) of prefix \(digits) cannot be read") }
        self.init(prefix: prefix, id: try narrow("rate_id"), destination: 0)
        effectiveFromMicros = try row.int("from_micros")
        effectiveToMicros = try row.optionalInt("to_micros") ?? .max
        nanosPerMinute = try row.int("nanos_per_minute")
        setupFeeNanos = try row.int("setup_fee_nanos")
        initialSeconds = try narrow("initial_s")
        incrementSeconds = try narrow("increment_s")
        minimumSeconds = try narrow("minimum_s")
        blocked = try row.bool("blocked")
        terms.graceSeconds = try narrow("grace_s")
        terms.graceMode = graceMode
        terms.durationRounding = durationRounding
        terms.roundingDecimals = try row.narrow("rounding_decimals")
        terms.roundingMode = roundingMode
        terms.maximumCostNanos = try row.optionalInt("max_cost_nanos")
        terms.minimumCostNanos = try row.optionalInt("min_cost_nanos")
        terms.attemptFeeNanos = try row.int("attempt_fee_nanos")
    }
}

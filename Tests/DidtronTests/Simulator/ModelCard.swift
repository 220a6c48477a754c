/// A rate card of the model, and the slow and obvious way to price a call by it.
struct ModelCard {
    struct Rate: Hashable {
        var destination: String
        /// 10^-9 of a currency unit a minute, and a call.
        var nanosPerMinute: Int
        var setupFeeNanos: Int
        var initialSeconds: Int
        var incrementSeconds: Int
    }

    struct Deck {
        /// Seconds since 1970.
        var effectiveFrom: Int
        var rates: [String: Rate]
    }

    struct Price {
        var rate: Rate
        var billedSeconds: Int
        /// 10^-6 of a currency unit.
        var micros: Int
    }

    var name: String
    var side: String
    var currency: String
    /// In the order of their effective dates, which differ.
    var decks: [Deck] = []

    /// Nil without a deck in effect or a prefix on it.
    func price(called: String, startAt: Int, durationSeconds: Int) -> Price? {
        guard let deck = decks.last(where: { $0.effectiveFrom <= startAt }) else { return nil }
        var prefix = called
        while !prefix.isEmpty, deck.rates[prefix] == nil { prefix.removeLast() }
        guard let rate = deck.rates[prefix] else { return nil }
        if durationSeconds == 0 { return Price(rate: rate, billedSeconds: 0, micros: 0) }
        var billed = rate.initialSeconds
        while billed < durationSeconds { billed += rate.incrementSeconds }
        let nanosTimes60 = rate.setupFeeNanos * 60 + billed * rate.nanosPerMinute
        return Price(rate: rate, billedSeconds: billed, micros: (nanosTimes60 + 30_000) / 60_000)
    }
}

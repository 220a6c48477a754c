/// A rate card of the model, and the slow and obvious way to price a call by it.
struct ModelCard {
    struct Rate: Hashable {
        var destination: String
        /// 10^-9 of a currency unit a minute, and a call.
        var nanosPerMinute: Int
        var setupFeeNanos: Int
        var initialSeconds: Int
        var incrementSeconds: Int
        /// In the band of the card; nil = as outside it.
        var peakNanosPerMinute: Int?
    }

    struct Deck {
        /// Seconds since 1970.
        var effectiveFrom: Int
        var rates: [String: Rate]
    }

    struct Price: Equatable {
        var destination: String
        /// As a line of an invoice names it.
        var title: String
        var nanosPerMinute: Int
        var setupFeeNanos: Int
        /// Of the card where it is not that of the agreement.
        var rateCurrency: String?
        var product = "standard"
        var billedSeconds: Int
        /// 10^-6 of a unit of the agreement's currency.
        var micros: Int
    }

    var entity: String
    var name: String
    var side: String
    var currency: String
    var hasBand: Bool
    /// In the order of their effective dates, which differ.
    var decks: [Deck] = []

    /// Nil without a deck in effect or a prefix on it.
    ///
    /// - Parameter hundredMillionths: 10^-8 of a unit of the agreement's currency for one of the card's.
    func price(called: String, startAt: Int, durationSeconds: Int, hundredMillionths: Int) -> Price? {
        guard let deck = decks.last(where: { $0.effectiveFrom <= startAt }) else { return nil }
        var prefix = called
        while !prefix.isEmpty, deck.rates[prefix] == nil { prefix.removeLast() }
        guard let rate = deck.rates[prefix] else { return nil }
        var price = Price(
            destination: rate.destination, title: rate.destination, nanosPerMinute: rate.nanosPerMinute,
            setupFeeNanos: rate.setupFeeNanos, billedSeconds: 0, micros: 0)
        if let peak = rate.peakNanosPerMinute, ModelCalendar.isPeak(utcSeconds: startAt) {
            price.nanosPerMinute = peak
            price.title += " (peak)"
        }
        guard durationSeconds > 0 else { return price }
        price.billedSeconds = rate.initialSeconds
        while price.billedSeconds < durationSeconds { price.billedSeconds += rate.incrementSeconds }
        let nanosTimes60 = Int128(rate.setupFeeNanos) * 60 + Int128(price.billedSeconds) * Int128(price.nanosPerMinute)
        let unit = Int128(60_000) * 100_000_000
        price.micros = Int((nanosTimes60 * Int128(hundredMillionths) + unit / 2) / unit)
        return price
    }
}

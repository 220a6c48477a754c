import Money
import Rating
internal import Vocabulary

// What is odd about a deck that was understood, and has to be confirmed.

extension DeckRun {
    /// Asks for what looks like another deck than the one that is meant, or like a slip in it.
    mutating func concludeWarnings() {
        guard let received = options.receivedMicros else { return }
        if !options.confirmed.contains(.oldDates) { askForOldDates(receivedMicros: received) }
        if !options.confirmed.contains(.oddPrices) { askForOddPrices() }
        if !options.confirmed.contains(.oddNames) { askForOddNames() }
    }

    private static let day: Int64 = 86_400_000_000

    private mutating func askForOldDates(receivedMicros received: Int64) {
        guard columns.has(.effectiveFrom) else { return }
        let rates = assembly.decks.lazy.flatMap { $0.rates }.filter { $0.effectiveFromMicros > .min }
        guard let latest = rates.max(by: { $0.effectiveFromMicros < $1.effectiveFromMicros }) else { return }
        let isStale = latest.effectiveFromMicros < received - 300 * DeckRun.day
        if isStale {
            let days = (received - latest.effectiveFromMicros) / DeckRun.day
            questions.append(
                "The last start in the deck is \(RateSheet.text(utcMicros: latest.effectiveFromMicros).prefix(10)) (\(assembly.unit) "
                    + "\(latest.id)), \(days) days before it was received: is it the deck of today? If so, state \(Choice(.confirm, "old-dates"))."
            )
            return
        }
        let early = rates.filter { $0.effectiveFromMicros < received - 3_652 * DeckRun.day }
        guard let first = early.min(by: { $0.effectiveFromMicros < $1.effectiveFromMicros }) else { return }
        let count = early.count
        questions.append(
            "\(count) \(count == 1 ? "rate begins" : "rates begin") more than ten years before the deck was received (first: "
                + "\(assembly.unit) \(first.id), \(RateSheet.text(utcMicros: first.effectiveFromMicros).prefix(10))): are the years right? If "
                + "so, state \(Choice(.confirm, "old-dates")).")
    }

    /// A price this many times that of the middle one of its country, or below it by as much, is more often a slip.
    static let oddFactor: Int64 = 30
    /// Fewer prices of a country do not say what is usual.
    private static let pricesOfCountryMin = 3

    private mutating func askForOddPrices() {
        var odd: [(rate: Rate, middle: Int64)] = []
        for deck in assembly.decks {
            // Rates are in the order of their prefixes, but 1-digit country codes, which stand together as well.
            var from = 0
            let rates = deck.rates
            while from < rates.count {
                var to = from + 1
                let country = CountryCode.of(rates[from].prefix)
                while to < rates.count, country != nil, CountryCode.of(rates[to].prefix) == country { to += 1 }
                // What calls of other hours and callers cost is no measure.
                let ofCountry = rates[from..<to]
                for variant in Set(ofCountry.lazy.map(\.variant)) {
                    odd += DeckRun.oddPrices(ofCountry.lazy.filter { $0.variant == variant })
                }
                from = to
            }
        }
        guard let first = odd.min(by: { $0.rate.id < $1.rate.id }) else { return }
        let price = DecimalText.format(first.rate.nanosPerMinute, decimals: DecimalText.nanoDecimals)
        let middle = DecimalText.format(first.middle, decimals: DecimalText.nanoDecimals)
        questions.append(
            "\(odd.count) \(odd.count == 1 ? "price is" : "prices are") very far from the others of the country, such as \(price) for "
                + "\(first.rate.prefix) (\(assembly.unit) \(first.rate.id)), where the middle one is \(middle): is that right? If so, "
                + "state \(Choice(.confirm, "odd-prices")).")
    }

    /// - Parameter rates: may be very many, which are not copied.
    private static func oddPrices(_ rates: some Sequence<Rate>) -> [(rate: Rate, middle: Int64)] {
        var sorted: [Int64] = []
        for rate in rates where !rate.blocked && !rate.keepsPrice { sorted.append(rate.nanosPerMinute) }
        sorted.sort()
        guard sorted.count >= pricesOfCountryMin else { return [] }
        let middle = sorted[sorted.count / 2]
        guard middle > 0 else { return [] }
        var odd: [(rate: Rate, middle: Int64)] = []
        for rate in rates where !rate.blocked && !rate.keepsPrice {
            let isOdd =
                Int128(rate.nanosPerMinute) >= Int128(middle) * Int128(oddFactor)
                || Int128(rate.nanosPerMinute) * Int128(oddFactor) <= Int128(middle)
            if isOdd { odd.append((rate, middle)) }
        }
        return odd
    }

    private mutating func askForOddNames() {
        guard columns.has(.destination) else { return }
        var closed: Set<Int32> = []
        for index in 0..<assembly.destinations.count
        where Notice.speaksOfClosing(assembly.destinations.text(index)) { closed.insert(Int32(index)) }
        guard !closed.isEmpty else { return }
        let rates = assembly.decks.lazy.flatMap { $0.rates }.filter { closed.contains($0.destination) && !$0.blocked }
        guard let first = rates.min(by: { $0.id < $1.id }) else { return }
        let name = assembly.destinations.text(Int(first.destination))
        questions.append(
            "Names such as '\(name.prefix(60))' (\(assembly.unit) \(first.id)) say that calls are not taken, and their codes have prices: "
                + "take the rows out, or state \(Choice(.confirm, "odd-names")).")
    }
}

/// What an amount is multiplied and divided by: one of the two is 10^12, so the product is exact until it is rounded.
public struct ExchangeFactor: Equatable, Sendable {
    public var numerator: Int64
    public var denominator: Int64
    /// Whether the opposite pair is stated, and this is its inverse.
    public var isInverse: Bool
    /// Days since 1970-01-01 from which the stated rate holds.
    public var effectiveDay: Int32

    public static let scale: Int64 = 1_000_000_000_000
    /// Decimals of a stated rate.
    public static let decimals = 12
    /// One for one.
    public static let none = ExchangeFactor(
        numerator: 1, denominator: 1, isInverse: false, effectiveDay: .min)

    public init(numerator: Int64, denominator: Int64, isInverse: Bool, effectiveDay: Int32) {
        self.numerator = numerator
        self.denominator = denominator
        self.isInverse = isInverse
        self.effectiveDay = effectiveDay
    }
}

/// A rate between two currencies from a day on: one unit of `from` is `picos` 10^-12 units of `to`.
public struct ExchangeRate: Equatable, Sendable {
    /// Numbers that the caller gives to currencies.
    public var from: Int32
    public var to: Int32
    /// Days since 1970-01-01.
    public var effectiveDay: Int32
    /// Above zero.
    public var picos: Int64

    public init(from: Int32, to: Int32, effectiveDay: Int32, picos: Int64) {
        self.from = from
        self.to = to
        self.effectiveDay = effectiveDay
        self.picos = picos
    }
}

/// The exchange rates that are stated. A pair that is not is the exact inverse of the opposite one; no rate is made of
/// two others.
public struct ExchangeRates: Sendable, Equatable {
    /// By pair, then by day; each pair and day once.
    let rates: [ExchangeRate]

    public static let empty = ExchangeRates([])

    /// - Parameter rates: in any order; of one pair and day the last holds.
    public init(_ rates: [ExchangeRate]) {
        let sorted = rates.enumerated().sorted { left, right in
            let (key, otherKey) = (ExchangeRates.key(left.element), ExchangeRates.key(right.element))
            return key == otherKey ? left.offset < right.offset : key < otherKey
        }
        var unique: [ExchangeRate] = []
        for (_, rate) in sorted {
            precondition(rate.picos > 0)
            if let last = unique.last, ExchangeRates.key(last) == ExchangeRates.key(rate) { unique.removeLast() }
            unique.append(rate)
        }
        self.rates = unique
    }

    /// The rate in effect on a day: the stated pair's, else the inverse of the opposite pair's, else none.
    public func factor(from: Int32, to: Int32, onDay day: Int32) -> ExchangeFactor? {
        if from == to { return ExchangeFactor.none }
        if let stated = latest(from: from, to: to, onDay: day) {
            return ExchangeFactor(
                numerator: stated.picos, denominator: ExchangeFactor.scale, isInverse: false,
                effectiveDay: stated.effectiveDay)
        }
        guard let stated = latest(from: to, to: from, onDay: day) else { return nil }
        return ExchangeFactor(
            numerator: ExchangeFactor.scale, denominator: stated.picos, isInverse: true,
            effectiveDay: stated.effectiveDay)
    }

    private func latest(from: Int32, to: Int32, onDay day: Int32) -> ExchangeRate? {
        let sought = ExchangeRate(from: from, to: to, effectiveDay: day, picos: 1)
        var low = 0
        var high = rates.count
        // The first that is behind the one sought; the one before it is the latest, if it is of the pair.
        while low < high {
            let middle = (low + high) / 2
            if ExchangeRates.key(rates[middle]) <= ExchangeRates.key(sought) { low = middle + 1 } else { high = middle }
        }
        guard low > 0, rates[low - 1].from == from, rates[low - 1].to == to else { return nil }
        return rates[low - 1]
    }

    private static func key(_ rate: ExchangeRate) -> (Int32, Int32, Int32) { (rate.from, rate.to, rate.effectiveDay) }
}

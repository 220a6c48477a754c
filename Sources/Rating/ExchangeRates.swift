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

/// What there is between two currencies on a day.
public enum ExchangeLookup: Equatable, Sendable {
    case factor(ExchangeFactor)
    /// The latest one, which is older than a rate may be.
    case tooOld(ExchangeFactor)
    case none
}

/// The exchange rates that are stated. A pair can be stated in either direction: the other one is its exact inverse. No
/// rate is made of two others.
public struct ExchangeRates: Sendable, Equatable {
    /// By pair, then by day; each pair and day once.
    let rates: [ExchangeRate]
    /// Days from the day of a rate to that on which it is asked for, at most; nil = without a limit.
    let daysMax: Int32?

    public static let empty = ExchangeRates([])

    /// - Parameters:
    ///   - rates: in any order; of one pair and day the last holds.
    ///   - daysMax: not below 0.
    public init(_ rates: [ExchangeRate], daysMax: Int32? = nil) {
        precondition(daysMax ?? 0 >= 0)
        self.daysMax = daysMax
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

    /// The rate in effect on a day: of the two directions the one stated for the later day, of one day the pair's own.
    public func find(from: Int32, to: Int32, onDay day: Int32) -> ExchangeLookup {
        if from == to { return .factor(.none) }
        let direct = latest(from: from, to: to, onDay: day)
        let opposite = latest(from: to, to: from, onDay: day)
        let factor: ExchangeFactor
        if let direct, direct.effectiveDay >= opposite?.effectiveDay ?? .min {
            factor = ExchangeFactor(
                numerator: direct.picos, denominator: ExchangeFactor.scale, isInverse: false,
                effectiveDay: direct.effectiveDay)
        } else if let opposite {
            factor = ExchangeFactor(
                numerator: ExchangeFactor.scale, denominator: opposite.picos, isInverse: true,
                effectiveDay: opposite.effectiveDay)
        } else {
            return .none
        }
        if let daysMax, Int64(day) - Int64(factor.effectiveDay) > Int64(daysMax) { return .tooOld(factor) }
        return .factor(factor)
    }

    /// The same where only a rate is of use.
    public func factor(from: Int32, to: Int32, onDay day: Int32) -> ExchangeFactor? {
        guard case .factor(let factor) = find(from: from, to: to, onDay: day) else { return nil }
        return factor
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

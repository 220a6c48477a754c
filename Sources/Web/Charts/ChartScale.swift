import Catalog
import Money

/// The vertical axis of a chart: zero and round steps up to the first beyond the values, and down where some are negative.
struct ChartScale: Sendable, Equatable {
    /// Values are drawn as this beyond it: a screen has fewer digits.
    static let magnitudeMax: Int128 = 1_000_000_000_000_000_000_000_000_000_000

    /// Steps between ticks that an axis has at most; at least half as many where values have digits for it.
    private static let intervalsMax: Int128 = 4

    let measure: ChartMeasure
    let low: Int128
    let high: Int128
    /// Ascending, zero among them.
    let ticks: [Int128]

    /// - Parameter values: everything that is drawn, sums of stacks included; may be empty.
    init(_ values: [Int128], _ measure: ChartMeasure) {
        self.measure = measure
        let clamped = values.map(Self.clamped)
        let above = max(0, clamped.max() ?? 0)
        let below = -min(0, clamped.min() ?? 0)
        let isFlat = above == 0 && below == 0
        let step =
            isFlat
            ? Self.power(measure.decimals) * measure.divisor
            : Self.step(above: above, below: below, divisor: measure.divisor)
        let stepsBelow = Self.steps(below, step)
        let stepsAbove = isFlat ? 1 : Self.steps(above, step)
        low = -stepsBelow * step
        high = stepsAbove * step
        ticks = (-stepsBelow...stepsAbove).map { $0 * step }
    }

    static func clamped(_ value: Int128) -> Int128 { min(max(value, -magnitudeMax), magnitudeMax) }

    private static func power(_ places: Int) -> Int128 { (0..<places).reduce(1) { power, _ in power * 10 } }

    /// The smallest of 1, 2 and 5 times a power of ten, in units of the axis, with which there are few enough ticks.
    private static func step(above: Int128, below: Int128, divisor: Int128) -> Int128 {
        var power = divisor
        while true {
            for factor: Int128 in [1, 2, 5]
            where steps(above, factor * power) + steps(below, factor * power) <= intervalsMax {
                return factor * power
            }
            power *= 10
        }
    }

    /// Steps that cover a length, rounded up.
    private static func steps(_ length: Int128, _ step: Int128) -> Int128 { (length + step - 1) / step }

    /// Distance of a value from the top, in thousandths of a percent of the height.
    func fromTop(_ value: Int128) -> Int { Self.thousandths(high - Self.clamped(value), of: high - low) }

    /// A part of a whole in thousandths of a percent, rounded down and within the whole.
    static func thousandths(_ part: Int128, of whole: Int128) -> Int {
        guard whole > 0, part > 0 else { return 0 }
        return Int(min(part, whole) * 100_000 / whole)
    }

    /// The ticks from the highest to the lowest as an axis writes them: all in units, thousands, millions or more.
    var labels: [String] {
        let most = max(high, -low) / measure.divisor
        let shorts: [(places: Int, name: String)] = [(12, "tn"), (9, "bn"), (6, "M"), (3, "k")]
        // Four digits are read as quickly as a short form.
        let short = most < Self.power(measure.decimals + 4)
            ? nil : shorts.first { most >= Self.power(measure.decimals + $0.places) }
        return ticks.reversed().map { tick in
            guard tick != 0 else { return "0" }
            let number = DecimalText.format(
                tick / measure.divisor, decimals: measure.decimals + (short?.places ?? 0), decimalsMin: 0)
            let text = AmountText.grouped(number).replacing("-", with: "\u{2212}")
            return short.map { "\(text)\u{a0}\($0.name)" } ?? text
        }
    }
}

/// How the values of a chart are counted and written.
struct ChartMeasure: Sendable, Equatable {
    private enum Kind: Sendable { case count, micros, seconds }

    private let kind: Kind
    /// Decimals that the values have: 6 of micros.
    let decimals: Int
    /// Values a unit of the axis: 60 of seconds on an axis of minutes.
    let divisor: Int128

    static let count = ChartMeasure(kind: .count, decimals: 0, divisor: 1)
    /// Micros (10^-6) of a currency.
    static let micros = ChartMeasure(kind: .micros, decimals: 6, divisor: 1)
    /// Seconds, written as minutes.
    static let minutes = ChartMeasure(kind: .seconds, decimals: 0, divisor: 60)

    /// A value as tables have it.
    func amount(_ value: Int128) -> Amount {
        switch kind {
        case .count: Amount.count(value)
        case .micros: Amount.micros(value)
        case .seconds: Amount.minutes(seconds: value)
        }
    }
}

extension Int {
    /// Thousandths of a percent as an attribute has them: `33.333%`.
    var percentText: String { DecimalText.format(self, decimals: 3, decimalsMin: 0) + "%" }
}

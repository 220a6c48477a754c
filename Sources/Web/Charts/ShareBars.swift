import Money

/// Parts of a whole as horizontal bars, the largest first, each with its figure and its percentage.
struct ShareBars: Sendable {
    struct Bar: Sendable {
        var name: String
        var href: String?
        var series: String
        /// Share of the longest bar.
        var width: String
        var amount: String
        var isNegative: Bool
        /// Share of the whole; nil where there is no whole.
        var percent: String?
    }

    /// A part before it is drawn.
    struct Part: Sendable {
        var name: String
        var value: Int128
        var href: String?
        /// The rest, which has no bar of its own.
        var isOther = false
    }

    let id: String
    var title: String
    var unit: String
    var bars: [Bar]
    var note: String?

    /// - Parameters:
    ///   - parts: in their order, what is left over last.
    ///   - whole: sum of all parts.
    init(
        _ id: String, title: String, unit: String, parts: [Part], whole: Int128, measure: ChartMeasure,
        note: String? = nil
    ) {
        self.id = id
        self.title = title
        self.unit = unit
        self.note = note
        let longest = parts.map { ChartScale.clamped($0.value) }.max() ?? 0
        bars = parts.map { part in
            let amount = measure.amount(part.value)
            return Bar(
                name: part.name, href: part.href, series: part.isOther ? "other" : "1",
                width: ChartScale.thousandths(ChartScale.clamped(part.value), of: longest).percentText,
                amount: amount.text, isNegative: amount.isNegative, percent: Self.percent(part.value, of: whole))
        }
    }

    /// With one decimal, rounded half away from zero.
    static func percent(_ part: Int128, of whole: Int128) -> String? {
        let (part, whole) = (ChartScale.clamped(part), ChartScale.clamped(whole))
        guard whole > 0 else { return nil }
        let tenths = ((part < 0 ? -part : part) * 2_000 + whole) / (2 * whole)
        let text = DecimalText.format(tenths, decimals: 1, decimalsMin: 1)
        return (part < 0 && tenths > 0 ? "\u{2212}" : "") + text + "%"
    }
}

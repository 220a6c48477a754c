import Receivables

/// Open invoices of one currency by the days that they are overdue, as one bar of five segments with the amounts under it.
struct AgeingBar: Sendable {
    struct Segment: Sendable {
        var age: Int
        var x: String
        var width: String
    }

    struct Part: Sendable {
        var age: Int
        var name: String
        var amount: String
        var isNone: Bool
        var href: String?
    }

    static let names = [
        "Not due", "1\u{2013}30 days late", "31\u{2013}60 days", "61\u{2013}90 days", "91 days and more",
    ]

    var currency: String
    var total: String
    var href: String?
    /// Sentence that sums the bar up.
    var summary: String
    var segments: [Segment]
    var parts: [Part]

    /// - Parameters:
    ///   - minors: minor units of the five ages, none below zero; digits: that the currency has.
    ///   - href: to the list of what a part is made of; nil = there is none.
    init(currency: String, digits: Int, minors: [Int128], total href: String?, part: (Int) -> String? = { _ in nil }) {
        self.currency = currency
        self.href = href
        let whole = minors.reduce(0, +)
        total = Amount.minor(whole, digits: digits).text
        parts = zip(Self.names, minors).enumerated().map { age, named in
            Part(
                age: age, name: named.0, amount: Amount.minor(named.1, digits: digits).text, isNone: named.1 == 0,
                href: named.1 == 0 ? nil : part(age))
        }
        summary = "\(currency) by age: " + parts.map { "\($0.name) \($0.amount)" }.joined(separator: ", ")
        segments = []
        var before: Int128 = 0
        for (age, minor) in minors.enumerated() where minor > 0 {
            // By both ends, so that the last one ends with the bar.
            let left = ChartScale.thousandths(before, of: whole)
            before += minor
            let right = ChartScale.thousandths(before, of: whole)
            segments.append(Segment(age: age, x: left.percentText, width: (right - left).percentText))
        }
    }
}

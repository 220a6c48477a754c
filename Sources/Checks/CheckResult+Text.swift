internal import Catalog
import Money

extension CheckResult {
    /// A line with a tick or a cross, the figures, and the first `offencesMax` offences.
    package func text(offencesMax: Int = 20) -> String {
        var text = "\(passed ? "✓" : "✗") \(check.rawValue)  \(check.title)\n"
        for figure in figures { text += "    \(figure.text)\n" }
        if !passed { text += "    \(offences.count) \(offences.count == 1 ? "offence" : "offences"):\n" }
        for offence in offences.prefix(offencesMax) { text += "    ! \(offence.text)\n" }
        if offences.count > offencesMax { text += "    ! and \(offences.count - offencesMax) more\n" }
        return text
    }
}

extension CheckResult.Figure {
    /// `unbilled: 12.50 USD`, or with both values where they differ.
    package var text: String {
        switch (expected, found) {
        case (let expected?, let found?) where expected != found:
            "\(subject): expected \(value(expected)), found \(value(found))"
        case (_, let found?): "\(subject): \(value(found))"
        case (let expected?, nil): "\(subject): expected \(value(expected)), found nothing"
        case (nil, nil): subject
        }
    }

    private func value(_ number: Int128) -> String {
        switch unit {
        case "micros": "\(decimal(number, decimals: 6)) \(currency ?? "(micros of their currencies)")"
        case "minor": "\(decimal(number, decimals: minorDigits)) \(currency ?? "")"
        case "ns": "\(decimal(number, decimals: 9)) s"
        case "s", "bytes": "\(AmountText.grouped(String(number))) \(unit)"
        default: AmountText.grouped(String(number))
        }
    }

    private var minorDigits: Int { currency.flatMap { Currency(code: $0)?.minorDigits } ?? 2 }

    /// `number` / 10^`decimals`, without zeros at the end beyond the minor unit.
    private func decimal(_ number: Int128, decimals: Int) -> String {
        var digits = String(number.magnitude)
        if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
        var fraction = digits.suffix(decimals)
        let kept = unit == "ns" ? 0 : min(minorDigits, decimals)
        while fraction.count > kept, fraction.last == "0" { fraction.removeLast() }
        let whole = AmountText.grouped((number < 0 ? "-" : "") + digits.dropLast(decimals))
        return fraction.isEmpty ? whole : "\(whole).\(fraction)"
    }
}

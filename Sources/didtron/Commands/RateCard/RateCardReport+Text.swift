internal import Catalog
import Money
internal import RateBook
import RateCards

extension RateCardReport {
    private static let entriesShown = 20
    private static let otherEntriesShown = 5

    /// For people: the difference and the refusals, and what became of the deck.
    func text(isComplete: Bool) -> String { findings(isComplete: isComplete) + "\n" + result }

    /// What became of the deck.
    var result: String {
        ([state != .refused ? madeEntity : nil].compactMap(\.self) + undefinedLines + bandLines + [outcome]
            + [assignedTo.map { "Assigned to \($0)." }].compactMap(\.self)).joined(separator: "\n")
    }

    private var undefinedLines: [String] {
        undefined.isEmpty
            ? [] : undefined + ["`didtron ratecard bands import` adds time bands, `didtron origin import` origins."]
    }

    private var bandLines: [String] {
        guard let bands else { return [] }
        let start = bands.effectiveFrom.map { " from \($0) on" } ?? " from the beginning"
        return [
            bands.isUnchanged
                ? "The card has these time bands already\(start)."
                : "Time bands: \(AmountText.count(Int64(bands.windows), "window"))\(start); calls are priced "
                    + "\(bands.splits ? "part by part across bands" : "by the band in which they start")."
        ]
    }

    /// What a draft changes, before it is approved.
    func review(isComplete: Bool) -> String {
        let place = replaces.map { ", in place of version \($0)" }.joined()
        return findings(
            isComplete: isComplete,
            headline: "Version \(version ?? 0) of card \(card) (\(side), \(currency)), \(source): "
                + "\(AmountText.count(Int64(rates), "rate")), to take effect from \(effectiveFrom ?? "")\(place)")
    }

    /// The difference and the refusals.
    func findings(isComplete: Bool, headline: String? = nil) -> String {
        var lines = [
            headline
                ?? "Card \(card) (\(side), \(currency)), \(source): \(rates) \(CountedNoun.of("rate", Int64(rates))), "
                + "\(refusals.count) \(CountedNoun.of("row", Int64(refusals.count))) refused"
        ]
        if let inspection { lines.append(inspection.text) }
        if !notes.isEmpty { lines.append("Assumed and noted:") }
        lines += notes.map { "  \($0)" }
        let mainSummary = summary(counts)
        let base = comparedWith.map { "Against version \($0)" } ?? "First version"
        lines.append("\(base)\(comparedStage.map { " (\($0.rawValue))" } ?? ""): \(mainSummary)")
        if keptRates > 0 {
            lines.append(
                "\(keptRates) \(CountedNoun.of("rate", Int64(keptRates))) of the version before \(keptRates == 1 ? "stays" : "stay"), until the deck's own begin or for good."
            )
        }
        if keptPrices > 0 {
            lines.append(
                "\(keptPrices) \(keptPrices == 1 ? "code keeps its price" : "codes keep their price"), as the deck says: it is that of version \(comparedWith.map(String.init) ?? "")."
            )
        }
        let isFirst = comparedWith == nil
        let shown = isComplete ? difference[...] : difference.prefix(isFirst ? 0 : RateCardReport.entriesShown)
        lines += shown.map { "  \($0)" }
        if shown.count < difference.count, !isFirst {
            lines.append("  … and \(difference.count - shown.count) more (--all shows them)")
        }
        for other in comparisons {
            lines.append("Against version \(other.version) (\(other.stage.rawValue)): \(summary(other.counts))")
            let shown = isComplete ? other.difference[...] : other.difference.prefix(RateCardReport.otherEntriesShown)
            lines += shown.map { "  \($0)" }
            if shown.count < other.difference.count {
                lines.append("  … and \(other.difference.count - shown.count) more (--all shows them)")
            }
        }
        if !notice.isEmpty {
            lines.append("Notice:")
            lines += notice.map { "  \($0)" }
        }
        if let margin { lines.append("\(margin)") }
        if !implausible.isEmpty {
            lines.append("Implausible:")
            lines += implausible.map { "  \($0)" }
        }
        lines += RowRefusalList.lines(refusals, inspection, isComplete: isComplete)
        if !questions.isEmpty { lines.append("To be answered first:") }
        lines += questions.map { "  \($0)" }
        return ChoiceWording.options(in: lines.joined(separator: "\n"))
    }

    private func summary(_ counts: [String: Int]) -> String {
        RateDifference.Kind.allCases.map { "\(counts[$0.rawValue] ?? 0) \($0.rawValue)" }.joined(separator: ", ")
    }

    private var outcome: String {
        let number = version.map(String.init) ?? ""
        switch state {
        case .refused where !questions.isEmpty: return "Nothing was loaded, because a question is still open."
        case .refused where !implausible.isEmpty && refusals.isEmpty:
            return "Nothing was stored. If that is what the deck means, run the command again with --force."
        case .refused:
            return "Nothing was loaded. Correct the file"
                + (rates > 0 && !refusals.isEmpty
                    ? ", or load it without these rows: --accept-refusals (their codes keep their present price)."
                    : ".")
        case .unchanged: return "Nothing changes: version \(number) has the same rates."
        case .draft, .waiting:
            let place = replaces.map { "It takes the place of version \($0) then. " }.joined()
            return
                "Version \(number) \(state == .draft ? "is a draft" : "was here as a draft already"), to take effect from "
                + "\(effectiveFrom ?? ""). \(place)Approve it: didtron ratecard approve --card \(card) --version \(number)"
        case .approved:
            var text = "Version \(number) is approved and in effect from \(effectiveFrom ?? "")."
            if !withdrawn.isEmpty {
                text += " It takes the place of version \(withdrawn.map(String.init).joined(separator: ", "))."
            }
            return text
        }
    }
}

extension RateDifference.Entry: CustomStringConvertible {
    /// `increase  49  Germany  0.01 -> 0.012  from 2026-10-20T00:00:00Z`
    public var description: String {
        let price = from == to ? from ?? "" : [from, to].compactMap(\.self).joined(separator: " -> ")
        var text = "\(kind.rawValue)  \(prefix)  \(destination)"
        if let variant { text += "  (\(variant))" }
        text += "  \(price)"
        if let details { text += "  (\(details))" }
        if let effectiveFrom, !effectiveFrom.isEmpty { text += "  from \(effectiveFrom)" }
        if keepsNotice == false { text += "  notice broken" }
        return text
    }
}

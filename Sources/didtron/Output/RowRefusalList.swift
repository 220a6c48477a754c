import RateCards

/// Refused rows for people: each where they are few, else the reasons with their counts and the first rows.
enum RowRefusalList {
    static let shownMax = 20

    static func lines(_ refusals: [RowRefusal], _ inspection: DeckInspection?, isComplete: Bool) -> [String] {
        guard !refusals.isEmpty else { return [] }
        var lines = ["Refused:"]
        let shown = isComplete ? refusals[...] : refusals.prefix(shownMax)
        if shown.count < refusals.count, let inspection { lines += inspection.reasonsText.map { "  \($0)" } }
        lines += shown.map { "  \($0)" }
        if shown.count < refusals.count {
            lines.append("  … and \(refusals.count - shown.count) more (--all shows them)")
        }
        return lines
    }
}

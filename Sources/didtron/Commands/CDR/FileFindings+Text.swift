internal import Catalog
import Money
internal import StoredCalls

// Findings as people read them.

extension FileFindings {
    private static let linesShown = 5

    /// The lines, each ended; a section that found nothing says so in a line.
    var text: String { lossText + surgeText + longestText + routeText }

    private var lossText: String {
        var text = ""
        if losses.isEmpty {
            text += "No call was sold below what it cost.\n"
        } else {
            text += "Sold below cost: \(AmountText.count(lossCalls, "call")).\n"
            var table = TextTable([.left("  destination"), .right("calls"), .right("loss"), .left("")])
            table.rows = losses.prefix(Self.linesShown).map {
                let digits = Currency(code: $0.currency)?.minorDigits ?? 2
                return [
                    "  " + $0.destination, AmountText.count($0.calls), AmountText.micros($0.micros, digits: digits),
                    $0.currency,
                ]
            }
            text += table.text + Self.more(losses.count)
        }
        if notComparedCalls > 0 {
            text +=
                "Not compared: \(AmountText.count(notComparedCalls, "call")), charged and paid for in different currencies "
                + "without an exchange rate.\n"
        }
        return text
    }

    private var surgeText: String {
        let days = settings["cdr.surge_days"] ?? 0
        guard comparedDays > 0 else {
            return
                "Volume was not compared: there is too little usage on the \(AmountText.count(days, "day")) before.\n"
        }
        guard !surges.isEmpty else { return "No destination has sudden volume.\n" }
        var table = TextTable([
            .left("  destination"), .left("day"), .right("minutes"), .right("mean of \(AmountText.count(days, "day"))"),
            .right("times"),
        ])
        table.rows = surges.prefix(Self.linesShown).map {
            [
                "  " + $0.destination, $0.day, AmountText.count($0.minutes), AmountText.count($0.meanMinutes),
                $0.factorTenths.map { "\($0 / 10).\($0 % 10)" } ?? "new",
            ]
        }
        return "Sudden volume:\n" + table.text + Self.more(surges.count)
    }

    private var longestText: String {
        guard !longestCalls.isEmpty else { return "" }
        var table = TextTable([
            .left("  call"), .right("seconds"), .left("called"), .left("customer"), .left("supplier"),
        ])
        table.rows = longestCalls.map {
            [
                "  " + $0.address, AmountText.grouped($0.seconds), $0.called ?? "-", $0.customer ?? "-",
                $0.supplier ?? "-",
            ]
        }
        return "Longest calls:\n" + table.text
    }

    private var routeText: String {
        guard !routes.isEmpty else { return "" }
        // Only files that state it have any.
        let hasDelays = routes.contains { ($0.postDialCalls ?? 0) + ($0.postDialUnknown ?? 0) > 0 }
        let delays: [TextTable.Column] = hasDelays ? [.right("PDD ms"), .right("without PDD")] : []
        var table = TextTable(
            [
                .left("  supplier"), .left("destination"), .right("attempts"), .right("answered"), .right("ASR %"),
                .right("ACD s"),
            ] + delays)
        table.rows = routes.prefix(Self.linesShown).map {
            let cells = [
                "  " + $0.supplier, $0.destination, AmountText.count($0.attempts), AmountText.count($0.answered),
                "\($0.asrTenths / 10).\($0.asrTenths % 10)", $0.acdSeconds.map(AmountText.count) ?? "-",
            ]
            guard hasDelays else { return cells }
            let unknown = $0.attempts - ($0.postDialCalls ?? 0)
            return cells + [$0.postDialMillis.map(AmountText.count) ?? "-", AmountText.count(unknown)]
        }
        return "Routes, most attempts first:\n" + table.text + Self.more(routes.count)
    }

    private static func more(_ count: Int) -> String {
        count > linesShown ? "  … and \(count - linesShown) more (--json lists up to 50)\n" : ""
    }
}

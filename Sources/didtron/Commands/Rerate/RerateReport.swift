internal import Catalog
internal import Postgres
import Rating
internal import StoredCalls

/// What a re-rate changes, or has changed, for people; `JSON.Rerate` is for programs.
struct RerateReport {
    /// One side, currency and partner, destination or invoice.
    struct Line {
        var side: String?
        var name: String
        var code: String?
        var state: String?
        var currency: String
        var sum: RerateDifference.Sum

        fileprivate init(_ name: String, _ currency: String, _ sum: RerateDifference.Sum) {
            self.name = name
            self.currency = currency
            self.sum = sum
        }

        var difference: Int128 { sum.microsAfter - sum.microsBefore }
    }

    struct Batch {
        var `switch`: String
        var scope: String
        var calls, callsChanged, sidesWithoutAccount: Int64
        var seconds: Double
        var resumedAtChunk: Int
        var unfinished: String?
        var file: FileAccountReport?
        var totals, partners, destinations, invoices: [Line]
    }

    var isApplied: Bool
    var batches: [Batch]

    init(_ results: [Rerating.Result], isApplied: Bool, _ connection: Connection) throws {
        self.isApplied = isApplied
        batches = try results.map { result in
            let difference = result.difference
            let keys = difference.sums.keys
            let names = try NamesOfIDs(
                partners: Set(keys.compactMap(\.partnerID)), destinations: Set(keys.compactMap(\.destinationID)),
                invoices: Set(difference.invoices.keys.map(\.invoiceID)), connection)
            return Batch(
                switch: result.switchCode, scope: result.scope.title, calls: difference.callsRead,
                callsChanged: difference.callsChanged, sidesWithoutAccount: difference.sidesWithoutAccount,
                seconds: result.seconds, resumedAtChunk: result.resumedAtChunk, unfinished: result.unfinished,
                file: result.account.map { FileAccountReport($0) },
                totals: lines(
                    difference, by: { Group(side: $0.side, id: nil, currency: $0.currency) },
                    name: { _ in ("all", nil) }),
                partners: lines(
                    difference, by: { Group(side: $0.side, id: $0.partnerID, currency: $0.currency) },
                    name: { (names.partner($0), names.partnerCode($0)) }),
                destinations: lines(
                    difference, by: { Group(side: $0.side, id: $0.destinationID, currency: $0.currency) },
                    name: { (names.destination($0), nil) }),
                invoices: difference.invoices.map { key, sum in
                    let invoice = names.invoice(key.invoiceID)
                    var line = Line(invoice.name, key.currency, sum)
                    line.state = invoice.state
                    line.code = names.partnerCode(key.partnerID)
                    return line
                }.sorted { $0.name < $1.name })
        }
    }

    private static let linesShown = 20

    /// The lines, each ended.
    func text(isComplete: Bool) -> String {
        var text = batches.map { self.text($0, isComplete: isComplete) }.joined(separator: "\n")
        if batches.isEmpty { text = "No batch was interrupted.\n" }
        if !isApplied, batches.contains(where: { $0.callsChanged > 0 }) {
            text += "No call was changed; the same command with --apply changes them.\n"
        }
        return text
    }

    private func text(_ batch: Batch, isComplete: Bool) -> String {
        let rate = batch.seconds > 0 ? Int64(Double(batch.calls) / batch.seconds) : 0
        var text = "Switch \(batch.switch), \(batch.scope): \(AmountText.count(batch.calls, "call")) rated again, "
        text +=
            batch.callsChanged == 0
            ? "no price changes.\n"
            : "\(AmountText.count(batch.callsChanged)) \(batch.callsChanged == 1 ? "price changes" : "prices change") (\(AmountText.count(rate)) calls/s).\n"
        if let unfinished = batch.unfinished {
            text += "The \(unfinished) was interrupted; the next --apply, or --finish, finishes it first.\n"
        }
        if batch.resumedAtChunk > 0 {
            text +=
                "Went on behind chunk \(batch.resumedAtChunk - 1) of an interrupted batch; what that had changed is not in the tables.\n"
        }
        if batch.sidesWithoutAccount > 0 {
            text +=
                "\(AmountText.count(batch.sidesWithoutAccount, "side")) without a change: no account is of the partner and product any more.\n"
        }
        if batch.callsChanged > 0 {
            text += "\n" + table("partner", batch.partners, totals: batch.totals, isComplete: isComplete)
            text += "\n" + table("destination", batch.destinations, totals: batch.totals, isComplete: isComplete)
        }
        if !batch.invoices.isEmpty {
            text += "\nOf these, calls that invoices have; the difference waits for a credit or debit note:\n"
            text += invoiceTable(batch.invoices)
        }
        if let file = batch.file { text += "\n" + file.text }
        return text
    }

    private func table(_ title: String, _ lines: [Line], totals: [Line], isComplete: Bool) -> String {
        var table = TextTable([
            .left(title), .left("side"), .right("calls"), .right("before"), .right("after"), .right("difference"),
            .left(""),
        ])
        let shown = isComplete ? lines[...] : lines.prefix(RerateReport.linesShown)
        table.rows = shown.map(cells)
        table.totals = totals.map(cells)
        let rest = lines.count - shown.count
        return table.text + (rest > 0 ? "… and \(rest) more (--all lists them)\n" : "")
    }

    private func cells(_ line: Line) -> [String] {
        let amounts =
            line.currency.isEmpty
            ? ["", "", ""]
            : [
                MicrosText.amount(line.sum.microsBefore, line.currency),
                MicrosText.amount(line.sum.microsAfter, line.currency),
                MicrosText.difference(line.difference, line.currency),
            ]
        return [line.name, line.side ?? "", AmountText.count(line.sum.calls)] + amounts + [line.currency]
    }

    private func invoiceTable(_ lines: [Line]) -> String {
        var table = TextTable([
            .left("invoice"), .left("state"), .left("partner"), .right("calls"), .right("before"), .right("after"),
            .right("difference"), .left(""),
        ])
        table.rows = lines.map { line in
            let cells = cells(line)
            return [line.name, line.state ?? "", line.code ?? ""] + cells[2...]
        }
        return table.text
    }
}

// MARK: - Grouping

private struct Group: Hashable {
    var side: Side
    var id: Int32?
    var currency: String
}

/// Sell before buy, the largest difference first.
private func lines(
    _ difference: RerateDifference, by group: (RerateDifference.Key) -> Group, name: (Int32?) -> (String, String?)
) -> [RerateReport.Line] {
    difference.sums(by: group).map { key, sum in
        let (text, code) = name(key.id)
        var line = RerateReport.Line(text, key.currency, sum)
        line.side = key.side.name
        line.code = code
        return line
    }.sorted { left, right in
        if left.side != right.side { return left.side ?? "" > right.side ?? "" }
        let (a, b) = (left.difference.magnitude, right.difference.magnitude)
        return a == b ? (left.name, left.currency) < (right.name, right.currency) : a > b
    }
}

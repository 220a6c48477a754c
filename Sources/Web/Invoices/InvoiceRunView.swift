import Catalog
import Receivables

/// The drafts that a run would make, as a table with what is odd about them.
struct InvoiceRunView {
    let results: [InvoiceRun.Result]
    let period: String

    /// Rows that a page shows; the others are counted.
    private static let rowsMax = 100

    private var drafts: [InvoiceRun.Result] { results.filter { $0.outcome == .draft } }

    /// The largest first, those that make no draft before them: they are what somebody has to look at.
    private var shown: [InvoiceRun.Result] {
        let odd = results.filter { $0.outcome != .draft && $0.outcome != .prepaid }
        return Array((odd + drafts.sorted { $0.totalMinor > $1.totalMinor }).prefix(Self.rowsMax))
    }

    var verb: String? {
        drafts.isEmpty ? nil : "Make \(AmountText.count(Int64(drafts.count), "draft"))"
    }

    var warning: String? {
        guard let running = drafts.first(where: \.isRunning) else { return nil }
        return
            "The period to \(running.periodEndOn) (\(running.billingZone)) has not ended yet: calls of it may still come."
    }

    var empty: EmptyState? {
        guard shown.isEmpty else { return nil }
        let prepaid =
            results.isEmpty ? "" : " Customers who pay from a deposit get no invoice: there are \(results.count)."
        return EmptyState(
            title: "Nothing to bill",
            text: "There is no usage of \(period) that no invoice has taken.\(prepaid)", action: "All invoices",
            href: InvoiceListPage.path)
    }

    var table: DataTable? {
        guard !shown.isEmpty else { return nil }
        let columns = [
            DataTable.Column("Customer", .wrap), DataTable.Column("Outcome", .state), DataTable.Column("Period"),
            DataTable.Column("Warning", .wrap, first: true), DataTable.Column("Lines", .number),
            DataTable.Column("Currency", .currency), DataTable.Column("Usage", .number, first: true),
            DataTable.Column("Total", .number, first: true),
        ]
        var table = DataTable(
            "cap-run", "Customers", hidesCaption: true, columns: columns,
            rows: shown.map { result in
                let total = Amount.minor(result.totalMinor, digits: result.minorDigits)
                return DataTable.Row(
                    cells: [
                        .key(columns[0], result.partnerName, nil, isShort: false), .badge(columns[1], badge(result)),
                        .text(columns[2], Period.text(result.periodStartOn, result.periodEndOn)),
                        warning(of: result).map { .text(columns[3], $0) } ?? .none(columns[3]),
                        .amount(columns[4], .count(result.lines)), .text(columns[5], result.currency),
                        .amount(
                            columns[6], .exact(result.exactMicros, digits: result.minorDigits),
                            label: "Usage, \(result.currency)"),
                        result.outcome == .draft
                            ? .amount(columns[7], total, label: "Total, \(result.currency)") : .none(columns[7]),
                    ], name: result.partnerName)
            })
        table.foot = Dictionary(grouping: drafts, by: \.currency).sorted { $0.key < $1.key }.map { currency, drafts in
            let digits = drafts[0].minorDigits
            return DataTable.Row(
                cells: [
                    .total("Total of \(AmountText.count(Int64(drafts.count), "draft"))", columns: 4),
                    .amount(columns[4], .count(drafts.reduce(0) { $0 + $1.lines })), .text(columns[5], currency),
                    .amount(
                        columns[6], .exact(drafts.reduce(Int128(0)) { $0 + $1.exactMicros }, digits: digits),
                        label: "Usage, \(currency)"),
                    .amount(
                        columns[7], .minor(drafts.reduce(Int128(0)) { $0 + Int128($1.totalMinor) }, digits: digits),
                        label: "Total, \(currency)"),
                ], name: "", hasMore: false)
        }
        return table
    }

    var foot: TableFoot? {
        guard !shown.isEmpty else { return nil }
        let prepaid = results.filter { $0.outcome == .prepaid }.count
        let rest =
            prepaid == 0 ? "" : ", \(AmountText.count(Int64(prepaid), "customer")) paying from a deposit left out"
        let count = results.count - prepaid
        return TableFoot(
            rows: shown.count < count
                ? "The \(shown.count) largest of \(Amount.count(Int64(count)).text)\(rest)"
                : "\(AmountText.count(Int64(count), "row"))\(rest)")
    }

    private func badge(_ result: InvoiceRun.Result) -> Badge {
        switch result.outcome {
        case .draft: Badge(.draft, "Draft")
        case .carried: Badge(.partlyPaid, "Carried")
        case .creditDue: Badge(.disputed, "Credit due")
        case .tooLarge: Badge(.failed, "Too large")
        case .prepaid: Badge(.paid, "Prepaid")
        }
    }

    private func warning(of result: InvoiceRun.Result) -> String? {
        switch result.outcome {
        case .draft:
            var words: [String] = []
            if result.offsetMicros != 0 {
                words.append(
                    "\(Amount.exact(result.offsetMicros, digits: result.minorDigits).text) of another period set off")
            }
            if result.carriedMicros != 0 {
                words.append(
                    "\(Amount.exact(result.carriedMicros, digits: result.minorDigits).text) carried from an earlier run"
                )
            }
            if result.isRunning { words.append("period not over") }
            return words.isEmpty ? nil : words.joined(separator: ", ")
        case .carried: return "Not above zero: waits for the next run"
        case .creditDue: return "Still below zero: needs a credit note"
        case .tooLarge: return "More than a document can state: a price must be wrong"
        case .prepaid: return nil
        }
    }
}

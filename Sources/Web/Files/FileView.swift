import CallStore
import Catalog
import Money
import StoredCalls

/// A file in the words of its page.
struct FileView {
    let account: FileAccount
    let findings: FileFindings?
    let mayNumbers: Bool

    var facts: [Fact] {
        var facts = [Fact("Received", Instant(account.receivedAt)), Fact("Switch", account.switchCode)]
        if let closedAt = account.closedAt { facts.append(Fact("Closed", Instant(closedAt))) }
        if let number = account.closeNumber { facts.append(Fact("Closing", Amount.count(number).text)) }
        return facts
    }

    var undone: String {
        let by = account.undoneBy.map { " by \($0)" } ?? ""
        let because = account.undoneBecause.map { ": \($0)" } ?? ""
        let again = account.againFileID.map { ". It was loaded again as file \($0)" } ?? ""
        return "This file was taken back\(by)\(because)\(again)."
    }

    var strip: [StripItem] {
        func item(_ name: String, _ count: Int64, _ sign: String? = nil, isResult: Bool = false) -> StripItem {
            StripItem(name: name, amount: Amount.count(count).text, sign: sign, isResult: isResult)
        }
        return [
            item("Rated", account.rated), item("Unrated", account.unrated, "+"),
            item("Duplicate", account.duplicates, "+"), item("Rejected", account.rejected, "+"),
            item("Read", account.read, "=", isResult: true),
        ]
    }

    var fields: SummaryList {
        func minutes(_ nanos: Int128) -> String {
            Int64(exactly: nanos / 1_000_000_000).map { "\(Amount.minutes(seconds: $0).text) min" } ?? "-"
        }
        return SummaryList(
            rows: [
                SummaryList.Row(name: "Layout", text: account.layout),
                SummaryList.Row(
                    name: "Size",
                    text: "\(Amount.count(account.bytes).text) bytes"
                        + (account.compression == "none" ? "" : ", \(account.compression)")),
                SummaryList.Row(name: "SHA-256", text: account.sha256, isCode: true),
                SummaryList.Row(name: "Changed a call known before", text: Amount.count(account.changed).text),
                SummaryList.Row(name: "Superseded before, no effect", text: Amount.count(account.stale).text),
                SummaryList.Row(name: "Duration rated", text: minutes(account.ratedNanos)),
                SummaryList.Row(name: "Duration unrated", text: minutes(account.unratedNanos)),
                SummaryList.Row(name: "Duration of duplicates", text: minutes(account.duplicateNanos)),
            ], isTwo: true)
    }

    // MARK: - What could not be read

    func rejects(_ rejects: [StoredReject], shown: Int, path: String) -> SheetSection {
        let columns = [
            DataTable.Column("Line", first: true), DataTable.Column("Column", .number),
            DataTable.Column("Field"), DataTable.Column("Reason", .wrap, first: true),
            DataTable.Column("As received", .wrap),
        ]
        let rows = rejects.map { reject in
            let text = String(decoding: reject.text.prefix(400), as: UTF8.self)
            return DataTable.Row(
                cells: [
                    .key(columns[0], Amount.count(reject.line).text, nil),
                    reject.column == 0 ? .none(columns[1]) : .amount(columns[1], .count(reject.column)),
                    reject.field.isEmpty ? .none(columns[2]) : .text(columns[2], reject.field),
                    .text(columns[3], reject.reason),
                    // A record that is none may hold a number anywhere.
                    mayNumbers ? .text(columns[4], text) : .text(columns[4], "not shown to your role"),
                ], name: "line \(reject.line)")
        }
        var foot: TableFoot?
        if !rows.isEmpty {
            foot = TableFoot(
                rows: account.rejected > Int64(rows.count)
                    ? "The first \(Amount.count(Int64(shown)).text) of \(Amount.count(account.rejected).text)"
                    : AmountText.count(account.rejected, "record"),
                exports: [
                    TableFoot.Export(title: "CSV", href: "\(path)/rejects.csv"),
                    TableFoot.Export(title: "XLSX", href: "\(path)/rejects.xlsx"),
                ])
        }
        return SheetSection(
            "rejects", "Rejected records", note: "Records that are no calls, with the reason",
            table: DataTable("cap-rejects", "Rejected records", hidesCaption: true, columns: columns, rows: rows),
            foot: foot, empty: EmptyState(title: "Nothing was rejected", text: "Every record could be read."))
    }

    // MARK: - What was worth a look

    var sections: [SheetSection] {
        guard let findings else { return [] }
        let unusual = [losses(findings), surges(findings)].filter { $0.table != nil }
        let usual = [routes(findings), longest(findings)].filter { $0.table != nil }
        guard unusual.isEmpty else { return unusual + usual }
        return [
            SheetSection(
                "unusual", "Worth a look", table: nil,
                empty: EmptyState(
                    title: "Nothing unusual",
                    text: findings.comparedDays == 0
                        ? "No call was sold below cost. There were too few days before to tell sudden volume."
                        : "No call was sold below cost, and no destination had sudden volume."))
        ] + usual
    }

    private func losses(_ findings: FileFindings) -> SheetSection {
        let columns = [
            DataTable.Column("Destination", .wrap), DataTable.Column("Calls", .number, first: true),
            DataTable.Column("Currency", .currency), DataTable.Column("Loss", .number, first: true),
        ]
        let rows = findings.losses.map { loss in
            DataTable.Row(
                cells: [
                    .key(columns[0], loss.destination, nil, isShort: false), .amount(columns[1], .count(loss.calls)),
                    .text(columns[2], loss.currency), .amount(columns[3], .micros(loss.micros)),
                ], name: loss.destination)
        }
        return SheetSection(
            "losses", "Sold below cost",
            note: findings.lossCalls == 0 ? nil : AmountText.count(findings.lossCalls, "call"),
            table: DataTable("cap-losses", "Sold below cost", hidesCaption: true, columns: columns, rows: rows),
            empty: EmptyState(
                title: "Nothing was sold below cost", text: "Each call that could be compared made a margin."))
    }

    private func surges(_ findings: FileFindings) -> SheetSection {
        let columns = [
            DataTable.Column("Destination", .wrap), DataTable.Column("Day", first: true),
            DataTable.Column("Minutes", .number, first: true), DataTable.Column("Mean of the days before", .number),
            DataTable.Column("Times", .number),
        ]
        let rows = findings.surges.map { surge in
            DataTable.Row(
                cells: [
                    .key(columns[0], surge.destination, nil, isShort: false), .day(columns[1], surge.day),
                    .amount(columns[2], .count(surge.minutes)), .amount(columns[3], .count(surge.meanMinutes)),
                    surge.factorTenths.map {
                        .text(columns[4], DecimalText.format($0, decimals: 1, decimalsMin: 1))
                    } ?? .text(columns[4], "new"),
                ], name: surge.destination)
        }
        return SheetSection(
            "surges", "Sudden volume", note: "Against the days before",
            table: DataTable("cap-surges", "Sudden volume", hidesCaption: true, columns: columns, rows: rows),
            empty: EmptyState(title: "No sudden volume", text: "Each day was like the days before it."))
    }

    private func routes(_ findings: FileFindings) -> SheetSection {
        let columns = [
            DataTable.Column("Supplier"), DataTable.Column("Destination", .wrap, first: true),
            DataTable.Column("Attempts", .number), DataTable.Column("Answered", .number),
            DataTable.Column("ASR, %", .number, first: true), DataTable.Column("ACD, s", .number, first: true),
        ]
        let rows = findings.routes.map { route in
            DataTable.Row(
                cells: [
                    .key(columns[0], route.supplier, nil), .text(columns[1], route.destination),
                    .amount(columns[2], .count(route.attempts)), .amount(columns[3], .count(route.answered)),
                    .text(columns[4], DecimalText.format(route.asrTenths, decimals: 1, decimalsMin: 1)),
                    route.acdSeconds.map { .amount(columns[5], .count($0)) } ?? .none(columns[5]),
                ], name: "\(route.supplier) \(route.destination)")
        }
        return SheetSection(
            "routes", "Routes", note: "Most attempts first",
            table: DataTable("cap-routes", "Routes", hidesCaption: true, columns: columns, rows: rows),
            empty: EmptyState(title: "No routes", text: "No supplier had enough attempts to be measured."))
    }

    private func longest(_ findings: FileFindings) -> SheetSection {
        let columns = [
            DataTable.Column("Call"), DataTable.Column("Seconds", .number, first: true),
            DataTable.Column("Called", .code), DataTable.Column("Customer", first: true), DataTable.Column("Supplier"),
        ]
        let rows = findings.longestCalls.map { call in
            DataTable.Row(
                cells: [
                    .key(columns[0], call.address, CallPage.path(of: call.address)),
                    .text(columns[1], AmountText.grouped(call.seconds)),
                    call.called.map { .text(columns[2], DialledNumber.text($0, isWhole: mayNumbers)) }
                        ?? .none(columns[2]),
                    call.customer.map { .text(columns[3], $0) } ?? .none(columns[3]),
                    call.supplier.map { .text(columns[4], $0) } ?? .none(columns[4]),
                ], name: call.address)
        }
        return SheetSection(
            "longest", "Longest calls",
            table: DataTable("cap-longest", "Longest calls", hidesCaption: true, columns: columns, rows: rows),
            empty: EmptyState(title: "No long calls", text: "No call was answered."))
    }
}

import Catalog
import Money
import RateBook
import RateCards
import Vocabulary

/// Changes by a deck or a draft, in the words of a page.
struct RateCardReportView {
    let report: RateCardReport

    private static let entriesShown = 200
    private static let refusalsShown = 50

    /// Why nothing can be stored yet; nil where it can.
    var cannot: String? {
        guard report.state == .refused else { return nil }
        if !report.questions.isEmpty { return "A question is still open: answer it on the form." }
        if !report.implausible.isEmpty, report.refusals.isEmpty {
            return
                "The difference looks like a mistake. If that is what the deck means, take it all the same on the form."
        }
        return report.rates > 0 && !report.refusals.isEmpty
            ? "Rows are refused. Correct the file, or take the deck without them on the form."
            : "No row of the file can be used."
    }

    /// Fields of the form by what they answer.
    private static let labels: [Choice.Name: String] = [
        .effective: "Start", .refused: "Refused rows", .scheduled: "Scheduled versions that say otherwise",
        .force: "What looks like a mistake", .confirm: "What looks like a mistake",
        .acceptLayout: "Another layout than the saved one", .saveProfile: "Another layout than the saved one",
        .amend: "Prefixes that it lacks",
    ]

    /// Sentences with the names of fields in place of choices; what has no field of its own is a line of how the file is read.
    static func worded(_ sentence: String) -> String {
        Choice.worded(in: sentence) { choice in
            if let label = labels[choice.name] { return "\u{201C}\(label)\u{201D}" }
            return
                "the line \u{201C}\(choice.name.rawValue) = \(choice.value ?? "\u{2026}")\u{201D} under how it is read"
        }
    }

    var effects: ActEffects {
        var effects = ActEffects()
        func add(_ what: String, _ detail: String) {
            effects.effects.append(Confirmation.Effect(what: what, detail: Self.worded(detail)))
        }
        switch report.state {
        case .unchanged: add("Nothing", "changes: version \(report.version ?? 0) has the same rates")
        case .refused: break
        default:
            add(
                "Version \(report.version ?? 0)",
                (report.state == .approved
                    ? "is in effect from \(report.effectiveFrom ?? "")"
                    : "becomes a draft that would take effect from \(report.effectiveFrom ?? "")")
                    + report.replaces.map { ", in place of version \($0)" }.joined())
        }
        add(
            AmountText.count(Int64(report.rates), "rate"),
            "of \(AmountText.count(Int64(report.rows), "row")) in \(report.source)")
        if !report.refusals.isEmpty {
            add(AmountText.count(Int64(report.refusals.count), "row"), "refused, as listed")
        }
        if report.keptPrices > 0 {
            add(
                AmountText.count(Int64(report.keptPrices), "code"),
                "keep the price of version \(report.comparedWith ?? 0)")
        }
        if let partner = report.assignedTo { add(partner, "is priced by the card") }
        for question in report.questions { add("Question", question) }
        for sentence in report.implausible { add("Implausible", sentence) }
        for note in report.notes + report.undefined { add("Noted", note) }
        effects.cannot = cannot
        effects.sections = sections
        return effects
    }

    var sections: [SheetSection] {
        var sections = [summary]
        if !report.notice.isEmpty { sections.append(notice) }
        if let margin { sections.append(margin) }
        if report.comparedWith != nil || !report.difference.isEmpty { sections.append(difference) }
        if !report.refusals.isEmpty { sections.append(refusals) }
        return sections
    }

    private var summary: SheetSection {
        let columns = [
            DataTable.Column("Against"), DataTable.Column("New", .number, first: true),
            DataTable.Column("Increase", .number, first: true), DataTable.Column("Decrease", .number, first: true),
            DataTable.Column("Other terms", .number), DataTable.Column("Blocked", .number),
            DataTable.Column("Closed", .number), DataTable.Column("Unchanged", .number),
        ]
        func row(_ name: String, _ counts: [String: Int]) -> DataTable.Row {
            let kinds: [RateDifference.Kind] = [.new, .increase, .decrease, .changed, .blocked, .closed, .unchanged]
            return DataTable.Row(
                cells: [.key(columns[0], name, nil)]
                    + kinds.enumerated().map { index, kind in
                        .amount(columns[index + 1], .count(Int64(counts[kind.rawValue] ?? 0)))
                    }, name: name)
        }
        let first = row(
            report.comparedWith.map { "Version \($0)\(report.comparedStage.map { ", \(Self.word($0))" } ?? "")" }
                ?? "Nothing: the first version", report.counts)
        return SheetSection(
            "summary", "Prefixes by kind of change",
            table: DataTable(
                "cap-summary", "Numbers of prefixes by kind of change", hidesCaption: true, columns: columns,
                rows: [first]
                    + report.comparisons.map { row("Version \($0.version), \(Self.word($0.stage))", $0.counts) }),
            empty: EmptyState(title: "Nothing", text: ""))
    }

    private static func word(_ stage: RateCardVersion.Stage) -> String {
        switch stage {
        case .draft: "a draft"
        case .scheduled: "scheduled"
        case .inEffect: "in effect"
        case .superseded: "superseded"
        case .withdrawn: "withdrawn"
        }
    }

    private var notice: SheetSection {
        let columns = [
            DataTable.Column("Partner"), DataTable.Column("Kind of change", first: true),
            DataTable.Column("Days of notice", .number), DataTable.Column("Earliest"),
            DataTable.Column("Kept", .number, first: true), DataTable.Column("Broken", .number, first: true),
            DataTable.Column("Such as", .wrap),
        ]
        return SheetSection(
            "notice", "Notice", note: "What agreements ask for",
            table: DataTable(
                "cap-notice", "Changes that keep or break a notice", hidesCaption: true, columns: columns,
                rows: report.notice.map { check in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], check.partner, nil), .text(columns[1], check.kind),
                            .amount(columns[2], .count(check.days)), .instant(columns[3], check.earliest),
                            .amount(columns[4], .count(Int64(check.kept))),
                            .amount(columns[5], .count(Int64(check.broken))),
                            check.examples.isEmpty
                                ? .none(columns[6]) : .text(columns[6], check.examples.joined(separator: ", ")),
                        ], name: check.partner)
                }), empty: EmptyState(title: "None", text: ""))
    }

    private var margin: SheetSection? {
        guard let effect = report.margin else { return nil }
        let columns = [
            DataTable.Column("Destination", .wrap), DataTable.Column("Minutes", .number),
            DataTable.Column("Before, \(effect.currency)", .number, first: true),
            DataTable.Column("After, \(effect.currency)", .number, first: true),
            DataTable.Column("Margin before", .number), DataTable.Column("Margin after", .number, first: true),
        ]
        func cells(_ line: MarginEffect.Line) -> [Cell] {
            func margin(_ column: DataTable.Column, _ micros: Int64?) -> Cell {
                micros.map { .amount(column, .micros(Int128($0))) } ?? .none(column)
            }
            return [
                .amount(columns[1], .minutes(seconds: line.billedSeconds)),
                .amount(columns[2], .micros(Int128(line.beforeMicros))),
                .amount(columns[3], .micros(Int128(line.afterMicros))), margin(columns[4], line.marginBeforeMicros),
                margin(columns[5], line.marginAfterMicros),
            ]
        }
        var table = DataTable(
            "cap-margin", "Effect on the traffic of 30 days", hidesCaption: true, columns: columns,
            rows: effect.destinations.prefix(20).map { line in
                let name = line.destination ?? "(none)"
                return DataTable.Row(cells: [.key(columns[0], name, nil, isShort: false)] + cells(line), name: name)
            })
        table.foot = [
            DataTable.Row(cells: [.total("All traffic", columns: 1)] + cells(effect.total), name: "", hasMore: false)
        ]
        return SheetSection(
            "margin", "What it means for the margin",
            note: "Traffic of \(effect.firstOn) up to \(effect.endOn)"
                + (effect.otherCurrencies.map { "; without traffic in \($0)" } ?? ""),
            table: table,
            foot: effect.destinations.count > 20
                ? TableFoot(rows: "The 20 largest effects of \(effect.destinations.count)") : nil,
            empty: EmptyState(title: "No traffic", text: "The card priced nothing in 30 days."))
    }

    private var difference: SheetSection {
        let columns = [
            DataTable.Column("Prefix", .code), DataTable.Column("Change", .state),
            DataTable.Column("Destination", .wrap, first: true),
            DataTable.Column("From, \(report.currency)", .number, first: true),
            DataTable.Column("To, \(report.currency)", .number, first: true), DataTable.Column("Begins"),
            DataTable.Column("What else", .wrap), DataTable.Column("Notice"),
        ]
        return SheetSection(
            "difference", "What changes", note: "By prefix",
            table: DataTable(
                "cap-difference", "Prefixes that change", hidesCaption: true, columns: columns,
                rows: report.difference.prefix(Self.entriesShown).map { entry in
                    let details = [entry.variant, entry.details].compactMap(\.self).joined(separator: ", ")
                    return DataTable.Row(
                        cells: [
                            .key(columns[0], entry.prefix, nil), .badge(columns[1], Badge(entry.kind)),
                            .text(columns[2], entry.destination),
                            entry.from.map { .text(columns[3], $0) } ?? .none(columns[3]),
                            entry.to.map { .text(columns[4], $0) } ?? .none(columns[4]),
                            entry.effectiveFrom.flatMap { $0.isEmpty ? nil : Cell.instant(columns[5], $0) }
                                ?? .none(columns[5]),
                            details.isEmpty ? .none(columns[6]) : .text(columns[6], details),
                            entry.keepsNotice.map { .text(columns[7], $0 ? "kept" : "broken") } ?? .none(columns[7]),
                        ], name: entry.prefix)
                }),
            foot: report.difference.count > Self.entriesShown
                ? TableFoot(
                    rows: "The first \(Self.entriesShown) of \(Amount.count(Int64(report.difference.count)).text)")
                : nil,
            empty: EmptyState(title: "Nothing changes", text: "Every prefix keeps its price."))
    }

    private var refusals: SheetSection {
        let columns = [
            DataTable.Column("Line"), DataTable.Column("Column", first: true),
            DataTable.Column("Reason", .wrap, first: true), DataTable.Column("What it says", .wrap, first: true),
        ]
        return SheetSection(
            "refused", "Refused rows",
            table: DataTable(
                "cap-refused", "Rows that cannot be used", hidesCaption: true, columns: columns,
                rows: report.refusals.prefix(Self.refusalsShown).map { row in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], "\(row.line)", nil),
                            row.field.isEmpty ? .none(columns[1]) : .text(columns[1], row.field),
                            .text(columns[2], Self.worded(row.reason)),
                            row.text.isEmpty ? .none(columns[3]) : .text(columns[3], String(row.text.prefix(80))),
                        ], name: "line \(row.line)")
                }),
            foot: report.refusals.count > Self.refusalsShown
                ? TableFoot(
                    rows: "The first \(Self.refusalsShown) of \(Amount.count(Int64(report.refusals.count)).text)")
                : nil,
            empty: EmptyState(title: "None", text: ""))
    }
}

extension Badge {
    /// Badge of a change of a rate.
    init(_ kind: RateDifference.Kind) {
        switch kind {
        case .new: self.init(.issued, "New")
        case .increase: self.init(.overdue, "Increase")
        case .decrease: self.init(.paid, "Decrease")
        case .changed: self.init(.partlyPaid, "Other terms")
        case .blocked: self.init(.failed, "Blocked")
        case .closed: self.init(.void, "Closed")
        case .unchanged: self.init(.draft, "Unchanged")
        }
    }
}

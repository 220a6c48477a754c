import Catalog
import Money
import RateBook

/// A card in the words of its page.
struct RateCardView: Sendable {
    let card: RateCard
    let versions: [RateCardVersion]
    /// The version whose rates are shown: the one asked for, else the one in effect.
    let chosen: RateCardVersion?
    let nowMicros: Int64
    var assignments: [RateCardPage.Assignment] = []
    /// Of one page, and one more where there are others.
    var rates: [RateListing.Row] = []
    /// What a number may cost.
    var ofNumber: (digits: String, rates: [RateListing.Row])?

    private var path: String { RateCardListPage.path(of: card.name) }

    static func plain(_ nanos: Int64) -> String { DecimalText.format(nanos, decimals: DecimalText.nanoDecimals) }

    var badge: Badge? {
        guard let chosen else { return Badge(.draft, "No version") }
        return badge(of: chosen)
    }

    private func badge(of version: RateCardVersion) -> Badge {
        switch versions.stage(of: version, atMicros: nowMicros) {
        case .draft: Badge(.draft, "Draft")
        case .scheduled: Badge(.approved, "Scheduled")
        case .inEffect: Badge(.paid, "In effect")
        case .superseded: Badge(.void, "Superseded")
        case .withdrawn: Badge(.void, "Withdrawn")
        }
    }

    /// Actions on the version that is shown.
    var actions: [PageHeader.Action] {
        var actions = [
            PageHeader.Action(
                title: "Import a deck",
                href: FormFields([("card", card.name), ("side", card.side), ("currency", card.currency)])
                    .address(RateCardImportPage.path))
        ]
        guard let chosen else { return actions }
        switch versions.stage(of: chosen, atMicros: nowMicros) {
        case .draft:
            actions = [
                PageHeader.Action(
                    title: "Withdraw", href: RateCardStepPage.path(.withdraw, card: card.name, version: chosen.number)),
                PageHeader.Action(
                    title: "Approve",
                    href: "\(RateCardStepPage.path(.approve, card: card.name, version: chosen.number))?step=preview",
                    isPrimary: true),
            ]
        case .scheduled:
            actions.append(
                PageHeader.Action(
                    title: "Withdraw", href: RateCardStepPage.path(.withdraw, card: card.name, version: chosen.number)))
        case .inEffect, .superseded, .withdrawn: break
        }
        return actions
    }

    var facts: [Fact] {
        var facts = [
            Fact("Side", card.side), Fact("Currency", card.currency), Fact("Zone of dates", card.zone),
        ]
        if let chosen { facts.append(Fact("Version shown", Amount.count(chosen.number).text)) }
        return facts
    }

    func filters(_ fields: FormFields) -> Filters {
        let chips = [("q", "prefix or destination"), ("number", "number"), ("version", "version")].compactMap {
            name, words in
            fields[name].map { Filters.Chip(text: "\(words) \($0)", href: fields.setting(name, nil).address(path)) }
        }
        return Filters(
            action: path, label: "Rates",
            fields: [
                Filters.Input(name: "q", label: "Prefix or destination", value: fields.typed("q")),
                Filters.Input(name: "number", label: "What a number costs", value: fields.typed("number"), mode: "tel"),
            ],
            hidden: fields["version"].map { [Filters.Hidden(name: "version", value: $0)] } ?? [], chips: chips,
            applied: chips.isEmpty ? nil : "\(chips.count)")
    }

    func sections(_ fields: FormFields, _ place: ListPlace, size: Int) -> [SheetSection] {
        var sections: [SheetSection] = []
        if let ofNumber { sections.append(number(ofNumber.digits, ofNumber.rates)) }
        sections.append(rates(fields, place, size))
        sections.append(versionTable())
        sections.append(partners())
        return sections
    }

    private func columns() -> [DataTable.Column] {
        [
            DataTable.Column("Prefix", .code), DataTable.Column("Destination", .wrap, first: true),
            DataTable.Column("\(card.currency) a minute", .number, first: true), DataTable.Column("Set-up", .number),
            DataTable.Column("Increments", first: true), DataTable.Column("For"), DataTable.Column("From"),
            DataTable.Column("Until"),
        ]
    }

    private func row(_ rate: RateListing.Row, _ columns: [DataTable.Column], decimals: Int) -> DataTable.Row {
        DataTable.Row(
            cells: [
                .key(columns[0], rate.prefix, nil), .text(columns[1], rate.destination),
                rate.blocked
                    ? .text(columns[2], "blocked")
                    : .amount(columns[2], .rate(rate.nanosPerMinute, decimals: decimals)),
                rate.setupFeeNanos == 0 ? .none(columns[3]) : .amount(columns[3], .rate(rate.setupFeeNanos)),
                .text(columns[4], "\(rate.initialS)/\(rate.incrementS)"),
                rate.variant.map { .text(columns[5], $0) } ?? .text(columns[5], "all calls"),
                .instant(columns[6], rate.effectiveFrom),
                rate.effectiveTo.map { .instant(columns[7], $0) } ?? .none(columns[7]),
            ], name: rate.prefix)
    }

    private func rates(_ fields: FormFields, _ place: ListPlace, _ size: Int) -> SheetSection {
        let shown = Array(rates.prefix(size))
        let columns = columns()
        let decimals = Amount.rateDecimals(shown.map(\.nanosPerMinute))
        let list = fields.removing(["after", "before"])
        var foot: TableFoot?
        if let first = shown.first, let last = shown.last {
            foot = TableFoot(
                place: place, rows: shown.count, hasMore: rates.count > size,
                matching: list["q"] == nil ? chosen.map { Amount.count($0.rates).text } : nil, fields: list,
                path: path, first: (first.rateID, first.prefix), last: (last.rateID, last.prefix), exports: [],
                goesBack: false)
            foot?.exports = TableFoot.Export.both("\(path)/rates", list)
        }
        return SheetSection(
            "rates", "Rates", note: "By prefix",
            table: DataTable(
                "cap-rates", "Rates", hidesCaption: true, columns: columns,
                rows: shown.map { row($0, columns, decimals: decimals) }), foot: foot,
            empty: EmptyState(
                title: "No rate matches", text: "There is none in this version.", action: "All rates", href: path))
    }

    private func number(_ digits: String, _ rates: [RateListing.Row]) -> SheetSection {
        let columns = columns()
        let decimals = Amount.rateDecimals(rates.map(\.nanosPerMinute))
        return SheetSection(
            "number", "What \(digits) costs", note: "The longest prefix that holds at the start of the call is taken",
            table: DataTable(
                "cap-number", "Rates for \(digits), the longest prefix first", hidesCaption: true, columns: columns,
                rows: rates.map { row($0, columns, decimals: decimals) }),
            empty: EmptyState(
                title: "No price", text: "No prefix of this version is the beginning of \(digits).",
                action: "All rates",
                href: path))
    }

    private func versionTable() -> SheetSection {
        let columns = [
            DataTable.Column("Version"), DataTable.Column("State", .state), DataTable.Column("From", first: true),
            DataTable.Column("Rates", .number, first: true), DataTable.Column("From file", .wrap),
            DataTable.Column("Imported by"), DataTable.Column("Approved by"),
        ]
        return SheetSection(
            "versions", "Versions", note: "The latest first",
            table: DataTable(
                "cap-versions", "Versions", hidesCaption: true, columns: columns,
                rows: versions.map { version in
                    DataTable.Row(
                        cells: [
                            .key(
                                columns[0], "\(version.number)",
                                FormFields([("version", "\(version.number)")]).address(path)),
                            .badge(columns[1], badge(of: version)), .instant(columns[2], version.effectiveFrom),
                            .amount(columns[3], .count(version.rates)), .text(columns[4], version.source),
                            version.importedBy.map { .text(columns[5], $0) } ?? .none(columns[5]),
                            version.approvedBy.map { .text(columns[6], $0) } ?? .none(columns[6]),
                        ], name: "version \(version.number)")
                }), empty: EmptyState(title: "No versions", text: "No deck was imported into this card."))
    }

    private func partners() -> SheetSection {
        let columns = [
            DataTable.Column("Partner"), DataTable.Column("Side", first: true),
            DataTable.Column("Product", first: true),
            DataTable.Column("From", first: true), DataTable.Column("Until"),
        ]
        return SheetSection(
            "partners", "Whom it prices", note: AmountText.count(Int64(assignments.count), "assignment"),
            table: DataTable(
                "cap-partners", "Whom it prices", hidesCaption: true, columns: columns,
                rows: assignments.prefix(500).map { assignment in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], assignment.partner, nil), .text(columns[1], assignment.side),
                            .text(columns[2], assignment.product),
                            assignment.from.map { .instant(columns[3], $0) } ?? .text(columns[3], "always"),
                            assignment.to.map { .instant(columns[4], $0) } ?? .none(columns[4]),
                        ], name: assignment.partner)
                }),
            foot: assignments.count > 500
                ? TableFoot(rows: "The first 500 of \(Amount.count(Int64(assignments.count)).text)") : nil,
            empty: EmptyState(
                title: "Nobody yet", text: "The card is assigned to no partner.",
                command: "didtron ratecard assign --card \(card.name) --partner CODE"))
    }
}

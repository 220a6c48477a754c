import Accounts
import Catalog
import Hummingbird
import Ledger
import Postgres
import Vocabulary

/// What an entered journal came to.
struct JournalEntered: Codable, Sendable {
    var proposed: [ManualJournals.Proposed]
    /// Empty where somebody else has to post it.
    var posted: [ManualJournals.Posted]

    /// Proposes journals, and posts them where nobody else has to.
    init(_ stated: StatedJournals, entityID: EntityID, on connection: Connection) throws {
        proposed = try ManualJournals.propose(stated, entityID: entityID, on: connection)
        let ids = proposed.map(\.documentID)
        let isHeld = try ids.first.map { try ManualJournal.find($0, on: connection).needsSecond } ?? false
        posted = isHeld ? [] : try ManualJournals.post(ids, entityID: entityID, on: connection)
    }

    func effects(on connection: Connection) throws -> ActEffects {
        var effects = ActEffects()
        for journal in proposed.prefix(50) {
            let posted = posted.first { $0.documentID == journal.documentID }
            effects.effects.append(
                Confirmation.Effect(
                    what: journal.description,
                    detail: posted.map { posted in
                        "\(AmountText.count(posted.entries, "entry")) on \(posted.effectiveOn)"
                            + (posted.effectiveOn == posted.statedOn
                                ? "" : ", the first open day behind \(posted.statedOn)")
                            + (posted.unconverted > 0 ? ", \(posted.unconverted) without an exchange rate" : "")
                    } ?? "\(AmountText.count(journal.lines, "line")) wait for somebody else to post them"))
        }
        if proposed.count > 50 {
            effects.effects.append(
                Confirmation.Effect(what: AmountText.count(Int64(proposed.count - 50), "journal"), detail: "more"))
        }
        if let first = proposed.first {
            effects.sections = [
                JournalListPage.section(
                    try ManualJournal.find(first.documentID, on: connection).content(on: connection))
            ]
        }
        return effects
    }

    var done: (path: String, flash: Flash) {
        guard let first = proposed.first else {
            return (JournalListPage.path, Flash("Nothing was entered.", kind: .warn))
        }
        let text: String
        if let number = posted.first?.number, posted.count == 1 {
            text = "Posted \(number)."
        } else if posted.isEmpty {
            text = "Proposed \(AmountText.count(Int64(proposed.count), "journal")): somebody else posts them."
        } else {
            text = "Posted \(AmountText.count(Int64(posted.count), "journal"))."
        }
        return (proposed.count == 1 ? JournalListPage.path(first.documentID) : JournalListPage.path, Flash(text))
    }
}

/// A journal of one line, by fields.
struct JournalEnterPage: StatedAct {
    static let path = "\(JournalListPage.path)/enter"

    var path: String { Self.path }
    var permission: Permission { .postJournals }
    var act: String { "journal.enter" }

    func subject(_ request: PageRequest, on connection: Connection) throws -> [AccountType] {
        try AccountType.list(on: connection)
    }

    func form(
        _ request: PageRequest, _ types: [AccountType], _ fields: FormFields, _ problems: FormProblems
    ) -> ActForm {
        func field(_ name: String, _ label: String, _ hint: String, width: Int = 20, optional: Bool = false) -> Field {
            Field(
                name, label, hint: hint, error: problems.of(name), value: fields.typed(name), width: width,
                isOptional: optional)
        }
        func account(_ name: String, _ label: String) -> Field {
            Field(
                name, label, error: problems.of(name),
                choices: [Filters.Choice(title: "Choose one", value: "", isChosen: fields[name] == nil)]
                    + types.map {
                        Filters.Choice(
                            title: "\($0.name) (\($0.accountClass))", value: $0.code, isChosen: $0.code == fields[name])
                    })
        }
        return ActForm(
            title: "Enter a journal", verb: "Enter", facts: [Fact("Entity", request.session.entityName)],
            note: "It moves an amount from one account to another. Several lines come as a file.",
            fields: [
                account("debit", "Debit"), account("credit", "Credit"),
                field("partner", "Partner", "Code; of receivable, payable, deposits", optional: true),
                field("currency", "Currency", "Such as USD", width: 5),
                field("amount", "Amount", "In units of the currency, above zero", width: 12),
                field(
                    "functional_amount", "Worth in the entity's currency",
                    "The exchange rate of the day says it otherwise",
                    width: 12, optional: true),
                field("on", "Day of effect", "Such as 2026-10-31", width: 12),
                field(
                    "service_period", "Period of the service", "Its first day; the month of the day otherwise",
                    width: 12, optional: true),
                field("description", "What for", "It is shown wherever the journal is"),
            ], crumbs: JournalListPage.crumbs, cancel: JournalListPage.path)
    }

    func perform(
        _ request: PageRequest, _ types: [AccountType], _ fields: FormFields, on connection: Connection
    ) throws -> JournalEntered {
        var form = FormReader(fields)
        var row: [String: String] = [:]
        for (name, missing) in [
            ("debit", "Choose the account that is debited."), ("credit", "Choose the account that is credited."),
            ("currency", "Enter the currency."), ("amount", "Enter the amount."),
        ] { row[name] = form.text(name, missing: missing) }
        let day = form.day("on", missing: "Enter the day of effect.")
        let description = form.text("description", missing: "Enter what it is for.")
        try form.check()
        for name in ["partner", "functional_amount", "service_period"] { row[name] = fields[name] }
        row["amount"] = row["amount"]?.replacing(",", with: "")
        var stated = StatedJournals(.manualJournal, [row])
        stated.day = day?.description
        stated.description = description
        do {
            return try JournalEntered(stated, entityID: request.session.entityID, on: connection)
        } catch {
            throw FormProblems(fieldsOf: error) ?? error
        }
    }

    func effects(
        _ request: PageRequest, _ types: [AccountType], _ entered: JournalEntered, on connection: Connection
    ) throws -> ActEffects { try entered.effects(on: connection) }

    func done(
        _ request: PageRequest, _ types: [AccountType], _ entered: JournalEntered
    ) -> (path: String, flash: Flash) { entered.done }
}

/// A file of journals, or of opening balances.
struct JournalImportPage: StatedFile {
    static let path = "\(JournalListPage.path)/import"

    var path: String { Self.path }
    var permission: Permission { .postJournals }
    var bytesMax: Int { 20_000_000 }
    var fileHint: String { "CSV; the first line names the columns" }

    func act(_ known: Void) -> String { "journal.enter" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        ActForm(
            title: "Import journals", verb: "Enter", facts: [Fact("Entity", request.session.entityName)],
            note:
                "Journals: debit, credit, currency, amount, and partner, functional_amount, service_period, text, journal (rows with the same are one), on, description. Opening balances: account, currency, amount, as_of, and partner, functional_amount, service_period, text.",
            fields: [
                Field(
                    "kind", "Kind",
                    choices: [
                        Filters.Choice(
                            title: "Journals by hand", value: "manual_journal", isChosen: fields["kind"] != "opening"),
                        Filters.Choice(
                            title: "Opening balances", value: "opening", isChosen: fields["kind"] == "opening"),
                    ]),
                Field(
                    "on", "Day of effect", hint: "Of rows that state none", error: problems.of("on"),
                    value: fields.typed("on"), width: 12, isOptional: true),
                Field(
                    "description", "What for", hint: "Of rows that state none", value: fields.typed("description"),
                    isOptional: true),
            ], crumbs: JournalListPage.crumbs, cancel: JournalListPage.path)
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, _ file: StatedFileContent,
        on connection: Connection
    ) throws -> JournalEntered {
        var form = FormReader(fields)
        let day = form.day("on")
        try form.check()
        var stated = try StatedJournals(
            ManualJournal.Kind(rawValue: fields["kind"] ?? "") ?? .manualJournal, file.bytes)
        stated.day = day?.description
        stated.description = fields["description"]
        return try JournalEntered(stated, entityID: request.session.entityID, on: connection)
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ entered: JournalEntered, on connection: Connection
    ) throws -> ActEffects { try entered.effects(on: connection) }

    func done(
        _ request: PageRequest, _ known: Void, _ entered: JournalEntered
    ) -> (path: String, flash: Flash) { entered.done }
}

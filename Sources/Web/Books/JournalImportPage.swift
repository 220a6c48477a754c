import Accounts
import Catalog
import Hummingbird
import Ledger
import Postgres
import Vocabulary

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

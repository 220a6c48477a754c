import Accounts
import Catalog
import Hummingbird
import Ledger
import Postgres
import Vocabulary

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
        let make = FieldMaker(fields, problems)
        let accounts = [("", "Choose one")] + types.map { ($0.code, "\($0.name) (\($0.accountClass))") }
        return ActForm(
            title: "Enter a journal", verb: "Enter", facts: [Fact("Entity", request.session.entityName)],
            note: "It moves an amount from one account to another. Several lines come as a file.",
            fields: [
                make.choice("debit", "Debit", nil, accounts), make.choice("credit", "Credit", nil, accounts),
                make.text("partner", "Partner", "Code; of receivable, payable, deposits", optional: true),
                make.text("currency", "Currency", "Such as USD", width: 8),
                make.text("amount", "Amount", "In units of the currency, above zero", width: 12),
                make.text(
                    "functional_amount", "Worth in the entity's currency",
                    "The exchange rate of the day says it otherwise",
                    width: 12, optional: true),
                make.text("on", "Day of effect", "Such as 2026-10-31", width: 12),
                make.text(
                    "service_period", "Period of the service", "Its first day; the month of the day otherwise",
                    width: 12, optional: true),
                make.text("description", "What for", "It is shown wherever the journal is"),
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

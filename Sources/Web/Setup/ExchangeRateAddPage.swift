import Accounts
import Catalog
import Hummingbird
import Postgres
import Vocabulary

/// One exchange rate.
struct ExchangeRateAddPage: StatedAct {
    static let path = "\(ExchangeRateListPage.path)/add"

    var path: String { Self.path }
    var permission: Permission { .changeTerms }
    var act: String { "exchange_rate.import" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        let make = FieldMaker(fields, problems)
        return ActForm(
            title: "Add an exchange rate", verb: "Add",
            fields: [
                make.text("from", "From", "Currency, such as EUR", width: 8),
                make.text("to", "To", "Currency, such as USD", width: 8),
                make.text("effective_on", "In effect from", "A day, such as 2026-10-31", width: 12),
                make.text("rate", "Rate", "Units of the second currency for one of the first", width: 12),
            ] + ExchangeRateListPage.asked(fields, problems), crumbs: ExchangeRateListPage.crumbs,
            cancel: ExchangeRateListPage.path)
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, on connection: Connection
    ) throws -> ExchangeRateImport.Report {
        var form = FormReader(fields)
        let names = ["from", "to", "effective_on", "rate"]
        let values = names.map { form.text($0, missing: "Enter \($0 == "effective_on" ? "the day" : "it").") }
        try form.check()
        let text = CSVLine.text(names) + CSVLine.text(values)
        do {
            return try ExchangeRateImport.run(
                Array(text.utf8), ExchangeRateListPage.options(fields), on: connection)
        } catch {
            throw FormProblems(fieldsOf: error) ?? error
        }
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ report: ExchangeRateImport.Report, on connection: Connection
    ) throws -> ActEffects { ExchangeRateListPage.effects(report) }

    func done(
        _ request: PageRequest, _ known: Void, _ report: ExchangeRateImport.Report
    ) -> (path: String, flash: Flash) {
        (ExchangeRateListPage.path, Flash(ExchangeRateListPage.sentence(report)))
    }
}

import Accounts
import Catalog
import Hummingbird
import Postgres
import Vocabulary

/// A file of exchange rates.
struct ExchangeRateImportPage: StatedFile {
    static let path = "\(ExchangeRateListPage.path)/import"

    var path: String { Self.path }
    var permission: Permission { .changeTerms }
    var bytesMax: Int { 20_000_000 }
    var fileHint: String { "CSV with the columns from, to, effective_on and rate" }

    func act(_ known: Void) -> String { "exchange_rate.import" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        ActForm(
            title: "Import exchange rates", verb: "Import",
            fields: ExchangeRateListPage.asked(fields, problems), crumbs: ExchangeRateListPage.crumbs,
            cancel: ExchangeRateListPage.path)
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, _ file: StatedFileContent,
        on connection: Connection
    ) throws -> ExchangeRateImport.Report {
        try ExchangeRateImport.run(file.bytes, ExchangeRateListPage.options(fields), on: connection)
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

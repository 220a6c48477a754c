import ArgumentParser
internal import Catalog
import Contracts

/// Where entities and partners are paid.
struct BankCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank", abstract: "Manage bank accounts of entities and partners, by currency.",
        discussion: """
            Example:
              didtron bank import banks.csv
            """,
        subcommands: [
            CatalogImportCommand<BankSubject>.self, CatalogListCommand<BankSubject>.self,
            CatalogShowCommand<BankSubject>.self,
        ])
}

enum BankSubject: CatalogCommandSubject {
    typealias Answer = JSON.Bank

    static let subject = CatalogSubject.banks
    static let exampleCode = "acme"
    static let fileFormat = """
        Columns: partner (or entity, for our own), currency, holder (default its name), iban or account_number, bic, \
        bank_name, correspondent_bic, from (first day of a change; default today, for a first account the beginning). \
        An invoice says where its entity is paid in its currency on the day of issue. none takes a value away.
        """
}

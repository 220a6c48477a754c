import ArgumentParser
internal import Catalog
import Contracts

/// Who entities and partners are by law: names, addresses, tax numbers.
struct PartyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "party", abstract: "Manage legal names, addresses and tax numbers of entities and partners.",
        discussion: """
            Example:
              didtron party import parties.csv
            """,
        subcommands: [
            CatalogImportCommand<PartySubject>.self, CatalogListCommand<PartySubject>.self,
            CatalogShowCommand<PartySubject>.self,
        ])
}

enum PartySubject: CatalogCommandSubject {
    typealias Answer = JSON.Party

    static let subject = CatalogSubject.parties
    static let exampleCode = "acme"
    static let fileFormat = """
        Columns: partner (or entity, for our own), legal_name, address (lines above the city, with semicolons between \
        them), city, region, postal_code, country (two letters), registration_number, tax_ids (such as EU_VAT DE123456789; \
        several with semicolons), language (of documents: de, pt-BR), reference (printed on our invoices \
        for the partner), from (first day of a change; default today, for who has no details yet the beginning). \
        Documents say what holds on the day of their issue. none takes a value away.
        """
}

import ArgumentParser
internal import Catalog
import Contracts

/// Who entities and partners are by law: names, addresses, tax numbers.
struct PartyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "party", abstract: "Legal names, addresses and tax numbers of entities and partners.",
        subcommands: [
            CatalogImportCommand<PartySubject>.self, CatalogListCommand<PartySubject>.self,
            CatalogShowCommand<PartySubject>.self,
        ])
}

enum PartySubject: CatalogCommandSubject {
    typealias Answer = JSON.Party

    static let subject = CatalogSubject.parties
    static let fileFormat = """
        Columns: partner (or entity, for our own), legal_name, address (lines above the city, with semicolons between \
        them), city, region, postal_code, country (two letters), registration_number, tax_ids (such as EU_VAT DE123456789; \
        several with semicolons), language (of documents: de, pt-BR), reference (what a partner wants to read on our \
        invoices), from (first day of a change; default today, for who has no details yet the beginning). \
        Documents say what holds on the day of their issue. none takes a value away.
        """
}

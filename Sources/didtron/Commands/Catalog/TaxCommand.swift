import ArgumentParser
internal import Catalog
import Contracts

/// How what is sold is taxed: profiles with their rates, which the terms of agreements name.
struct TaxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tax", abstract: "Manage tax profiles and their rates, which the terms of partners name.",
        discussion: """
            Invoices are taxed by the rates of the last day of the period that a line is for. The tax of customers who pay ahead is taken \
            of a top-up when it comes in, or from the deposit together with the calls, as the profile says.

            Examples:
              printf 'profile,rate\\nvat,19\\n' | didtron tax import -
              printf 'partner,tax\\nacme,vat\\n' | didtron partner import -
              didtron tax list
            """,
        subcommands: [
            CatalogImportCommand<TaxSubject>.self, CatalogListCommand<TaxSubject>.self,
            CatalogShowCommand<TaxSubject>.self,
        ])
}

enum TaxSubject: CatalogCommandSubject {
    typealias Answer = JSON.Tax

    static let subject = CatalogSubject.taxes
    static let exampleCode = "vat"
    static let fileFormat = """
        A line for each rate. Columns: profile, name, treatment (taxed, exempt, reverse_charge; default taxed), prices \
        (exclusive = the tax comes on top, inclusive = they contain it; default exclusive), tax_point (of customers who pay ahead: \
        usage or receipt; default usage), rounding (document = once a rate, line = line by line; default document), sentence (what \
        documents say of it; exempt and reverse_charge need one), tax (as documents name it, default VAT; several taxes of a profile are \
        each worked out on the price alone), rate (percent, up to four decimals), from (first day of the rate; empty = from the \
        beginning), account (a liability of the chart, default output_tax), entity (where there are several). \
        Treatment, prices, tax point and rounding of a profile never change, nor do rates of days that were taxed.
        """
}

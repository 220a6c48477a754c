import ArgumentParser
internal import Catalog
import Contracts

/// What is sold and bought: premium, standard, inbound numbers.
struct ProductCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "product", abstract: "What is sold and bought: premium, standard, inbound numbers.",
        subcommands: [
            CatalogImportCommand<ProductSubject>.self, CatalogListCommand<ProductSubject>.self,
            CatalogShowCommand<ProductSubject>.self,
        ])
}

enum ProductSubject: CatalogCommandSubject {
    typealias Answer = JSON.Product

    static let subject = CatalogSubject.products
    static let fileFormat = "Columns: product, name, direction (outbound, inbound; default outbound), entity."
}

import ArgumentParser
internal import Catalog
import Contracts

/// Manage products: what is sold and bought, such as premium, standard or inbound numbers.
struct ProductCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "product",
        abstract: "Manage products: what is sold and bought, such as premium, standard or inbound numbers.",
        discussion: """
            Example:
              didtron product import products.csv
            """,
        subcommands: [
            CatalogImportCommand<ProductSubject>.self, CatalogListCommand<ProductSubject>.self,
            CatalogShowCommand<ProductSubject>.self,
        ])
}

enum ProductSubject: CatalogCommandSubject {
    typealias Answer = JSON.Product

    static let subject = CatalogSubject.products
    static let exampleCode = "standard"
    static let fileFormat = "Columns: product, name, direction (outbound, inbound; default outbound), entity."
}

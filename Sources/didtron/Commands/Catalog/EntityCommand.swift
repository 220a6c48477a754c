import ArgumentParser
internal import Catalog
import Contracts

/// Legal entities of the carrier, each with its own books.
struct EntityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entity", abstract: "Manage the legal entities of the carrier, each with its own books.",
        discussion: """
            Example:
              didtron entity import entities.csv
            """,
        subcommands: [
            CatalogImportCommand<EntitySubject>.self, CatalogListCommand<EntitySubject>.self,
            CatalogShowCommand<EntitySubject>.self,
        ])
}

enum EntitySubject: CatalogCommandSubject {
    typealias Answer = JSON.Entity

    static let subject = CatalogSubject.entities
    static let exampleCode = "main"
    static let fileFormat = """
        Columns: entity, name, currency (the functional one, which never changes), zone (of the dates and the years of its \
        documents, default UTC; fixed once it has issued one). A new entity gets a switch of its code \
        and the product standard.
        """
}

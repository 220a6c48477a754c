import ArgumentParser
internal import Catalog
import Contracts

/// Whom to reach at entities and partners.
struct ContactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "Manage contacts of entities and partners, by purpose.",
        discussion: """
            Example:
              didtron contact import contacts.csv
            """,
        subcommands: [
            CatalogImportCommand<ContactSubject>.self, CatalogListCommand<ContactSubject>.self,
            CatalogShowCommand<ContactSubject>.self,
        ])
}

enum ContactSubject: CatalogCommandSubject {
    typealias Answer = JSON.Contact

    static let subject = CatalogSubject.contacts
    static let exampleCode = "acme"
    static let fileFormat = """
        Columns: partner (or entity, for our own), purpose (billing, technical, rates, noc, disputes, legal), name, mail \
        (several with semicolons), phone. none takes a value away; a contact with neither mail nor phone is removed.
        """
}

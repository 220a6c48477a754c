import ArgumentParser
internal import Catalog
import Contracts

/// How call detail records name a partner.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Manage accounts: the names of partners in call records.",
        discussion: """
            Example:
              didtron account import accounts.csv
            """,
        subcommands: [
            CatalogImportCommand<AccountSubject>.self, CatalogListCommand<AccountSubject>.self,
            CatalogShowCommand<AccountSubject>.self,
        ])
}

enum AccountSubject: CatalogCommandSubject {
    typealias Answer = JSON.Account

    static let subject = CatalogSubject.accounts
    static let exampleCode = "acme-1"
    static let fileFormat = """
        Columns: account (as CDRs name it), partner, side (sell or buy; by the partner's role unless it is bilateral), \
        product (where there are several), kind (code, ip, trunk, tech_prefix, switch_id; default code), parent, entity. An \
        ip is an address of version 4 or 6, written as CDRs write it.
        """
}

import ArgumentParser
internal import Catalog
import Contracts

/// What writes the call detail records.
struct SwitchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch", abstract: "Manage switches, which write the call records.",
        discussion: """
            Example:
              didtron switch import switches.csv
            """,
        subcommands: [
            CatalogImportCommand<SwitchSubject>.self, CatalogListCommand<SwitchSubject>.self,
            CatalogShowCommand<SwitchSubject>.self,
        ])
}

enum SwitchSubject: CatalogCommandSubject {
    typealias Answer = JSON.Switch

    static let subject = CatalogSubject.switches
    static let exampleCode = "fra1"
    static let fileFormat = """
        Columns: switch, zone (of times that a CDR states without an offset, default UTC), entity; and how the switch \
        writes numbers, for files whose layout does not say: international_prefixes (00 011; default 00), \
        tech_prefixes (1234# 9999: taken off called numbers; the account where a CDR has no account code), home_country \
        (44) with national_prefix (0) and national_digits (10, or 9-11), number_separators (blank dot hyphen \
        parentheses slash), number_uris (yes: sip: and tel: URIs), anonymous_callers (anonymous restricted). An empty \
        field leaves what is there, none takes it away.
        """
}

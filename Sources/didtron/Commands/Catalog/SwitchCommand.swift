import ArgumentParser
import Billing

/// What writes the call detail records.
struct SwitchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch", abstract: "What writes the call detail records.",
        subcommands: [
            CatalogImportCommand<SwitchSubject>.self, CatalogListCommand<SwitchSubject>.self,
            CatalogShowCommand<SwitchSubject>.self,
        ])
}

enum SwitchSubject: CatalogCommandSubject {
    static let subject = CatalogSubject.switches
    static let fileFormat = "Columns: switch, zone (of times that a CDR states without an offset, default UTC), entity."
}

import ArgumentParser

/// The one executable: each subcommand is a type of its own under `Commands/`.
@main
struct Didtron: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "didtron",
        abstract: "Wholesale VoIP billing: call records in, rated calls, balanced books and invoices out.",
        subcommands: [
            CheckCommand.self,
            DatabaseCommand.self,
            DevCommand.self,
            InvoiceCommand.self,
            LedgerCommand.self,
            RateCommand.self,
        ]
    )

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error {
            FailureReport.exit(with: error)
        }
    }
}

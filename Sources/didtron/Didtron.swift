import ArgumentParser

/// The one executable: each subcommand is a type of its own under `Commands/`.
@main
struct Didtron: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "didtron",
        abstract: "Wholesale VoIP billing: call records in, rated calls, balanced books and invoices out.",
        subcommands: [
            DatabaseCommand.self,
            DevCommand.self,
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

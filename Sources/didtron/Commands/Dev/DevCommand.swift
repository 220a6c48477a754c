import ArgumentParser

/// Chores of those who work on the product.
struct DevCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev",
        abstract: "Chores for development: test data, and a new start.",
        subcommands: [GenerateCommand.self, ResetCommand.self])
}

import ArgumentParser

/// Chores of those who work on the product.
struct DevCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev",
        abstract: "Generate test data and reset the private database.",
        discussion: """
            Example:
              didtron dev generate --output carrier --calls 100000
            """,
        subcommands: [GenerateCommand.self, ResetCommand.self])
}

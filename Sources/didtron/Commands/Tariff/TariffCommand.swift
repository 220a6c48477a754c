import ArgumentParser

/// Compiled tariffs as files.
struct TariffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tariff",
        abstract: "Compile rates and accounts into one file, from which workers rate at once.",
        discussion: """
            A compiled tariff is mapped, not read: `didtron rate --tariff FILE` begins within milliseconds, and the workers \
            of a machine share its memory.

            Example:
              didtron tariff compile --output tariff.bin
            """,
        subcommands: [TariffCompileCommand.self, TariffShowCommand.self])
}

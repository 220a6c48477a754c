import ArgumentParser

/// The database itself: its server and its schema.
struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Start, stop, look at and migrate the database.",
        discussion: """
            Without DATABASE_URL the product runs a PostgreSQL of its own, which other commands create and start when \
            they need it. With DATABASE_URL (PostgreSQL 15 or newer) only `migrate`, `status` and `url` apply.

            Example:
              didtron db status
            """,
        subcommands: [
            DatabaseStartCommand.self, DatabaseStopCommand.self, DatabaseStatusCommand.self, DatabaseURLCommand.self,
            DatabaseMigrateCommand.self,
        ])
}

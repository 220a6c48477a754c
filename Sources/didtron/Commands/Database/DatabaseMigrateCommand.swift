import ArgumentParser
import Contracts
internal import Database
internal import Postgres

/// Applies the migrations that the database lacks.
struct DatabaseMigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database to the schema of this version.",
        discussion: """
            The private database is migrated whenever a command opens it; one named by DATABASE_URL only by this \
            command, because other versions of the product may use it. Its user needs the right to create roles and \
            must own the database.

            Example:
              didtron db migrate
            """)

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let located = try database.located()
        if located.isPrivate { try PrivateCluster(folder: located.home.postgres).start() }
        let applied = try located.migrate()
        if printing.json { return try JSONOutput.print(JSON.Migrations(database: "\(located)", applied: applied)) }
        for migration in applied { printing.say("applied schema/\(migration)") }
        if applied.isEmpty { printing.say("\(located) has all migrations.".capitalizedFirst) }
    }
}

import ArgumentParser
import Contracts
internal import Database
internal import Postgres

/// Prints what psql connects with.
struct DatabaseURLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "url", abstract: "Print the URL of the database, for psql \"$(didtron db url)\".",
        discussion: """
            The private database is started if it is stopped, and not created where there is none. A password in \
            DATABASE_URL is left out.

            Example:
              didtron db url
            """)

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let located = try database.located()
        if located.isPrivate, try PrivateCluster(folder: located.home.postgres).state() == .notCreated {
            throw PostgresError(
                .cluster, "There is no private database in \(located.home.postgres) yet",
                reason: "server.not_created")
        }
        let url = try (located.isPrivate ? database.open() : located).urlWithoutPassword
        if printing.json { try JSONOutput.print(JSON.DatabaseLocation(url: url)) } else { print(url) }
    }
}

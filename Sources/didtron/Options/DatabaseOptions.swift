import ArgumentParser
internal import Database
internal import Postgres

/// Which database a command works on: `DATABASE_URL`, or the private one in the home.
struct DatabaseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder of the private database and of received files.",
            discussion: "Without it DIDTRON_HOME, else /var/lib/didtron for root and ~/.local/share/didtron for others."
        ))
    var home: String?

    /// The database, ready for work; the private one is created, started and migrated if it has to be.
    func open() throws -> Database {
        StopSignals.cancelStatements()
        return try Database.open(home: home.map(Home.init(path:)))
    }

    /// The database as it is, perhaps absent.
    func located() throws -> Database { try Database.located(home: home.map(Home.init(path:))) }
}

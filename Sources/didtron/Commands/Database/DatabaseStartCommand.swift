import ArgumentParser
import Contracts
internal import Database
internal import Postgres

/// Starts the private database, which is created and migrated if need be.
struct DatabaseStartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Start the private database; create and migrate it first if need be.",
        discussion: """
            Example:
              didtron db start
            """)

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let (located, cluster) = try database.privateCluster()
        let wasRunning = if case .running = try cluster.state() { true } else { false }
        _ = try database.open()
        guard case .running(let processID) = try cluster.state() else {
            throw PostgresError(
                .cluster, "The private database has stopped again", reason: "server.see_log",
                facts: ["log": cluster.log])
        }
        try printing.show(
            JSON.DatabaseStep(
                database: "\(located)", state: wasRunning ? "running" : "started", processID: processID),
            "\(located) \(wasRunning ? "runs already" : "is started") (process \(processID)).".capitalizedFirst)
    }
}

extension DatabaseOptions {
    /// The private cluster. Throws if `DATABASE_URL` is set, for that server is not ours.
    func privateCluster() throws -> (Database, PrivateCluster) {
        let database = try located()
        guard database.isPrivate else {
            throw PostgresError(
                .cluster, "DATABASE_URL names \(database), which is not started or stopped here",
                reason: "server.elsewhere")
        }
        return (database, PrivateCluster(folder: database.home.postgres))
    }
}

extension String {
    /// As the beginning of a sentence.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

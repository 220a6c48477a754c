import ArgumentParser
import Contracts
internal import Database
import Foundation
internal import Postgres

/// Says where the database is, whether it runs, and what it holds.
struct DatabaseStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show where the database is, whether it runs and whether it is migrated.",
        discussion: """
            Exits with 0 if it is ready for work, with 3 if it is stopped, absent or not migrated.

            Example:
              didtron db status
            """)

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var printing: PrintOptions

    func run() throws {
        let located = try database.located()
        let report = try DatabaseReport(located)
        if printing.json {
            try JSONOutput.print(report.answer)
        } else {
            report.lines.forEach { print($0) }
        }
        if report.state != .ready { throw ExitCode(3) }
    }
}

/// What `db status` shows.
private struct DatabaseReport {
    enum State: String {
        case ready
        case notMigrated = "not migrated"
        case stopped
        case notCreated = "not created"
    }

    var database: String
    var home: String
    var state: State
    var processID: Int32?
    var url: String?
    var log: String?
    var serverVersion: String?
    var databaseBytes: Int64?
    var migrationsApplied: Int?
    var migrationsPending: [String]?

    init(_ located: Database) throws {
        database = "\(located)"
        home = located.home.path
        if located.isPrivate {
            let cluster = PrivateCluster(folder: located.home.postgres)
            let clusterState = try cluster.state()
            switch clusterState {
            case .notCreated, .stopped:
                state = clusterState == .notCreated ? .notCreated : .stopped
                return
            case .running(let number):
                processID = number
                log = cluster.log
            }
        }
        url = try located.urlWithoutPassword
        let connection = try located.connect()
        let facts = try connection.query(
            "SELECT current_setting('server_version') AS version, pg_database_size(current_database()) AS bytes"
        ).only()
        serverVersion = try facts.string("version")
        databaseBytes = try facts.int("bytes")
        let migrator = Migrator(connection)
        let pending = try migrator.pending().map(\.path)
        migrationsPending = pending
        migrationsApplied = migrator.fileCount - pending.count
        state = pending.isEmpty ? .ready : .notMigrated
    }

    var answer: JSON.DatabaseStatus {
        JSON.DatabaseStatus(
            database: database, home: home, state: state.rawValue.replacing(" ", with: "_"), processID: processID,
            url: url, log: log, serverVersion: serverVersion, databaseBytes: databaseBytes,
            migrationsApplied: migrationsApplied, migrationsPending: migrationsPending)
    }

    var lines: [String] {
        [
            ("Database", database.capitalizedFirst), ("State", state.rawValue), ("Process", processID.map { "\($0)" }),
            ("Server", serverVersion.map { "PostgreSQL \($0)" }), ("URL", url), ("Log", log),
            ("Size", databaseBytes.map { "\($0 / 1_000_000) MB" }),
            ("Migrations", migrationsApplied.map { "\($0) applied, \(migrationsPending?.count ?? 0) pending" }),
            ("Home", home),
        ].compactMap { name, value in
            value.map { name.padding(toLength: 12, withPad: " ", startingAt: 0) + $0 }
        }
    }
}

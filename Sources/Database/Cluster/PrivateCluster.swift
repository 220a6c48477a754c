import CPostgres
import Foundation
internal import Postgres

/// The PostgreSQL server that the product runs for itself: one data folder, one unix socket, nobody else's.
///
///     FOLDER/                 0700, owned by the server's user
///       data/                 what initdb made; `didtron.conf` in it is ours, written at each start
///       server.log            what the server says
///       .s.PGSQL.5432         the socket (in /tmp/didtron-HASH where the path would be too long)
///     FOLDER.lock             held while the server is created, started or stopped
///
/// Whoever can enter the socket's folder is trusted: it is the guard, not a password, because root connects to a
/// server that runs as another user.
package struct PrivateCluster: Sendable {
    package enum State: Sendable, Equatable {
        case notCreated
        case stopped
        case running(processID: Int32)
    }

    /// Database of the product, made with the cluster.
    package static let databaseName = "didtron"
    /// Superuser of the cluster, who migrates.
    static let userName = "didtron"
    /// Who connects for everything else; create_roles.sql gives it its roles.
    static let loginName = "didtron_login"
    static let port = 5432

    package let folder: String
    let profile: ServerSettings.Profile
    let environment: [String: String]

    /// `folder` must be absolute. Nothing is touched before `start`.
    package init(
        folder: String, isDisposable: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.folder = folder
        self.profile = isDisposable ? .disposable : .durable
        self.environment = environment
    }

    var data: String { "\(folder)/data" }
    var lock: String { "\(folder).lock" }
    package var log: String { "\(folder)/server.log" }
    var processes: ServerProcesses { ServerProcesses(dataFolder: resolved(data)) }

    /// A socket's path has at most 107 bytes: a folder with a longer one gets a socket elsewhere.
    package var socketFolder: String {
        let name = "/.s.PGSQL.\(PrivateCluster.port)"
        guard folder.utf8.count + name.utf8.count > 107 else { return folder }
        // FNV-1a: stable from run to run, which Hasher is not. A clash of two folders is refused by the server's own lock.
        let hash = folder.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "/tmp/didtron-\(String(hash, radix: 16))"
    }

    /// URL of a database in the cluster; as its superuser unless another user is named.
    package func url(database: String = databaseName, user: String = userName) -> String {
        func quoted(_ text: String) -> String {
            "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
        }
        return "host=\(quoted(socketFolder)) port=\(PrivateCluster.port) user=\(user) "
            + "dbname=\(quoted(database))"
    }

    /// What the cluster is doing now. Throws if it is somebody else's.
    package func state() throws -> State {
        _ = try ServerUser(ofFolder: folder)
        guard FileStatus(data) != nil else { return .notCreated }
        guard let pid = processes.recordedPostmaster(), processes.isAlive(pid) else { return .stopped }
        return .running(processID: pid)
    }

    /// Creates the cluster if there is none and starts the server if it does not run. Harmless when it runs; when two
    /// programs do it at once, one waits for the other.
    package func start() throws {
        if try isAnswering() { return }
        try prepareFolder()
        try withFileLock(lock) {
            if try isAnswering() { return }
            let user = try ServerUser(ofFolder: folder)
            let programs = try ServerPrograms.find(version: existingVersion(), environment: environment)
            try create(programs, user)
            if try !clearAway(programs, user) { try launch(programs, user) }
        }
    }

    /// Stops the server as soon as its sessions are ended (they roll back); `immediately` without tidying up, so that the
    /// next start recovers as after a crash. Returns false if it did not run.
    @discardableResult
    package func stop(immediately: Bool = false) throws -> Bool {
        guard FileStatus(folder) != nil else { return false }
        return try withFileLock(lock) {
            guard case .running = try state() else { return false }
            let user = try ServerUser(ofFolder: folder)
            let programs = try ServerPrograms.find(version: existingVersion(), environment: environment)
            try runServerProgram(
                [
                    programs.path("pg_ctl"), "-D", data, "-w", "-t", "600", "-m", immediately ? "immediate" : "fast",
                    "stop",
                ], user,
                failing: "The private database cannot be stopped")
            return true
        }
    }

    // MARK: - Shared by start and stop

    /// True if the server takes connections; waits while it starts or recovers.
    func isAnswering() throws -> Bool {
        guard FileStatus(socketFolder) != nil else { return false }
        try checkSocketFolder()
        while true {
            switch unsafe PQping(url(database: "postgres")) {
            case PQPING_OK: return true
            case PQPING_REJECT: Thread.sleep(forTimeInterval: 0.05)
            default: return false
            }
        }
    }

    /// In /tmp anybody could have made the folder before us, to be talked to in the server's place.
    func checkSocketFolder() throws {
        guard socketFolder != folder, let status = FileStatus(socketFolder, followingLinks: false) else { return }
        let user = try ServerUser(ofFolder: folder)
        guard status.isFolder, status.owner == user.uid, status.mode & 0o077 == 0 else {
            throw PostgresError(
                .cluster, "\(socketFolder) is not a folder that only user \(user.name) can enter",
                reason: "server.socket_folder")
        }
    }

    /// Major version that made the cluster; nil if there is none.
    private func existingVersion() -> Int? {
        // Without this file there is no cluster.
        guard let text = try? String(contentsOfFile: "\(data)/PG_VERSION", encoding: .utf8) else { return nil }
        return Int(text.prefix(while: \.isNumber))
    }

    /// Runs one of PostgreSQL's programs as the server's user. Throws what it printed if it fails.
    @discardableResult
    func runServerProgram(
        _ arguments: [String], _ user: ServerUser, input: String = "", failing message: String
    ) throws -> String {
        // PGDATA, PGPORT and the like are about other servers.
        var variables = ["PATH": environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C", "HOME": "/tmp"]
        variables["LD_LIBRARY_PATH"] = environment["LD_LIBRARY_PATH"]
        let outcome = try ChildProcess.run(user.command(arguments), environment: variables, input: input)
        guard outcome.status == 0 else {
            let cause = PrivateCluster.cause(in: outcome.output) ?? oneLine(outcome.output)
            let see = FileStatus(log) == nil ? nil : "server.see_log"
            throw PostgresError(
                .cluster, "\(message): \(cause)",
                reason: cause.hasSuffix("No space left on device") ? "server.disk_full" : see, facts: ["log": log])
        }
        return outcome.output
    }

    /// What a server or one of its programs prints as its worst error, without time and level.
    static func cause(in text: String) -> String? {
        let lines = text.split(whereSeparator: \.isNewline)
        for level in ["PANIC:  ", "FATAL:  ", "ERROR:  ", "error: ", "setpriv: ", "initdb: "] {
            for line in lines.reversed() {
                if let range = line.range(of: level) { return String(line[range.upperBound...]) }
            }
        }
        return nil
    }
}

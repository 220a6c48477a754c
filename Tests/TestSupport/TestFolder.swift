import Database
import Foundation
import Glibc
import Postgres
import Synchronization

/// The folder of one test process, gone when the process is, however that ends; servers in it are stopped.
package final class TestFolder: Sendable {
    /// Made at first use.
    package static var shared: TestFolder { get throws { try made.get() } }

    private static let made = Result { try TestFolder() }

    package let path: String
    private let count = Atomic<Int>(0)

    private init() throws {
        // Not below the user's own temporary folder: the server may run as another user, who has to get into it.
        path = "/tmp/didtron-tests-\(getpid())"
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        try removeAtExit()
    }

    /// A name that no other test of this process has.
    package func newName() -> String { "test_\(count.add(1, ordering: .relaxed).newValue)" }

    /// A shell waits for the end of a pipe that only this process writes to, then stops the servers and removes the
    /// folder: also after a crash or kill -9.
    private func removeAtExit() throws {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        // SIGQUIT is an immediate stop, for nothing here is worth keeping.
        let script = """
            read -r nothing
            for file in "$0"/*/data/postmaster.pid "$0"/*/*/data/postmaster.pid "$0"/*/*/*/data/postmaster.pid; do
                [ -f "$file" ] || continue
                pid=$(head -n 1 "$file")
                kill -QUIT "$pid"
                while kill -0 "$pid"; do sleep 0.1; done
            done
            rm -rf "$0"
            """
        _ = try ChildProcess.start(
            ["/bin/sh", "-c", script, path], environment: ["PATH": "/usr/bin:/bin"], input: ends[0])
        close(ends[0])
    }
}

/// Runs `body` with a home in which there is nothing yet; a private database that it makes there is stopped afterwards.
package func withTestHome<T>(_ body: (Home) throws -> T) throws -> T {
    let folder = try TestFolder.shared
    let home = Home(path: "\(folder.path)/\(folder.newName())")
    let result = Result { try body(home) }
    try PrivateCluster(folder: home.postgres).stop(immediately: true)
    if FileManager.default.fileExists(atPath: home.path) { try FileManager.default.removeItem(atPath: home.path) }
    return try result.get()
}

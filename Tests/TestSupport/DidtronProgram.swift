import Database
import Foundation
import Glibc
import Postgres

/// The executable `didtron` as the user runs it, built beside the tests.
package struct DidtronProgram: Sendable {
    package struct Outcome: Sendable {
        package var status: Int32
        package var output: String
        package var errors: String
    }

    /// Added to PATH.
    package var environment: [String: String]

    /// Works without a database.
    package init() { environment = [:] }

    /// Works on the private database of a home.
    package init(home: Home) { environment = ["DIDTRON_HOME": home.path] }

    /// Works on a test database.
    package init(database: Database) {
        environment = [
            "DATABASE_URL": database.url.replacing(TestCluster.ambientAct, with: ""),
            "DIDTRON_HOME": database.home.path,
        ]
    }

    /// The same, but it comes to its database through a proxy.
    package func through(_ proxy: StatementProxy) -> DidtronProgram {
        var program = self
        program.environment["DATABASE_URL"] = environment["DATABASE_URL"]?
            .replacing(/host='[^']*'/, with: "host='\(proxy.folder)'")
        return program
    }

    /// A proxy in front of its database, listening in a folder of its own.
    package func makeProxy(folder: String) throws -> StatementProxy {
        let url = environment["DATABASE_URL"] ?? ""
        guard let host = url.firstMatch(of: /host='([^']*)'/)?.1 else { throw CocoaError(.fileReadUnknown) }
        return try StatementProxy(folder: folder, serverFolder: String(host))
    }

    /// Runs it to its end.
    ///
    /// - Parameters:
    ///   - input: what standard input holds, unless it is the file at `inputPath`.
    ///   - reader: a shell command to pipe the output into, whose output and status are then those returned.
    package func run(
        _ arguments: [String], input: String = "", inputPath: String? = nil, pipedInto reader: String? = nil
    ) throws -> Outcome {
        let folder = try TestFolder.shared
        let errors = "\(folder.path)/\(folder.newName()).errors"
        defer { unsafe _ = unlink(errors) }
        let redirection = inputPath == nil ? "" : " <\"$input\""
        let pipe = reader.map { " | \($0)" } ?? ""
        let script = "errors=$1 input=$2; shift 2; \"$0\" \"$@\" 2>\"$errors\"\(redirection)\(pipe)"
        let outcome = try ChildProcess.run(
            ["/bin/sh", "-c", script, try Self.path(), errors, inputPath ?? ""] + arguments,
            environment: fullEnvironment, input: input)
        return Outcome(
            status: outcome.status, output: outcome.output, errors: try String(contentsOfFile: errors, encoding: .utf8))
    }

    /// Runs a shell script that takes the program as its first argument.
    package func run(script: String, _ arguments: [String]) throws -> Outcome {
        let outcome = try ChildProcess.run(
            ["/bin/sh", "-c", "exec bash \"$@\" 2>&1", "sh", script, try Self.path()] + arguments,
            environment: fullEnvironment, input: "")
        return Outcome(status: outcome.status, output: outcome.output, errors: "")
    }

    /// Runs a script of Python that takes the program as its option `--didtron`.
    package func run(python script: String, _ arguments: [String]) throws -> Outcome {
        let outcome = try ChildProcess.run(
            ["/bin/sh", "-c", "exec python3 -B \"$@\" 2>&1", "sh", script, "--didtron", try Self.path()] + arguments,
            environment: fullEnvironment, input: "")
        return Outcome(status: outcome.status, output: outcome.output, errors: "")
    }

    /// Starts it and returns its process id, for `kill` and `waitpid`.
    package func start(_ arguments: [String]) throws -> pid_t {
        let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        return try ChildProcess.start([try Self.path()] + arguments, environment: fullEnvironment, input: null)
    }

    /// The same, with what it prints on standard error in a file.
    package func start(_ arguments: [String], errors: String) throws -> pid_t {
        let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        let script = "errors=$1; shift; exec \"$0\" \"$@\" 2>\"$errors\""
        return try ChildProcess.start(
            ["/bin/sh", "-c", script, try Self.path(), errors] + arguments, environment: fullEnvironment, input: null)
    }

    private var fullEnvironment: [String: String] {
        var variables = ProcessInfo.processInfo.environment
        variables["DATABASE_URL"] = nil
        return variables.merging(environment) { _, own in own }
    }

    private static func path() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return (tests as NSString).deletingLastPathComponent + "/didtron"
    }
}

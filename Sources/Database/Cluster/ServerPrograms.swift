import Foundation
internal import Postgres

/// The programs of one PostgreSQL installation.
package struct ServerPrograms: Sendable {
    /// Folder with `initdb`, `pg_ctl` and `postgres`.
    var folder: String
    /// 15, 16, …
    package var majorVersion: Int

    package func path(_ program: String) -> String { "\(folder)/\(program)" }

    /// Looks in `PG_BIN`, where `pg_config` points, in the folders of the distributions (newest first), and in PATH.
    /// With `version`, that of an existing cluster, only that version will do.
    package static func find(version: Int?, environment: [String: String]) throws -> ServerPrograms {
        let chosen = environment["PG_BIN"].map { [$0] }
        var found: [ServerPrograms] = []
        for folder in chosen ?? candidates(environment) where isComplete(folder) {
            guard let majorVersion = try majorVersion(folder) else { continue }
            let programs = ServerPrograms(folder: folder, majorVersion: majorVersion)
            if majorVersion >= 15, version == nil || version == majorVersion { return programs }
            found.append(programs)
        }
        let seen = found.map { "\($0.majorVersion) in \($0.folder)" }.joined(separator: ", ")
        let place = chosen.map { " in PG_BIN (\($0[0]))" } ?? ""
        if let version {
            throw PostgresError(
                .cluster,
                "The private database was made by PostgreSQL \(version), which is not installed\(place)"
                    + (seen.isEmpty ? "" : " (found \(seen))"),
                reason: "server.version_missing", facts: ["version": "\(version)"])
        }
        throw PostgresError(
            .cluster,
            "No PostgreSQL server of version 15 or newer is installed\(place)"
                + (seen.isEmpty ? "" : " (found \(seen))"),
            reason: "server.not_installed")
    }

    private static func candidates(_ environment: [String: String]) -> [String] {
        var folders: [String] = []
        if let configured = try? ChildProcess.run(["pg_config", "--bindir"], environment: environment),
            configured.status == 0
        {
            folders.append(configured.output.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        for (parent, prefix) in [("/usr/lib/postgresql", ""), ("/usr", "pgsql-"), ("/opt/homebrew/opt", "postgresql@")]
        {
            // A parent that is not there has no versions.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
            let versions = names.filter { $0.hasPrefix(prefix) }.compactMap { Int($0.dropFirst(prefix.count)) }
            folders += versions.sorted(by: >).map { "\(parent)/\(prefix)\($0)/bin" }
        }
        folders += ["/usr/local/pgsql/bin"]
        folders += (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return folders
    }

    private static func isComplete(_ folder: String) -> Bool {
        ["initdb", "pg_ctl", "postgres"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
        }
    }

    /// From `postgres (PostgreSQL) 15.18 (Debian …)`.
    private static func majorVersion(_ folder: String) throws -> Int? {
        let answer = try ChildProcess.run(["\(folder)/postgres", "--version"], environment: [:])
        guard let number = answer.output.split(separator: " ").first(where: { $0.first?.isNumber == true }) else {
            return nil
        }
        return Int(number.prefix(while: \.isNumber))
    }
}

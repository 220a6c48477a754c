import Foundation
import Glibc

/// What /proc says of the processes of one cluster.
struct ServerProcesses: Sendable {
    /// The cluster's data folder, resolved: every process of a server works in it.
    var dataFolder: String

    /// The process named in `postmaster.pid`; nil if there is no such file.
    func recordedPostmaster() -> pid_t? {
        // No file, no server.
        guard let text = try? String(contentsOfFile: "\(dataFolder)/postmaster.pid", encoding: .utf8) else {
            return nil
        }
        return text.split(whereSeparator: \.isNewline).first.flatMap { pid_t($0) }
    }

    /// True if that process runs and is a PostgreSQL server. A zombie does not run, but holds its number; where nobody
    /// reaps, PostgreSQL would take it for alive for ever.
    func isAlive(_ pid: pid_t) -> Bool {
        guard let state = ServerProcesses.state(of: pid), state != "Z", state != "X" else { return false }
        // A number that was given to another program meanwhile.
        guard let command = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8) else { return false }
        let program = command.split(separator: "\0").first?.split(separator: "/").last ?? ""
        return program.hasPrefix("postgres") || program.hasPrefix("postmaster")
    }

    /// Processes that still work in the data folder: children of a server that was killed.
    func survivors() -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }
            .filter { linkTarget("/proc/\($0)/cwd") == dataFolder && isAlive($0) }
    }

    /// The letter after the name in `/proc/PID/stat`; the name is in parentheses and may hold any character.
    private static func state(of pid: pid_t) -> Character? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        return text[text.index(after: end)...].first { $0 != " " }
    }
}

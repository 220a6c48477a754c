import Database
import Foundation
import Postgres

/// PostgreSQL with the extension `prefix`: the statements of `peers/prefix.sql` in a private cluster.
struct PrefixExtensionPeer: Contestant {
    struct Missing: Error {}

    let name = "PostgreSQL with prefix"
    private let database: Database
    private let steps: [String: String]

    /// - Throws: `Missing` where the server has no such extension.
    init(home: URL, sql: URL) throws {
        var environment = ProcessInfo.processInfo.environment
        environment["DATABASE_URL"] = nil
        database = try Database.open(environment: environment, home: Home(path: home.path))
        let text = try String(contentsOf: sql.appending(path: "prefix.sql"), encoding: .utf8)
        var steps: [String: String] = [:]
        for part in text.components(separatedBy: "-- name: ").dropFirst() {
            let name = part.prefix { !$0.isNewline }
            steps[String(name)] = String(part.dropFirst(name.count))
        }
        self.steps = steps
        let connection = try Self.connect(database)
        defer { connection.close() }
        let found = try connection.query(
            "SELECT 1 AS one FROM pg_available_extensions WHERE name = 'prefix'", name: "extension")
        if found.first == nil {
            try database.stopServer()
            throw Missing()
        }
        try connection.execute(step("prepare"))
    }

    func end() { try? database.stopServer() }

    func run(_ job: JobFiles, calls: Int, threads: Int, out: URL) throws -> JobRun {
        let connection = try Self.connect(database)
        defer { connection.close() }
        let start = ContinuousClock.now
        for table in ["rates", "customers", "suppliers"] {
            try copy(job.folder.appending(path: "\(table).csv").path, to: "raw_\(table)", connection)
        }
        try connection.execute(step("load"))
        let loaded = start.duration(to: .now) / .seconds(1)
        let cpu = try serverCPU(connection)
        let begun = ContinuousClock.now
        try copy(job.cdrs(calls), to: "raw_cdrs", connection)
        try connection.execute(step("rate"))
        let seconds = begun.duration(to: .now) / .seconds(1)
        let usage = try serverCPU(connection)
        return JobRun(
            loadSeconds: loaded, seconds: seconds, cpuSeconds: usage.seconds - cpu.seconds, peakBytes: usage.peakBytes)
    }

    func totals(_ job: JobFiles, calls: Int, out: URL) throws -> Data {
        let connection = try Self.connect(database)
        defer { connection.close() }
        var text = Data()
        // The message lives while it is appended.
        try unsafe connection.copyOut("COPY (\(step("totals"))) TO STDOUT (FORMAT csv, HEADER)") { message in
            unsafe text.append(contentsOf: message)
        }
        return text
    }

    /// Its tables lie in a schema of their own, beside those of the product.
    private static func connect(_ database: Database) throws -> Connection {
        let connection = try database.connectAsAdministrator()
        try connection.execute(
            "SET client_min_messages = error; CREATE SCHEMA IF NOT EXISTS peer; SET search_path = peer")
        return connection
    }

    private func step(_ name: String) -> String { steps[name] ?? "" }

    private func copy(_ file: String, to table: String, _ connection: Connection) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        try connection.copyIn("COPY \(table) FROM STDIN (FORMAT csv, HEADER)") { try $0.write(bytes) }
    }

    /// CPU and largest memory of the connection's server process; it does not run in parallel.
    private func serverCPU(_ connection: Connection) throws -> (seconds: Double, peakBytes: Int) {
        let process = try connection.query("SELECT pg_backend_pid() AS pid", name: "pid").only().int("pid")
        let line = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // Behind the name in parentheses: fields 14 and 15 of the line, in ticks of 1/100 s.
        let fields = line[line.index(after: line.lastIndex(of: ")") ?? line.startIndex)...].split(separator: " ")
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }?.split(separator: " ").dropFirst()
            .first
        return (Double((Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)) / 100, (peak.flatMap { Int($0) } ?? 0) * 1_024)
    }
}

import Foundation
import Glibc
internal import Postgres

extension PrivateCluster {
    /// Deals with a server that is recorded but does not answer. Returns true if it turned out to answer after all.
    ///
    /// After kill -9 of the server its pid file stays. PostgreSQL itself is not fooled by a number that is free, but by
    /// a zombie and by another program of the same user; so the file goes when nothing of the old server lives.
    func clearAway(_ programs: ServerPrograms, _ user: ServerUser) throws -> Bool {
        let processes = processes
        if let pid = processes.recordedPostmaster(), processes.isAlive(pid) {
            // Just started by a program that was killed, perhaps: it may need a moment until there is a socket.
            for _ in 0..<100 where processes.isAlive(pid) {
                if try isAnswering() { return true }
                Thread.sleep(forTimeInterval: 0.1)
            }
            // Its socket is gone (the folder was moved, or /tmp cleaned): nobody can talk to it any more.
            if processes.isAlive(pid) {
                try runServerProgram(
                    [programs.path("pg_ctl"), "-D", data, "-w", "-t", "600", "-m", "fast", "stop"], user,
                    failing: "The private database runs without a socket and cannot be stopped")
            }
        }
        try endSurvivors(processes)
        if processes.recordedPostmaster() != nil {
            for path in ["\(data)/postmaster.pid", "\(socketFolder)/.s.PGSQL.\(PrivateCluster.port).lock"]
            where FileStatus(path) != nil {
                try FileManager.default.removeItem(atPath: path)
            }
        }
        return false
    }

    /// Waits for children of a killed server, which notice its death when they next wait for something; those busy
    /// for longer than five seconds are told to quit, as a server tells them when one of their like has crashed.
    private func endSurvivors(_ processes: ServerProcesses) throws {
        for attempt in 0..<150 {
            let survivors = processes.survivors()
            if survivors.isEmpty { return }
            if attempt == 50 { for pid in survivors { kill(pid, SIGQUIT) } }
            Thread.sleep(forTimeInterval: 0.1)
        }
        let list = processes.survivors().map(String.init).joined(separator: ", ")
        guard !list.isEmpty else { return }
        throw PostgresError(
            .cluster, "Processes \(list) of a killed server still use \(data)",
            reason: "server.processes_left", facts: ["processes": list])
    }

    /// Starts the server and waits until it answers, recovery after a crash included.
    ///
    /// A server that ends without a word (one of its processes was killed while it recovered), or meets what a killed one
    /// has left, is started again; any other cause would come again, too.
    func launch(_ programs: ServerPrograms, _ user: ServerUser) throws {
        try writeSettings(programs, user)
        try rotateLog()
        for attempt in 1... {
            let logBytes = FileStatus(log)?.bytes ?? 0
            do {
                // A server that dies is noticed at once; one that recovers may take long.
                try runServerProgram(
                    [programs.path("pg_ctl"), "-D", data, "-w", "-t", "3600", "-l", log, "start"], user,
                    failing: "The private database cannot be started")
                return
            } catch let error as PostgresError {
                var message = error.message
                // So pg_ctl says of a server that has ended.
                var mayPass = message.contains("Examine the log output")
                if let cause = PrivateCluster.cause(in: try logText(from: logBytes)) {
                    message = "The private database cannot be started: \(cause)"
                    mayPass = cause.contains("lock file") || cause.contains("pre-existing shared memory block")
                } else if mayPass {
                    message = "The private database cannot be started: its server ended without saying why"
                }
                guard mayPass, attempt < PrivateCluster.startsMax else {
                    throw PostgresError(
                        .cluster, message, reason: error.reason ?? "server.see_log", facts: ["log": log])
                }
            }
            Thread.sleep(forTimeInterval: 1)
            if try clearAway(programs, user) { return }
        }
    }

    /// Attempts, a second apart.
    private static let startsMax = 4

    private func writeSettings(_ programs: ServerPrograms, _ user: ServerUser) throws {
        let settings = ServerSettings(
            profile: profile, socketFolder: socketFolder, memoryBytes: ServerSettings.availableMemoryBytes(),
            diskFreeBytes: freeBytes(at: folder) ?? 0)
        let path = "\(data)/didtron.conf"
        do {
            try settings.text(hasLZ4: hasLZ4(programs, user)).write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        } catch {
            throw PostgresError(.cluster, "Cannot write \(path): \(lastSystemError())")
        }
    }

    /// True if this PostgreSQL was built with LZ4; without it the server would refuse the setting.
    private func hasLZ4(_ programs: ServerPrograms, _ user: ServerUser) throws -> Bool {
        let arguments = [
            programs.path("postgres"), "-D", data, "-C", "wal_compression", "-c", "wal_compression=lz4",
        ]
        return try ChildProcess.run(user.command(arguments), environment: ["PATH": environment["PATH"] ?? ""]).status
            == 0
    }

    /// One old log is kept when it passes 10 MB.
    private func rotateLog() throws {
        guard let status = FileStatus(log), status.bytes > 10_000_000 else { return }
        guard unsafe rename(log, "\(log).1") == 0 else {
            throw PostgresError(.cluster, "Cannot rename \(log): \(lastSystemError())")
        }
    }

    /// What the server has said since the log had that many bytes.
    private func logText(from offset: Int64) throws -> String {
        guard let file = FileHandle(forReadingAtPath: log) else { return "" }
        try file.seek(toOffset: UInt64(clamping: offset))
        return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
    }
}

import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Database
@testable import Postgres

/// The private server from the outside: what is made, and what happens after a kill.
@Suite struct PrivateClusterTests {
    private func processID(_ cluster: PrivateCluster) throws -> pid_t {
        guard case .running(let number) = try cluster.state() else {
            Issue.record("the server does not run: \(try cluster.state())")
            return -1
        }
        return number
    }

    /// Kills the server as the system does when memory is short, and waits until it is gone.
    private func killServer(_ cluster: PrivateCluster) throws {
        let number = try processID(cluster)
        #expect(kill(number, SIGKILL) == 0)
        while cluster.processes.isAlive(number) { usleep(10_000) }
    }

    private func answer(_ cluster: PrivateCluster, _ sql: String) throws -> String? {
        let row = try Connection(url: cluster.url()).query(sql).only()
        return row[row.result.columns[0]]
    }

    @Test func `an open makes, starts and migrates, and a stop is remembered`() throws {
        try withTestHome { home throws in
            let environment = ["DIDTRON_HOME": home.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
            let cluster = PrivateCluster(folder: home.postgres)
            #expect(try cluster.state() == .notCreated)
            #expect(try !cluster.stop())
            let database = try Database.open(environment: environment)
            #expect(database.isPrivate)
            #expect(try database.connect(role: .app).query("SELECT FROM partner").isEmpty)
            #expect(try cluster.stop())
            #expect(try cluster.state() == .stopped)
            #expect(try !cluster.stop())
            #expect(try Migrator(Database.open(environment: environment).connect()).pending().isEmpty)
        }
    }

    @Test func `after kill -9 of the server the next start has every committed row`() throws {
        try withTestHome { home throws in
            let cluster = PrivateCluster(folder: home.postgres)
            try cluster.start()
            let connection = try Connection(url: cluster.url())
            try connection.execute("CREATE TABLE t AS SELECT generate_series(1, 100000) AS n")
            // A session that is busy when the server dies.
            let busy = cluster.url()
            let thread = Thread {
                do { try Connection(url: busy).execute("SELECT count(*) FROM generate_series(1, 30000000)") } catch {}
            }
            thread.start()
            usleep(200_000)
            let killed = try processID(cluster)
            try killServer(cluster)
            try cluster.start()
            #expect(try processID(cluster) != killed)
            #expect(try answer(cluster, "SELECT count(*) FROM t") == "100000")
        }
    }

    @Test func `a stale pid file is no server, whoever has the number now`() throws {
        try withTestHome { home throws in
            let cluster = PrivateCluster(folder: home.postgres, isDisposable: true)
            try cluster.start()
            let pidFile = "\(cluster.data)/postmaster.pid"
            let text = try String(contentsOfFile: pidFile, encoding: .utf8)
            try killServer(cluster)
            // This test has a number, too, and is not PostgreSQL.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
            try (["\(getpid())"] + lines).joined(separator: "\n").write(
                toFile: pidFile, atomically: false, encoding: .utf8)
            #expect(try cluster.state() == .stopped)
            try cluster.start()
            #expect(try answer(cluster, "SELECT 1") == "1")
        }
    }

    @Test func `a killed server that nobody reaps is no server`() throws {
        try withTestHome { home throws in
            let cluster = PrivateCluster(folder: home.postgres, isDisposable: true)
            try cluster.start()
            try cluster.stop(immediately: true)
            // As a child of this test, which does not wait for it: a zombie, as under a PID 1 that never reaps.
            let user = try ServerUser(ofFolder: cluster.folder)
            let programs = try ServerPrograms.find(version: nil, environment: ProcessInfo.processInfo.environment)
            let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
            let number = try ChildProcess.start(
                user.command([programs.path("postgres"), "-D", cluster.data]), environment: ["PATH": "/usr/bin:/bin"],
                input: null)
            close(null)
            while try !cluster.isAnswering() { usleep(10_000) }
            #expect(kill(number, SIGKILL) == 0)
            while cluster.processes.isAlive(number) { usleep(10_000) }
            #expect(kill(number, 0) == 0, "its number must still be taken")
            try cluster.start()
            #expect(try answer(cluster, "SELECT 1") == "1")
            var status: Int32 = 0
            unsafe waitpid(number, &status, 0)
        }
    }

    @Test func `programs that open a home at once share one server, which outlives them`() throws {
        try withTestHome { home throws in
            let program = DidtronProgram(home: home)
            let outcomes = Mutex<[DidtronProgram.Outcome]>([])
            let failures = Mutex<[String]>([])
            let threads = (0..<3).map { _ in
                Thread {
                    do {
                        let outcome = try program.run(["db", "start"])
                        outcomes.withLock { $0.append(outcome) }
                    } catch {
                        failures.withLock { $0.append("\(error)") }
                    }
                }
            }
            threads.forEach { $0.start() }
            while !threads.allSatisfy(\.isFinished) { usleep(10_000) }
            #expect(failures.withLock { $0 } == [])
            let cluster = PrivateCluster(folder: home.postgres)
            let number = try processID(cluster)
            for outcome in outcomes.withLock({ $0 }) {
                #expect(outcome.status == 0, "\(outcome.errors)")
                #expect(outcome.output.hasSuffix("(process \(number)).\n"), "\(outcome.output)")
            }
            // A session of its own, so that Ctrl-C at the terminal does not reach it, and neither our lock nor a pipe.
            #expect(getsid(number) == number)
            let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(number)/fd")
                .compactMap { linkTarget("/proc/\(number)/fd/\($0)") }
            #expect(!open.contains(cluster.lock), "\(open)")
            #expect(linkTarget("/proc/\(number)/fd/1") == cluster.log)
            #expect(linkTarget("/proc/\(number)/fd/2") == cluster.log)
            try expectDurableSettings(of: cluster)
        }
    }

    /// What was committed stays, and nobody else gets in.
    private func expectDurableSettings(of cluster: PrivateCluster) throws {
        let settings = [
            "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on",
            "wal_level": "replica", "wal_compression": "lz4", "jit": "off", "listen_addresses": "",
            "unix_socket_permissions": "0700", "server_encoding": "UTF8", "max_connections": "100",
            "checkpoint_timeout": "15min",
        ]
        for (name, value) in settings {
            #expect(try answer(cluster, "SELECT current_setting('\(name)')") == value, "\(name)")
        }
        let folder = try #require(FileStatus(cluster.folder))
        #expect(folder.mode & 0o777 == 0o700)
        #expect(ServerUser.isRoot == (folder.owner != geteuid()))
    }

    @Test func `a half-made cluster is made anew`() throws {
        try withTestHome { home throws in
            let cluster = PrivateCluster(folder: home.postgres, isDisposable: true)
            try cluster.prepareFolder()
            let rest = "\(cluster.folder)/data.unfinished/base"
            try FileManager.default.createDirectory(atPath: rest, withIntermediateDirectories: true)
            try cluster.start()
            #expect(try answer(cluster, "SELECT current_database()") == "didtron")
        }
    }

    @Test func `a home with a long path has its socket elsewhere`() throws {
        try withTestHome { home throws in
            let deep = Home(path: home.path + "/" + String(repeating: "d", count: 120))
            let cluster = PrivateCluster(folder: deep.postgres, isDisposable: true)
            #expect(cluster.socketFolder.hasPrefix("/tmp/didtron-"))
            try cluster.start()
            #expect(try answer(cluster, "SELECT 1") == "1")
            let socket = try #require(FileStatus(cluster.socketFolder))
            #expect(socket.mode & 0o777 == 0o700)
            try cluster.stop(immediately: true)
            try FileManager.default.removeItem(atPath: cluster.socketFolder)
        }
    }

    @Test func `a socket folder that somebody else made is refused`() throws {
        try withTestHome { home throws in
            let deep = Home(path: home.path + "/" + String(repeating: "e", count: 120))
            let cluster = PrivateCluster(folder: deep.postgres, isDisposable: true)
            try FileManager.default.createDirectory(
                atPath: cluster.socketFolder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o777]
            )
            defer { unsafe _ = rmdir(cluster.socketFolder) }
            let error = #expect(throws: PostgresError.self) { try cluster.start() }
            #expect(error?.message.contains("is not a folder that only user") == true)
        }
    }

    @Test(.enabled(if: ServerUser.isRoot, "only root's server runs as somebody else"))
    func `a home that the server cannot reach is named`() throws {
        try withTestHome { home throws in
            try FileManager.default.createDirectory(
                atPath: home.path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            let error = #expect(throws: PostgresError.self) { try PrivateCluster(folder: home.postgres).start() }
            #expect(error?.message.contains("cannot pass through \(home.path) to") == true, "\(error?.message ?? "")")
            #expect(error?.reason == "server.folder_out_of_reach")
        }
    }

    @Test func `a cluster that moved is found where it is`() throws {
        try withTestHome { home throws in
            let old = PrivateCluster(folder: "\(home.path)/old", isDisposable: true)
            try old.start()
            try old.stop(immediately: true)
            let new = PrivateCluster(folder: home.postgres, isDisposable: true)
            try FileManager.default.moveItem(atPath: old.folder, toPath: new.folder)
            try new.start()
            #expect(try answer(new, "SELECT 1") == "1")
        }
    }

    @Test func `a missing PostgreSQL is a sentence`() throws {
        try withTestHome { home throws in
            let cluster = PrivateCluster(folder: home.postgres, environment: ["PG_BIN": "/nowhere"])
            let error = #expect(throws: PostgresError.self) { try cluster.start() }
            #expect(error?.message == "No PostgreSQL server of version 15 or newer is installed in PG_BIN (/nowhere)")
            #expect(error?.reason == "server.not_installed")
        }
    }

    @Test(arguments: [1, 9])
    func `a server that ends without a word is started again, and then its log is named`(failures: Int) throws {
        try withTestHome { home throws in
            // PostgreSQL with a pg_ctl that has lost its server that many times.
            let real = try ServerPrograms.find(version: nil, environment: ProcessInfo.processInfo.environment)
            let folder = "\(home.path)/bin"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o777])
            for name in ["initdb", "postgres"] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/\(name)", withDestinationPath: real.path(name))
            }
            let script = """
                #!/bin/sh
                n=$(cat \(folder)/failed 2>/dev/null || echo 0)
                if [ "$n" -lt \(failures) ]; then
                    echo $((n + 1)) > \(folder)/failed
                    printf 'waiting for server to start....stopped waiting\\npg_ctl: could not start server\\nExamine the log output.\\n'
                    exit 1
                fi
                exec \(real.path("pg_ctl")) "$@"

                """
            try script.write(toFile: "\(folder)/pg_ctl", atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: "\(folder)/pg_ctl")
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
            var environment = ProcessInfo.processInfo.environment
            environment["PG_BIN"] = folder
            let cluster = PrivateCluster(folder: home.postgres, isDisposable: true, environment: environment)
            if failures == 1 {
                try cluster.start()
                #expect(try answer(cluster, "SELECT 1") == "1")
                return
            }
            let error = #expect(throws: PostgresError.self) { try cluster.start() }
            #expect(
                error?.message
                    == "The private database cannot be started: its server ended without saying why")
            #expect(error?.reason == "server.see_log" && error?.facts == ["log": cluster.log])
        }
    }

    @Test func `a server that cannot start says why`() throws {
        try withTestHome { home throws in
            let cluster = PrivateCluster(folder: home.postgres, isDisposable: true)
            try cluster.start()
            try cluster.stop()
            let file = try #require(FileHandle(forWritingAtPath: "\(cluster.data)/postgresql.conf"))
            try file.seekToEnd()
            try file.write(contentsOf: Data("shared_buffers = 'all of it'\n".utf8))
            try file.close()
            let error = #expect(throws: PostgresError.self) { try cluster.start() }
            #expect(error?.message.contains("cannot be started") == true)
            #expect(error?.reason == "server.see_log")
        }
    }
}

import CPostgres
import Glibc
internal import Postgres

/// Runs a program of PostgreSQL's to its end.
///
/// The child gets a session of its own (Ctrl-C at the terminal does not reach it), `/` as its folder, nothing on
/// standard input, and none of our descriptors: a server that it leaves behind holds no pipe of our caller and no lock.
package enum ChildProcess {
    package struct Outcome: Sendable {
        /// Exit status; 128 + the signal that ended it.
        package var status: Int32
        /// Standard output and standard error, mixed as they came.
        package var output: String
    }

    /// Runs `arguments[0]`, an absolute path or a name in PATH, and waits. Throws if it cannot be started.
    package static func run(
        _ arguments: [String], environment: [String: String], input: String = ""
    ) throws -> Outcome {
        // Files instead of pipes: whatever the child leaves running, there is no end of file to wait for.
        let output = try unsafe temporaryFile(), source = try unsafe temporaryFile()
        defer {
            unsafe fclose(output)
            unsafe fclose(source)
        }
        let bytes = Array(input.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe pwrite(fileno(source), $0.baseAddress, $0.count, 0) }

        let pid = try unsafe spawn(
            arguments, environment: environment, input: fileno(source), output: fileno(output))
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) == -1 && errno == EINTR {}
        let signal = status & 0x7F
        return Outcome(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, output: unsafe contents(of: fileno(output)))
    }

    /// Starts a program and does not wait; its output goes to /dev/null. `input` stays open in the child.
    package static func start(_ arguments: [String], environment: [String: String], input: Int32) throws -> Int32 {
        let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { Glibc.close(null) }
        return try spawn(arguments, environment: environment, input: input, output: null)
    }

    private static func spawn(
        _ arguments: [String], environment: [String: String], input: Int32, output: Int32
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        unsafe posix_spawn_file_actions_addchdir_np(&actions, "/")

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
        // Our thread may block or ignore signals by which the server is controlled.
        var none = sigset_t(), all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(
            &attributes, Int16(DIDTRON_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        // Null-terminated arrays of C strings, freed after the child has its copy.
        var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var envp = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (argv + envp).forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let failure = unsafe posix_spawnp(&pid, arguments[0], &actions, &attributes, &argv, &envp)
        guard failure == 0 else {
            throw PostgresError(.cluster, "Cannot run \(arguments[0]): \(unsafe String(cString: strerror(failure)))")
        }
        return pid
    }

    /// A file without a name, gone when it is closed.
    private static func temporaryFile() throws -> UnsafeMutablePointer<FILE> {
        guard let file = unsafe tmpfile() else {
            throw PostgresError(.cluster, "Cannot write a temporary file: \(lastSystemError())")
        }
        return unsafe file
    }

    /// The whole file.
    private static func contents(of descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        while true {
            let block = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                // pread writes at most the capacity.
                count = unsafe max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(bytes.count)))
            }
            if block.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += block
        }
    }
}

/// What errno says: `No space left on device`.
func lastSystemError() -> String { unsafe String(cString: strerror(errno)) }

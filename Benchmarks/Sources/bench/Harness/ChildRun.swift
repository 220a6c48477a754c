import Foundation
import Synchronization

/// A program run to its end: what it wrote, and what it used as the system counted it.
struct ChildRun {
    var output = ""
    var errors = ""
    var seconds = 0.0
    var cpuSeconds = 0.0
    var peakBytes = 0

    /// Runs a program, found by `PATH` where its name has no slash.
    ///
    /// - Parameter output: where its standard output goes; nil = it is kept.
    /// - Throws: `ChildRunError` where it cannot be started or fails.
    init(_ arguments: [String], output path: String? = nil) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "didtron-child-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outputFile = path ?? folder.appending(path: "out").path
        let errorFile = folder.appending(path: "err").path
        let start = ContinuousClock.now
        let process = try ChildRun.spawn(arguments, output: outputFile, errors: errorFile)
        let memory = PeakMemory(of: process)
        var status: Int32 = 0
        var usage = rusage()
        // Waits for the process just made, and fills the two that it is given.
        while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        seconds = start.duration(to: .now) / .seconds(1)
        cpuSeconds = ChildRun.seconds(usage.ru_utime) + ChildRun.seconds(usage.ru_stime)
        peakBytes = memory.end()
        errors = (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? ""
        if path == nil { output = (try? String(contentsOfFile: outputFile, encoding: .utf8)) ?? "" }
        guard status == 0 else { throw ChildRunError(program: arguments[0], status: status, errors: errors) }
    }

    private static func spawn(_ arguments: [String], output: String, errors: String) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, path) in [(1, output), (2, errors)] {
            unsafe posix_spawn_file_actions_addopen(
                &actions, Int32(descriptor), path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        // The words live until the program has been started.
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        var process: pid_t = 0
        let refusal = unsafe posix_spawnp(&process, arguments[0], &actions, nil, &words, environ)
        guard refusal == 0 else {
            throw ChildRunError(program: arguments[0], status: refusal, errors: "it cannot be started")
        }
        return process
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

/// The most memory a process has had, asked for a hundred times a second while it runs.
///
/// Not what `wait4` says: there a program begins with the peak of whoever started it.
private final class PeakMemory: Sendable {
    private let state = Mutex((bytes: 0, isOver: false))

    init(of process: pid_t) {
        Thread.detachNewThread { [self] in
            while !state.withLock({ $0.isOver }) {
                let bytes = PeakMemory.bytes(of: process)
                state.withLock { $0.bytes = max($0.bytes, bytes) }
                usleep(10_000)
            }
        }
    }

    func end() -> Int {
        state.withLock {
            $0.isOver = true
            return $0.bytes
        }
    }

    private static func bytes(of process: pid_t) -> Int {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line.flatMap { Int($0.filter(\.isNumber)) } ?? 0) * 1_024
    }
}

struct ChildRunError: Error, CustomStringConvertible {
    var program: String
    var status: Int32
    var errors: String

    var description: String {
        "\(program) failed (status \(status)): \(errors.suffix(2_000).trimmingCharacters(in: .whitespacesAndNewlines))"
    }
}

import Foundation
import Glibc
import TestSupport
import Testing

/// A disk that is full, and a server without a connection left.
@Suite struct FullDiskTests {
    /// A small file system is mounted for it, which only root may do, and not in every container.
    private static let mayMount = {
        guard geteuid() == 0 else { return false }
        let probe = Process()
        probe.executableURL = URL(filePath: "/usr/bin/unshare")
        probe.arguments = ["-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
        probe.standardError = FileHandle.nullDevice
        do { try probe.run() } catch { return false }
        probe.waitUntilExit()
        return probe.terminationStatus == 0
    }()

    @Test(.enabled(if: mayMount))
    func `F38: a load into a full disk, or without a connection, says so and goes on when there is room`() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "scripts/full_disk.sh").path
        let outcome = try DidtronProgram().run(script: script, ["60000"])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("Equal after the disk was full"), "\(outcome.output)")
    }
}

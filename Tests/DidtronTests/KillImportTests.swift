import Foundation
import TestSupport
import Testing

/// Loads that are killed and started again, at a size for every day; `Tests/scripts/kill_import.sh` does a million calls.
@Suite struct KillImportTests {
    @Test func `F1: a load killed at random moments ends as an undisturbed one`() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "scripts/kill_import.sh").path
        let seed = ProcessInfo.processInfo.environment["KILL_SEED"] ?? "7"
        let outcome = try DidtronProgram().run(script: script, ["40000", "5", seed, "1048576"])
        #expect(outcome.status == 0, "KILL_SEED=\(seed)\n\(outcome.output)\n\(outcome.errors)")
        #expect(outcome.output.contains("Equal after 5 kills"), "\(outcome.output)")
    }
}

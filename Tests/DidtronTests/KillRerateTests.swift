import Foundation
import TestSupport
import Testing

/// Re-rates that are killed and started again, at a size for every day; `Tests/scripts/kill_rerate.sh` does more.
@Suite struct KillRerateTests {
    @Test func `a re-rate killed at random moments ends as an undisturbed one`() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "scripts/kill_rerate.sh").path
        let seed = ProcessInfo.processInfo.environment["KILL_SEED"] ?? "5"
        let outcome = try DidtronProgram().run(script: script, ["20000", "4", seed, "4000"])
        #expect(outcome.status == 0, "KILL_SEED=\(seed)\n\(outcome.output)\n\(outcome.errors)")
        #expect(outcome.output.contains("Equal after 4 kills"), "\(outcome.output)")
    }
}

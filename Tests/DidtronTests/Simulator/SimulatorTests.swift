import Foundation
import TestSupport
import Testing

/// Random business, with kills and two commands at once, against a model that knows nothing of the database.
///
/// `SIMULATOR_SEED` and `SIMULATOR_ACTS` choose another run or a longer one, `SIMULATOR_SEEDS` so many seeds from that one on;
/// a failure prints all that was done.
@Suite struct SimulatorTests {
    @Test func `F47: books and model agree after any acts`() throws {
        let environment = ProcessInfo.processInfo.environment
        func number(_ name: String, _ usual: Int) -> Int { environment[name].flatMap { Int($0) } ?? usual }
        let first = number("SIMULATOR_SEED", 20_261_001), acts = number("SIMULATOR_ACTS", 40)
        let isLong = environment["SIMULATOR_SEEDS"] != nil
        for seed in first..<first + max(1, number("SIMULATOR_SEEDS", 1)) {
            let text = try play(seed: UInt64(seed), acts: acts, isShown: environment["SIMULATOR_SHOW"] != nil)
            if isLong { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
        }
    }

    @Test func `the same seed is killed at the same places and comes to the same`() throws {
        let played = try (0..<2).map { _ in
            try withTestDatabase { database in
                var simulator = try Simulator(database, seed: 4)
                simulator.playsRaces = false
                defer { simulator.proxy.stop() }
                for _ in 0..<6 { try simulator.importFile(isKilled: true) }
                for _ in 0..<6 { try simulator.act() }
                try simulator.goOnWithAll()
                try simulator.compare()
                #expect(simulator.partialLoads > 0)
                return simulator.acts
            }
        }
        #expect(played[0] == played[1])
        #expect(played[0].contains { $0.contains("killed at message") })
    }

    /// Returns what was played, in a sentence.
    private func play(seed: UInt64, acts count: Int, isShown: Bool) throws -> String {
        try withTestDatabase { database in
            var simulator = try Simulator(database, seed: seed)
            defer { simulator.proxy.stop() }
            var failure: (any Error)?
            do {
                for number in 1...count {
                    try simulator.act()
                    if number % 10 == 0 { try simulator.compare() }
                }
                try simulator.goOnWithAll()
                try simulator.compare()
            } catch { failure = error }
            let title = "SIMULATOR_SEED=\(seed) SIMULATOR_ACTS=\(count)"
            let played = simulator.acts.joined(separator: "\n")
            if let failure { Issue.record("\(title)\n\(played)\n\(failure)") }
            if isShown { print("\(title)\n\(played)") }
            return "\(title): \(simulator.acts.count) steps, \(simulator.kills) kills "
                + "(\(simulator.partialLoads) imports with some records in, "
                + "\(simulator.partialUndos) undos half-way), \(simulator.races) at once, "
                + "\(simulator.refusals) refused as they had to be\(failure == nil ? "" : ", DIFFERS")"
        }
    }
}

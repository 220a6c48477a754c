import Foundation
import TestSupport
import Testing

/// Random business, kills included, against a model that knows nothing of the database.
///
/// `SIMULATOR_SEED` and `SIMULATOR_ACTS` choose another run or a longer one; a failure prints both.
@Suite struct SimulatorTests {
    @Test func `books and model agree after any acts`() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["SIMULATOR_SEED"].flatMap { UInt64($0) } ?? 20_261_001
        let count = environment["SIMULATOR_ACTS"].flatMap { Int($0) } ?? 30
        try withTestDatabase { database in
            var simulator = try Simulator(database, seed: seed)
            do {
                for number in 1...count {
                    try simulator.act()
                    if number % 10 == 0 || number == count { try simulator.compare() }
                }
            } catch let error {
                Issue.record(
                    """
                    SIMULATOR_SEED=\(seed) SIMULATOR_ACTS=\(count)
                    \(simulator.acts.joined(separator: "\n"))
                    \(error)
                    """)
            }
        }
    }
}

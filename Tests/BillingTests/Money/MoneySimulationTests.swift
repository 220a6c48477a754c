import Foundation
import Testing

/// Random acts of money against the model. `MONEY_SEED`, `MONEY_SEEDS` and `MONEY_ACTS` choose a longer run.
@Suite struct MoneySimulationTests {
    @Test func `F47: what customers owe and have is what a model in memory says, whatever is killed`() throws {
        let environment = ProcessInfo.processInfo.environment
        func number(_ name: String, _ usual: Int) -> Int { environment[name].flatMap { Int($0) } ?? usual }
        let first = number("MONEY_SEED", 20_261_130)
        for seed in first..<first + number("MONEY_SEEDS", 1) {
            try withTaxWorld { world in
                let simulation = try MoneySimulation(world, seed: UInt64(seed))
                try simulation.play(acts: number("MONEY_ACTS", 200))
                if environment["MONEY_SEEDS"] != nil {
                    let counts = simulation.counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                    print("MONEY_SEED=\(seed): \(counts.joined(separator: ", "))")
                }
            }
        }
    }
}

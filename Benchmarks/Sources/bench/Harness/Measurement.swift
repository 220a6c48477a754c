import Foundation

/// What the rounds of one benchmark gave.
struct Measurement: Encodable {
    var group: String
    var name: String
    var limit: String
    var rows: Int
    var bytes: Int
    /// Wall clock and CPU of this process, by round.
    var seconds: [Double] = []
    var cpuSeconds: [Double] = []
    /// Time over the time of the reference in the same round.
    var ratios: [Double] = []
    var reference: String?

    var medianSeconds: Double { seconds.median }
    var rowsPerSecond: Double { Double(rows) / max(medianSeconds, 1e-9) }
    var cpuNanosPerRow: Double { cpuSeconds.median * 1e9 / Double(max(rows, 1)) }
}

extension [Double] {
    var median: Double {
        guard !isEmpty else { return .nan }
        let sorted = sorted()
        return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2
    }
}

extension BenchmarkGroup {
    /// Runs every benchmark once a round, in turn, the first round not counted.
    func measure(rounds wanted: Int, report: (String) -> Void) throws -> [Measurement] {
        let rounds = min(wanted, roundsMax)
        var measurements = benchmarks.map {
            Measurement(
                group: title, name: $0.name, limit: $0.limit, rows: $0.rows, bytes: $0.bytes, reference: $0.reference)
        }
        for round in 0...rounds {
            report("\(title): round \(round) of \(rounds)")
            for (index, benchmark) in benchmarks.enumerated() {
                try benchmark.prepare()
                let cpu = ProcessClock.cpuSeconds
                let start = ContinuousClock.now
                try benchmark.run()
                let seconds = start.duration(to: .now) / .seconds(1)
                guard round > 0 else { continue }
                measurements[index].seconds.append(seconds)
                measurements[index].cpuSeconds.append(ProcessClock.cpuSeconds - cpu)
            }
        }
        for index in measurements.indices {
            guard let reference = measurements.first(where: { $0.name == measurements[index].reference }) else {
                continue
            }
            measurements[index].ratios = zip(measurements[index].seconds, reference.seconds).map { $0 / $1 }
        }
        return measurements
    }
}

import Foundation
import Ingest
import Rating
import SyntheticCarrier

/// How the engine's cost of a row grows: one size at a time is varied around a middle case; all cases take turns.
struct GrowthBenchmarks {
    /// One case, and what its rounds gave.
    struct Point: Encodable {
        var varied: String
        var calls: Int
        var ratesASide: Int
        var customers: Int
        var destinations: Int
        var threads: Int
        var cpuNanos: [Double] = []
        var rowsPerSecond: [Double] = []
    }

    private let rounds: Int
    private var cases: [Point] = []
    private let folder: URL

    init(_ options: BenchOptions) throws {
        rounds = options.rounds
        folder = URL(filePath: "/tmp/didtron-growth-\(getpid())")
        let small = options.isQuick
        // Ten million calls, which take a while to make, only where growth is all that is asked for.
        let calls = small ? [1_000, 10_000] : [100_000, 1_000_000] + (options.growth ? [10_000_000] : [])
        let middle = calls[1]
        let rates = small ? [1_000, 10_000] : [10_000, 100_000, 1_000_000]
        let customers = small ? [10, 1_000] : [10, 1_000, 100_000]
        func add(_ varied: String, _ calls: Int, _ rates: Int, _ customers: Int, _ destinations: Int = 3_000) {
            for threads in [1, 2] {
                cases.append(
                    Point(
                        varied: varied, calls: calls, ratesASide: rates, customers: customers,
                        destinations: destinations, threads: threads))
            }
        }
        for count in calls { add("calls", count, rates[1], customers[1]) }
        for count in rates { add("rates", middle, count, customers[1]) }
        for count in customers { add("customers", middle, rates[1], count) }
        for count in [3_000, 20_000] { add("destinations", middle, rates[1], customers[1], count) }
    }

    /// Each case once a round, the first round not counted. What is measured lies in memory all the time, so that a round
    /// is short; cases of the same size share it.
    func measure() throws -> [Point] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var points = cases
        var jobs: [String: GrowthJob] = [:]
        for point in points where jobs[key(point)] == nil {
            say("Growth: making \(point.calls) calls, \(point.ratesASide) rates a side, \(point.customers) customers")
            jobs[key(point)] = try GrowthJob(point, folder: folder)
        }
        for round in 0...rounds {
            say("Growth: round \(round) of \(rounds)")
            for index in points.indices {
                guard let job = jobs[key(points[index])] else { continue }
                let cpu = ProcessClock.cpuSeconds
                let start = ContinuousClock.now
                let rows = try BenchmarkStages.filter(
                    job.file.path, tariff: job.tariff, destinations: job.destinations, threads: points[index].threads,
                    encodes: true)
                guard rows == points[index].calls else { throw JobBenchmarksError.differentTotals("A case of growth") }
                guard round > 0 else { continue }
                points[index].cpuNanos.append((ProcessClock.cpuSeconds - cpu) * 1e9 / Double(rows))
                points[index].rowsPerSecond.append(Double(rows) / (start.duration(to: .now) / .seconds(1)))
            }
        }
        return points
    }

    /// A ratio is the median of the rounds' ratios to the first case of the same kind and threads.
    func section(_ points: [Point]) -> ReportSection {
        let rows = points.map { point in
            let first = points.first { $0.varied == point.varied && $0.threads == point.threads } ?? point
            let ratios = zip(point.cpuNanos, first.cpuNanos).map { $0 / $1 }
            return [
                point.varied, ReportText.grouped(Double(point.calls)), ReportText.grouped(Double(point.ratesASide)),
                ReportText.grouped(Double(point.customers)), ReportText.grouped(Double(point.destinations)),
                "\(point.threads)", ReportText.grouped(point.rowsPerSecond.median),
                ReportText.decimal(point.cpuNanos.median, 1), ReportText.decimal(ratios.median, 2),
            ]
        }
        return ReportSection(
            title: "Growth",
            columns: [
                "varied", "calls", "rates a side", "customers", "destinations", "threads", "rows/s", "CPU ns/row",
                "CPU of the first",
            ],
            rows: rows, notes: ["Medians of \(rounds) rounds in alternation. Budget: within 1.15 of the first."])
    }

    /// Of each kind of growth the worst ratio. The first case of calls is small, so that its round is short and noisy.
    func budgets(_ points: [Point]) -> [Budget] {
        [("calls", "calls"), ("rates", "rates a side"), ("customers", "customers")].map { varied, words in
            let sizes = points.filter { $0.varied == varied }
            let worst = sizes.map { point in
                let first = sizes.first { $0.threads == point.threads } ?? point
                return zip(point.cpuNanos, first.cpuNanos).map { $0 / $1 }.median
            }.max()
            let counts = sizes.map { varied == "calls" ? $0.calls : varied == "rates" ? $0.ratesASide : $0.customers }
            let range = [counts.min(), counts.max()].map { ReportText.grouped(Double($0 ?? 0)) }.joined(
                separator: " to ")
            return Budget("CPU a row from \(range) \(words), of that of the first", worst ?? .nan, most: 1.15)
        }
    }

    private func key(_ point: Point) -> String {
        "\(point.calls) \(point.ratesASide) \(point.customers) \(point.destinations)"
    }
}

/// What one case works on.
private struct GrowthJob {
    let tariff: Tariff
    let destinations: [[UInt8]]
    let file: URL

    /// Ten decks a side with a tenth of the rates each.
    init(_ point: GrowthBenchmarks.Point, folder: URL) throws {
        var options = BenchOptions([])!
        options.calls = point.calls
        options.customers = point.customers
        options.rates = max(point.ratesASide / 10, 1)
        let workload = try Workload(options, sellDecks: 10, buyDecks: 10, keepsText: false, folder: folder)
        var decks = workload.rates().decks
        // Destinations by number: as many as asked for, neighbouring prefixes in the same one.
        let names = (0..<point.destinations).map { Array("Destination \($0)".utf8) }
        for deck in decks.indices {
            for index in decks[deck].indices {
                decks[deck][index].destination = Int32(index * point.destinations / decks[deck].count)
            }
        }
        tariff = try workload.tariff(decks, looksUpUnanswered: false)
        destinations = names
        file = workload.file
    }
}

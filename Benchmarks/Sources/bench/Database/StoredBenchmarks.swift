import Foundation
import Ingest
import SyntheticCarrier

/// The load of one and the same file, where nothing is stored and where ten times as many calls are: what a load costs must
/// not depend on what is there already.
struct StoredBenchmarks {
    /// Calls that are stored, for each of the file.
    static let multiple = 10

    private let workload: Workload
    private let bench: BenchDatabase
    private let loader: BenchmarkStages.Loader
    /// Records of the file.
    private let count: Int
    /// A month of calls comes in eleven parts of as many records; the last is what is loaded.
    private let file: URL
    /// What is stored beforehand, by line.
    private let stored: [StoredLine: URL]

    init(_ workload: Workload, _ bench: BenchDatabase) throws {
        self.workload = workload
        self.bench = bench
        // Half of what the other groups load: ten times as much is loaded before each run.
        count = max(workload.calls.count / 2, 1)
        let before = StoredBenchmarks.multiple * count
        let month = SyntheticCalls(carrier: workload.carrier, count: before + count)
        file = workload.folder.appending(path: "last.csv")
        try month.write(before..<before + count, to: file)
        var stored: [StoredLine: URL] = [:]
        for line in StoredLine.allCases where line != .nothing {
            let path = workload.folder.appending(path: "\(line).csv")
            // Ids come of a record's number, so no call of the file has that of another.
            try StoredBenchmarks.calls(of: line, month: month, workload.carrier, count: before)
                .write(0..<before, to: path)
            stored[line] = path
        }
        self.stored = stored
        loader = try BenchmarkStages.Loader(bench.database)
    }

    var group: BenchmarkGroup {
        let benchmarks = StoredLine.allCases.map { line in
            Benchmark(
                name: line.name, limit: line.limit, reference: line == .nothing ? nil : StoredLine.nothing.name,
                rows: count, bytes: count * workload.text.count / max(workload.calls.count, 1),
                prepare: { try prepare(line) },
                run: {
                    let read = try loader.load(file.path, connections: 2)
                    guard read == count else { throw StoredBenchmarksError.wrongCount(read, of: count) }
                })
        }
        return BenchmarkGroup(title: "Load beside what is stored", benchmarks: benchmarks, roundsMax: 5)
    }

    /// Empties the database, and fills it with what the line has stored.
    private func prepare(_ line: StoredLine) throws {
        try bench.forgetCalls()
        guard let path = stored[line]?.path else { return }
        Sink.take(try loader.load(path, connections: 2))
        let records = try bench.recordCount()
        let wanted = StoredBenchmarks.multiple * count
        guard records == wanted else { throw StoredBenchmarksError.wrongCount(records, of: wanted) }
        // As every command leaves what it has loaded.
        try loader.freeze()
        try bench.settle()
    }

    private static func calls(
        of line: StoredLine, month: SyntheticCalls, _ carrier: SyntheticCarrier, count: Int
    ) -> SyntheticCalls {
        switch line {
        case .nothing, .daysBefore: return month
        case .sameHours:
            let days = carrier.days / (multiple + 1) + 1
            let end = SyntheticCarrier(
                seed: carrier.seed, size: carrier.size, firstDay: carrier.firstDay + carrier.days - days, days: days)
            return SyntheticCalls(carrier: end, count: count)
        }
    }
}

/// What is stored before the file is loaded.
enum StoredLine: CaseIterable {
    case nothing
    /// The same month up to where the file begins, as files come one after another; some of its calls come again in the file.
    case daysBefore
    /// Calls of the very hours of the file, none of which comes again: the least favourable.
    case sameHours

    var name: String { "load, \(title)" }

    var title: String {
        switch self {
        case .nothing: "nothing stored"
        case .daysBefore: "\(StoredBenchmarks.multiple) times the calls stored, days before"
        case .sameHours: "\(StoredBenchmarks.multiple) times the calls stored, same hours"
        }
    }

    var limit: String {
        switch self {
        case .nothing: "file -> everything committed, 2 connections"
        case .daysBefore: "1.00: only marks of hours that come again are read"
        case .sameHours: "and 0.02 us a stored call: its mark, 16 bytes, is read"
        }
    }
}

enum StoredBenchmarksError: Error, CustomStringConvertible {
    case wrongCount(Int, of: Int)

    var description: String {
        switch self {
        case .wrongCount(let found, let wanted): "\(found) records were loaded where \(wanted) should have been."
        }
    }
}

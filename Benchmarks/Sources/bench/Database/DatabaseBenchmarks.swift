import Foundation
import Ingest

/// From the file to committed rows, beside a bare binary COPY of the same rows into the same tables.
struct DatabaseBenchmarks {
    private let workload: Workload
    private let bench: BenchDatabase
    private let loader: BenchmarkStages.Loader
    private let compressed: URL
    /// The rows of a load as COPY gives them back, by table, in the columns that a load writes.
    private let calls: [TableDump]
    /// The sums over the calls of a load.
    private let totals: String

    /// Loads the calls of the file and takes their rows out again: what a bare COPY of them gives must be the same. The few
    /// records of the file that repeat another one are calls as well where no duplicate is looked for.
    init(_ workload: Workload, _ bench: BenchDatabase) throws {
        self.workload = workload
        self.bench = bench
        loader = try BenchmarkStages.Loader(bench.database)
        compressed = workload.folder.appending(path: "cdrs.csv.zst")
        try Self.compress(workload.file, to: compressed)
        _ = try loader.load(workload.file.path, connections: 2, parts: LoadLine.calls.parts)
        calls = try bench.tables(like: "call\\_2%").map {
            try bench.dump($0, columns: BenchmarkStages.Loader.callColumns)
        }
        totals = try bench.totals()
        try bench.forgetCalls()
        try bench.copy(calls, connections: 2)
        guard try bench.totals() == totals else { throw DatabaseBenchmarksError.differentRows }
    }

    var group: BenchmarkGroup {
        var benchmarks: [Benchmark] = []
        for connections in LoadLine.connections {
            benchmarks.append(
                Benchmark(
                    name: LoadLine.bareCopy(connections),
                    limit: connections == 1 ? "0.8 us of the server's CPU a row" : "0.6 of the time of 1",
                    reference: connections == 1 ? nil : LoadLine.bareCopy(1), rows: workload.calls.count,
                    bytes: calls.reduce(0) { $0 + $1.bytes.count }, prepare: bench.forgetCalls,
                    run: { try bench.copy(calls, connections: connections) }))
        }
        for connections in LoadLine.connections { benchmarks += LoadLine.allCases.map { load($0, connections) } }
        return BenchmarkGroup(title: "Database: the same rows, committed", benchmarks: benchmarks)
    }

    /// What the figures are about.
    var remark: String {
        let bytes = calls.reduce(0) { $0 + $1.bytes.count }
        return
            "\(totals); \(bytes / max(workload.calls.count, 1)) bytes of binary COPY a record, \(calls.count) day partitions."
    }

    private func load(_ line: LoadLine, _ connections: Int) -> Benchmark {
        let file = line == .zstd ? compressed : workload.file
        return Benchmark(
            name: line.name(connections), limit: line.limit(connections), reference: LoadLine.bareCopy(connections),
            rows: workload.calls.count, bytes: workload.text.count, prepare: bench.forgetCalls,
            run: { Sink.take(try loader.load(file.path, connections: connections, parts: line.parts)) })
    }

    private static func compress(_ file: URL, to target: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["zstd", "-q", "-3", "-f", file.path, "-o", target.path]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw DatabaseBenchmarksError.cannotCompress }
    }
}

enum DatabaseBenchmarksError: Error, CustomStringConvertible {
    case cannotCompress
    case differentRows

    var description: String {
        switch self {
        case .cannotCompress: "zstd failed; is it installed, and is there space in /tmp?"
        case .differentRows: "The bare COPY did not load the rows that the load had made: the comparison would be void."
        }
    }
}

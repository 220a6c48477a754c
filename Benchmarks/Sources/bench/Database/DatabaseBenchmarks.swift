import Foundation
import Ingest

/// From the file to committed rows, beside a bare binary COPY of the same rows into the same tables.
struct DatabaseBenchmarks {
    private let workload: Workload
    private let bench: BenchDatabase
    private let loader: Workbench.Loader
    private let compressed: URL
    /// The rows of a load as COPY gives them back, by table.
    private let calls: [TableDump]
    private let usage: [TableDump]
    private let marks: [TableDump]
    /// The sums over the calls of a load.
    private let totals: String

    /// Loads the file once and takes the rows out again.
    init(_ workload: Workload) throws {
        self.workload = workload
        let bench = try BenchDatabase(workload)
        self.bench = bench
        loader = try Workbench.Loader(bench.database)
        compressed = workload.folder.appending(path: "cdrs.csv.zst")
        try Self.compress(workload.file, to: compressed)
        _ = try loader.load(workload.file.path, connections: 2)
        calls = try bench.tables(like: "call\\_2%").map(bench.dump)
        usage = try bench.tables(like: "usage\\_delta\\_block").map(bench.dump)
        marks = try bench.tables(like: "call\\_mark").map(bench.dump)
        totals = try bench.totals()
        try bench.forgetCalls()
        try bench.copy(calls, connections: 2)
        guard try bench.totals() == totals else { throw DatabaseBenchmarksError.differentRows }
    }

    var group: BenchmarkGroup {
        let one = "bare COPY, 1 connection"
        let two = "bare COPY, 2 connections"
        return BenchmarkGroup(
            title: "Database: the same rows, committed",
            benchmarks: [
                copy(one, "0.8 us of the server's CPU a row", calls, connections: 1, reference: nil),
                copy(two, "0.6 of the time of 1", calls, connections: 2, reference: one),
                load(
                    "file -> committed rows, 1 connection", "1.05 with a core to spare", connections: 1, reference: one),
                load("file -> committed rows, 2 connections", "1.15 on two cores", connections: 2, reference: two),
                load(
                    ".zst -> committed rows, 2 connections", "and 0.18 us a row", compressed, connections: 2,
                    reference: two),
                copy(
                    "of which usage deltas", "0.1: few destinations a customer", usage, connections: 1, reference: one),
                copy("of which duplicate search", "0.04: 16 bytes a row", marks, connections: 1, reference: one),
                Benchmark(
                    name: "of which received file", limit: "SHA-256 at 1.5 GB/s, and the disk", reference: one,
                    rows: workload.calls.count, bytes: workload.text.count, prepare: bench.forgetCalls,
                    run: { try loader.receive(workload.file.path) }),
            ])
    }

    /// What the figures are about.
    var remark: String {
        let bytes = calls.reduce(0) { $0 + $1.bytes.count }
        return
            "\(totals); \(bytes / max(workload.calls.count, 1)) bytes of binary COPY a record, \(calls.count) day partitions."
    }

    private func copy(
        _ name: String, _ limit: String, _ dumps: [TableDump], connections: Int, reference: String?
    ) -> Benchmark {
        Benchmark(
            name: name, limit: limit, reference: reference, rows: workload.calls.count,
            bytes: dumps.reduce(0) { $0 + $1.bytes.count }, prepare: bench.forgetCalls,
            run: { try bench.copy(dumps, connections: connections) })
    }

    private func load(
        _ name: String, _ limit: String, _ file: URL? = nil, connections: Int, reference: String
    ) -> Benchmark {
        Benchmark(
            name: name, limit: limit, reference: reference, rows: workload.calls.count, bytes: workload.text.count,
            prepare: bench.forgetCalls,
            run: { Sink.take(try loader.load((file ?? workload.file).path, connections: connections)) })
    }

    /// Stops the server.
    func end() throws { try bench.database.stopServer() }

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

import Foundation

/// What one contestant used for a job, once its decks were loaded, and for loading them.
struct JobRun: Encodable {
    var loadSeconds: Double
    var seconds: Double
    var cpuSeconds: Double
    var peakBytes: Int
}

/// A program that does the job: rates a file, writes the rows, and says its totals in files that can be compared.
protocol Contestant {
    var name: String { get }
    /// Rates `calls` calls into files of `out`.
    func run(_ job: JobFiles, calls: Int, threads: Int, out: URL) throws -> JobRun
    /// The totals by customer and destination of the last run into `out`, as `didtron rate --totals` writes them.
    func totals(_ job: JobFiles, calls: Int, out: URL) throws -> Data
}

/// This product: `didtron rate` with binary COPY rows.
struct Didtron: Contestant {
    let program: String
    var name: String { "didtron rate" }

    private func arguments(_ job: JobFiles) -> [String] { [program, "rate"] + decks(job) }

    private func decks(_ job: JobFiles) -> [String] {
        ["rates", "customers", "suppliers"].flatMap { ["--\($0)", job.folder.appending(path: "\($0).csv").path] }
    }

    /// The compiled tariff of the job, in its folder.
    func tariff(_ job: JobFiles) throws -> String {
        let file = job.folder.appending(path: "tariff").path
        _ = try ChildRun([program, "tariff", "compile"] + decks(job) + ["--output", file])
        return file
    }

    /// The CPU of a run over no calls is that of loading the decks.
    func run(_ job: JobFiles, calls: Int, threads: Int, out: URL) throws -> JobRun {
        let rows = out.appending(path: "rows.pgcopy").path
        let common = arguments(job) + ["--threads", "\(threads)", "--format", "pgcopy", "--output", rows]
        let empty = try ChildRun(common + [job.cdrs(0)])
        let full = try ChildRun(common + [job.cdrs(calls)])
        let words = full.errors.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, let seconds = Double(words[words.count - 2]) else {
            throw ChildRunError(program: program, status: 0, errors: "no account at the end: \(full.errors)")
        }
        return JobRun(
            loadSeconds: full.seconds - seconds, seconds: seconds, cpuSeconds: full.cpuSeconds - empty.cpuSeconds,
            peakBytes: full.peakBytes)
    }

    func totals(_ job: JobFiles, calls: Int, out: URL) throws -> Data {
        let file = out.appending(path: "totals.csv")
        _ = try ChildRun(arguments(job) + ["--format", "none", "--totals", file.path, job.cdrs(calls)])
        return try Data(contentsOf: file)
    }

    /// CPU seconds of a whole run into nowhere, for differences between two sizes. From a compiled tariff: loading the decks
    /// takes more CPU than rating a million calls, and never the same twice.
    func cpuSeconds(_ job: JobFiles, tariff: String, calls: Int, threads: Int) throws -> Double {
        try ChildRun([
            program, "rate", "--tariff", tariff, "--threads", "\(threads)", "--format", "pgcopy", "--output",
            "/dev/null",
            job.cdrs(calls),
        ]).cpuSeconds
    }
}

/// A Python program of `Benchmarks/peers`.
struct PythonPeer: Contestant {
    let name: String
    let python: String
    let script: String

    private struct Line: Decodable {
        var peer: String
        var rows: Int
        var peak_bytes: Int
        var load_s: Double
        var rate_s: Double
        var rate_cpu_s: Double
    }

    func run(_ job: JobFiles, calls: Int, threads: Int, out: URL) throws -> JobRun {
        let child = try ChildRun([python, script, job.folder.path, job.cdrs(calls), out.path, "\(threads)"])
        let line = try JSONDecoder().decode(Line.self, from: Data(child.output.utf8))
        guard line.rows == calls else {
            throw ChildRunError(program: name, status: 0, errors: "\(line.rows) rows of \(calls) calls")
        }
        return JobRun(
            loadSeconds: line.load_s, seconds: line.rate_s, cpuSeconds: line.rate_cpu_s, peakBytes: line.peak_bytes)
    }

    func totals(_ job: JobFiles, calls: Int, out: URL) throws -> Data {
        try Data(contentsOf: out.appending(path: "totals.csv"))
    }
}

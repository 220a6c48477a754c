import Foundation

/// The same job by this product and by what else a user would take, in turns; equal totals before any time.
struct JobBenchmarks {
    let options: BenchOptions
    let folder: URL

    /// A table of contestants, and sentences about what was left out.
    func measure() throws -> (section: ReportSection, budgets: [Budget]) {
        let job = try JobFiles(
            folder: folder.appending(path: "job"), calls: [options.calls], prefixes: options.rates,
            customers: options.customers)
        var notes = ["\(options.calls) calls, \(job.rates) rates on 25 decks, \(options.customers) customers."]
        let didtron = Didtron(program: options.didtron)
        var contestants: [any Contestant] = [didtron]
        let python = options.peersFolder.appending(path: "../.build/peers/bin/python3").standardized.path
        if FileManager.default.isExecutableFile(atPath: python) {
            for (name, script) in [("Polars", "rate_polars.py"), ("DuckDB", "rate_duckdb.py")] {
                let path = options.peersFolder.appending(path: script).path
                contestants.append(PythonPeer(name: name, python: python, script: path))
            }
        } else {
            notes.append("Polars and DuckDB are not here: Benchmarks/peers/install puts them into Benchmarks/.build.")
        }
        let reference = try didtron.totals(job, calls: job.calls, out: fresh("reference"))
        notes.append(try JobTotals(reference).sentence)
        var runs = [[JobRun]](repeating: [], count: contestants.count)
        for round in 0...options.jobRounds {
            for (index, contestant) in contestants.enumerated() {
                say("Job: round \(round) of \(options.jobRounds), \(contestant.name)")
                let out = try fresh(contestant.name)
                let run = try contestant.run(job, calls: job.calls, threads: options.threads, out: out)
                if round == 0 {
                    let totals = try contestant.totals(job, calls: job.calls, out: out)
                    guard totals == reference else { throw JobBenchmarksError.differentTotals(contestant.name) }
                } else {
                    runs[index].append(run)
                }
            }
        }
        notes.append("Totals of all contestants are equal, group by group of customer and destination.")
        var rows = contestants.indices.map { row(contestants[$0].name, runs[$0], of: runs[0], calls: job.calls) }
        try rows.append(contentsOf: prefixExtension(didtron, &notes))
        var budgets = [
            Budget(
                "memory of didtron rate with \(ReportText.grouped(Double(job.rates))) rates from files",
                Double(runs[0].map(\.peakBytes).max() ?? 0) / 1e6, most: 400, places: 0, unit: " MB")
        ]
        for (name, least) in [("Polars", 20.0), ("DuckDB", 40.0)] {
            guard let index = contestants.firstIndex(where: { $0.name == name }) else { continue }
            let ratio = zip(runs[index], runs[0]).map { $0.seconds / $1.seconds }.median
            budgets.append(Budget("the same job, times faster than \(name)", ratio, least: least))
        }
        let section = ReportSection(
            title: "The same job, \(options.threads) threads, decks loaded",
            columns: ["who", "rows/s", "CPU ns/row", "peak MiB", "loading decks s", "time of didtron's"], rows: rows,
            notes: notes)
        return (section, budgets)
    }

    /// PostgreSQL with the extension `prefix`, on fewer calls; its CPU is that of the server.
    private func prefixExtension(_ didtron: Didtron, _ notes: inout [String]) throws -> [[String]] {
        let calls = min(options.calls, options.prefixCalls)
        let job = try JobFiles(
            folder: folder.appending(path: "prefix-job"), calls: [calls], prefixes: options.rates,
            customers: options.customers)
        let peer: PrefixExtensionPeer
        do {
            peer = try PrefixExtensionPeer(home: folder.appending(path: "prefix-home"), sql: options.peersFolder)
        } catch is PrefixExtensionPeer.Missing {
            notes.append("PostgreSQL's extension prefix is not here (apt-get install postgresql-15-prefix).")
            return []
        }
        defer { peer.end() }
        say("Job: PostgreSQL with prefix, \(calls) calls")
        let reference = try didtron.totals(job, calls: calls, out: fresh("reference"))
        let run = try peer.run(job, calls: calls, threads: 1, out: fresh("prefix"))
        guard try peer.totals(job, calls: calls, out: folder) == reference else {
            // Not for the others to suffer: theirs are equal.
            notes.append("\(peer.name) has other totals than all others on \(calls) calls: no time of it is shown.")
            return []
        }
        let ours = try didtron.run(job, calls: calls, threads: options.threads, out: fresh("didtron"))
        return [row("\(peer.name), \(calls) calls", [run], of: [ours], calls: calls)]
    }

    private func row(_ name: String, _ runs: [JobRun], of ours: [JobRun], calls: Int) -> [String] {
        let seconds = runs.map(\.seconds).median
        let ratio = zip(runs, ours).map { $0.seconds / $1.seconds }.median
        return [
            name, ReportText.grouped(Double(calls) / seconds),
            ReportText.decimal(runs.map(\.cpuSeconds).median * 1e9 / Double(calls), 1),
            "\((runs.map(\.peakBytes).max() ?? 0) >> 20)", ReportText.decimal(runs.map(\.loadSeconds).median, 2),
            ReportText.decimal(ratio, 1),
        ]
    }

    private func fresh(_ name: String) throws -> URL {
        let out = folder.appending(path: "out-\(name.filter(\.isLetter))")
        try? FileManager.default.removeItem(at: out)
        try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
        return out
    }
}

enum JobBenchmarksError: Error, CustomStringConvertible {
    case differentTotals(String)
    case differentSums(String)

    var description: String {
        switch self {
        case .differentTotals(let name): "\(name) has other totals than didtron: no time of it means anything."
        case .differentSums(let text): "The yardstick has other sums than didtron (\(text)): no ratio means anything."
        }
    }
}

/// Sums over a file of totals.
struct JobTotals {
    var calls = 0
    var sellMicros = 0
    var buyMicros = 0

    init(_ csv: Data) throws {
        for line in String(decoding: csv, as: UTF8.self).split(separator: "\n").dropFirst() {
            // A destination may hold a comma within quotes: the numbers are counted from the end.
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count >= 6, let calls = Int(fields[fields.count - 4]),
                let sell = Int(fields[fields.count - 2]), let buy = Int(fields[fields.count - 1])
            else { throw JobBenchmarksError.differentTotals("A line of totals that cannot be read") }
            self.calls += calls
            sellMicros += sell
            buyMicros += buy
        }
    }

    var sentence: String { "Answered calls \(calls), sell \(sellMicros) micros, buy \(buyMicros) micros." }
}

/// Progress, on standard error.
func say(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }

import Foundation

/// Measures the hot paths, prints them as a table and keeps it under `results/`.
@main
struct Bench {
    static func main() throws {
        guard let options = BenchOptions(Array(CommandLine.arguments.dropFirst())) else {
            print(BenchOptions.usage)
            exit(2)
        }
        let workload = try Workload(options)
        var groups: [BenchmarkGroup] = []
        if wants("engine", options) {
            let engine = try EngineBenchmarks(workload)
            groups += [engine.group, engine.filterGroup]
        }
        let database = wants("database", options) ? try DatabaseBenchmarks(workload) : nil
        if let database { groups.append(database.group) }
        var measurements: [Measurement] = []
        for group in groups {
            measurements += try group.measure(rounds: options.rounds) {
                FileHandle.standardError.write(Data("\($0)\n".utf8))
            }
        }
        try database?.end()
        try workload.clean()
        let report = Report(
            workload: "\(options.calls) calls, \(options.customers) customers, 25 decks of \(options.rates) prefixes"
                + (database.map { "; \($0.remark)" } ?? ""),
            measurements: measurements)
        print(report.markdown)
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "results")
        print("Kept as \(try report.write(to: folder))")
    }

    private static func wants(_ title: String, _ options: BenchOptions) -> Bool {
        options.only.isEmpty || title.contains(options.only.lowercased())
    }
}

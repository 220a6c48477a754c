import Foundation

/// Measures the hot paths, prints them as a table and keeps it under `results/`.
@main
struct Bench {
    static func main() throws {
        guard let options = BenchOptions(Array(CommandLine.arguments.dropFirst())) else {
            print(BenchOptions.usage)
            exit(2)
        }
        let report: Report
        if options.growth {
            let growth = try GrowthBenchmarks(options)
            let points = try growth.measure()
            let budgets = growth.budgets(points)
            report = Report(
                workload: "From the file to binary COPY rows in /dev/null, both sides", budgets: budgets,
                measurements: [],
                sections: [Budget.section(budgets, isQuick: options.isQuick), growth.section(points)],
                plot: GrowthPlot(points).svg)
        } else {
            report = try everything(options)
        }
        print(report.markdown)
        print("Kept as \(try report.write(to: BenchOptions.packageFolder.appending(path: "results")))")
        if options.isQuick { print("Quick run: everything ran and agreed; the times mean nothing.") }
    }

    private static func everything(_ options: BenchOptions) throws -> Report {
        let workload = try Workload(options)
        defer { try? workload.clean() }
        var groups: [BenchmarkGroup] = []
        if options.wants("engine") {
            let engine = try EngineBenchmarks(workload)
            groups += [engine.group, engine.filterGroup]
        }
        if options.wants("layouts") { groups.append(try LayoutBenchmarks(workload).group) }
        var sections: [ReportSection] = []
        var budgets: [Budget] = []
        func take(_ result: (section: ReportSection, budgets: [Budget])) {
            sections.append(result.section)
            budgets += result.budgets
        }
        if options.wants("yardstick") {
            take(try YardstickBenchmarks(options: options, folder: workload.folder).measure())
        }
        if options.wants("job") { take(try JobBenchmarks(options: options, folder: workload.folder).measure()) }
        var plot: String?
        if options.wants("growth") {
            let growth = try GrowthBenchmarks(options)
            let points = try growth.measure()
            take((growth.section(points), growth.budgets(points)))
            plot = GrowthPlot(points).svg
        }
        if options.wants("books") { take(try BooksBenchmarks(options: options, folder: workload.folder).measure()) }
        if options.wants("acts") { take(try ActsBenchmarks(options: options).measure()) }
        let bench = options.wants("database") || options.wants("stored") ? try BenchDatabase(workload) : nil
        defer { try? bench?.end() }
        let database = options.wants("database") ? try bench.map { try DatabaseBenchmarks(workload, $0) } : nil
        if let database { groups.append(database.group) }
        if options.wants("stored"), let bench { groups.append(try StoredBenchmarks(workload, bench).group) }
        var measurements: [Measurement] = []
        for group in groups { measurements += try group.measure(rounds: options.rounds) { say($0) } }
        budgets += Budget.budgets(of: measurements)
        if let section = LoadLine.section(measurements) { sections.append(section) }
        return Report(
            workload: "\(options.calls) calls, \(options.customers) customers, 25 decks of \(options.rates) prefixes"
                + (database.map { "; \($0.remark)" } ?? ""),
            budgets: budgets, measurements: measurements,
            sections: [Budget.section(budgets, isQuick: options.isQuick)] + sections, plot: plot)
    }
}

import Foundation

/// The figures of one run with the machine and the commit they belong to, as a table and as data.
struct Report: Encodable {
    var date: String
    var commit: String
    var machine: String
    var workload: String
    var peakBytes: Int
    var measurements: [Measurement]
    var budgets: [Budget]
    var sections: [ReportSection]
    /// A picture, as SVG, if there is one.
    var plot: String?

    private enum CodingKeys: CodingKey {
        case date, commit, machine, workload, peakBytes, budgets, measurements, sections
    }

    init(
        workload: String, budgets: [Budget], measurements: [Measurement], sections: [ReportSection], plot: String?
    ) {
        self.budgets = budgets
        self.sections = sections
        self.plot = plot
        date = Date.now.formatted(.iso8601)
        commit = Self.output(of: ["git", "describe", "--always", "--dirty"]) ?? "unknown"
        machine = Self.machineName
        peakBytes = ProcessClock.peakBytes
        self.workload = workload
        self.measurements = measurements
    }

    /// The table that people read; the first section, that of the budgets, comes first.
    var markdown: String {
        var text = """
            # Benchmarks of \(date)

            Commit \(commit). \(machine). \(workload). Peak memory \(peakBytes >> 20) MiB. Medians of \
            \(measurements.first?.seconds.count ?? 0) rounds in alternation; a ratio is the median of the ratios of each round.

            """
        text += sections.first?.markdown ?? ""
        for title in measurements.map(\.group).uniqued() {
            text += "\n## \(title)\n\n"
            text += table(measurements.filter { $0.group == title })
        }
        text += sections.dropFirst().map(\.markdown).joined()
        return text
    }

    /// Writes `results/DATE.md` and `results/DATE.json` below `folder` and returns the path of the first.
    func write(to folder: URL) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let name = date.filter { $0.isNumber || $0 == "T" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: folder.appending(path: "\(name).json"))
        let table = folder.appending(path: "\(name).md")
        try Data(markdown.utf8).write(to: table)
        if let plot { try Data(plot.utf8).write(to: folder.appending(path: "\(name).svg")) }
        return table.path
    }

    private func table(_ rows: [Measurement]) -> String {
        let head = ["what", "seconds", "rows/s", "CPU ns/row", "MB/s", "ratio", "of", "expected limit"]
        let body = rows.map { row in
            [
                row.name, ReportText.decimal(row.medianSeconds, 3), ReportText.grouped(row.rowsPerSecond),
                ReportText.decimal(row.cpuNanosPerRow, 1),
                row.bytes == 0 ? "" : ReportText.grouped(Double(row.bytes) / row.medianSeconds / 1e6),
                row.ratios.isEmpty ? "" : ReportText.decimal(row.ratios.median, 3), row.reference ?? "", row.limit,
            ]
        }
        return ReportText.table([head] + body)
    }

    private static var machineName: String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = info.split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
        return "\(ProcessInfo.processInfo.activeProcessorCount) x \(model ?? "unknown processor")"
    }

    private static func output(of command: [String]) -> String? {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return nil }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension Sequence where Element: Hashable {
    fileprivate func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}

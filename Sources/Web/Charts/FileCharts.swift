import Calendar
import CallStore

/// Charts of the records of files and of the speed of their loading.
enum FileCharts {
    /// Points that have a shape; fewer are read in the list.
    private static let pointsMin = 6

    /// - Parameter shown: days up to today.
    static func sections(_ days: [FileDay], _ speeds: [FileSpeed], today: CivilDay, shown: Int) -> [SheetSection] {
        guard !days.isEmpty else { return [] }
        var charts = [records(days, today: today, shown: shown)]
        if speeds.count >= pointsMin { charts.append(throughput(speeds)) }
        return [
            SheetSection(
                "received", "What came in", note: "Files received in the last \(shown) days, UTC", charts: charts)
        ]
    }

    private static func records(_ days: [FileDay], today: CivilDay, shown: Int) -> Chart {
        let known = Dictionary(days.map { ($0.receivedOn, $0) }) { first, _ in first }
        let all = (1...shown).map { today - (shown - $0) }
        func series(_ name: String, _ count: KeyPath<FileDay, Int64>) -> ChartSeries? {
            let values = all.map { day in known["\(day)"].map { Int128($0[keyPath: count]) } }
            return values.contains { $0 ?? 0 != 0 } ? ChartSeries(name: name, values: values) : nil
        }
        let outcomes = [
            series("Rated", \.rated), series("Unrated", \.unrated), series("Duplicate", \.duplicates),
            series("Rejected", \.rejected),
        ].compactMap(\.self)
        return Chart.columns(
            ChartData(
                id: "chart-records", title: "Records", unit: "a day of receipt, UTC",
                points: all.enumerated().map { index, day in
                    ChartPoint(
                        label: (all.count - 1 - index) % 5 == 0 ? String("\(day)".suffix(5)) : "", name: "\(day)",
                        isRunning: day == today)
                },
                series: outcomes.isEmpty
                    ? [ChartSeries(name: "Read", values: all.map { known["\($0)"].map { _ in 0 } })] : outcomes,
                measure: .count))
    }

    private static func throughput(_ speeds: [FileSpeed]) -> Chart {
        var data = ChartData(
            id: "chart-speed", title: "Throughput", unit: "records a second, from receipt to the last chunk",
            note: "Files that were loaded in one go, the newest at the right", pointTitle: "File",
            points: speeds.enumerated().map { index, speed in
                ChartPoint(
                    label: index == 0 || index == speeds.count - 1 ? "\(speed.fileID)" : "", name: speed.name,
                    href: FilePage.path(of: speed.fileID))
            },
            series: [ChartSeries(name: "Records a second", values: speeds.map { Int128($0.rowsPerSecond) })],
            measure: .count)
        data.hasTotal = false
        return Chart.line(data, isLow: true)
    }
}

import Catalog

/// A point of the horizontal axis.
struct ChartPoint: Sendable {
    /// On the axis; empty where there is no room.
    var label: String
    /// In the table and for a pointer.
    var name: String
    var href: String?
    /// Its period is not over.
    var isRunning = false
}

/// A measure at each point.
struct ChartSeries: Sendable {
    var name: String
    /// A value for each point; nil where nothing was measured, which is not zero.
    var values: [Int128?]
    /// The last, grey one: what has no series of its own.
    var isOther = false
}

/// Data of a chart, before any geometry.
struct ChartData: Sendable {
    let id: String
    var title: String
    var unit: String
    var note: String?
    /// Heading of the first column of the table.
    var pointTitle = "Day"
    var points: [ChartPoint]
    /// At most six.
    var series: [ChartSeries]
    var measure: ChartMeasure
    /// Adds up all points in the foot of the table: not of speeds.
    var hasTotal = true

    /// Class of a series, for the style sheet.
    func className(_ index: Int, isLoss: Bool = false) -> String {
        if isLoss, series.count == 1 { return "loss" }
        return series[index].isOther ? "other" : "\(index % 6 + 1)"
    }

    /// Both ends of the stack at each point.
    var stackEnds: [Int128] {
        points.indices.flatMap { point -> [Int128] in
            let values = series.compactMap { $0.values[point].map(ChartScale.clamped) }
            return [values.filter { $0 > 0 }.reduce(0, +), values.filter { $0 < 0 }.reduce(0, +)]
        }
    }

    /// `2026-11-02: Rated 1,204, Duplicate 3`.
    func words(of point: Int) -> String {
        let parts = series.compactMap { series in
            series.values[point].map { value in
                let text = measure.amount(value).text
                return self.series.count > 1 ? "\(series.name) \(text)" : text
            }
        }
        let end = points[point].isRunning ? ", so far" : ""
        return "\(points[point].name): \(parts.isEmpty ? "nothing" : parts.joined(separator: ", "))\(end)"
    }

    /// The number of points, and the highest and the lowest of each series.
    var summary: String {
        let known = series.filter { $0.values.contains { $0 != nil } }
        guard !known.isEmpty else { return "\(AmountText.count(Int64(points.count), "point")), all without a value." }
        let sentences = known.map { series -> String in
            let places = points.indices.compactMap { point in series.values[point].map { (point, $0) } }
            guard let most = places.max(by: { $0.1 < $1.1 }), let least = places.min(by: { $0.1 < $1.1 }) else {
                return ""
            }
            let name = self.series.count > 1 ? "\(series.name): highest" : "Highest"
            let high = "\(name) \(measure.amount(most.1).text) (\(points[most.0].name))"
            return places.count == 1 || most.1 == least.1
                ? "\(high)." : "\(high), lowest \(measure.amount(least.1).text) (\(points[least.0].name))."
        }
        return "\(AmountText.count(Int64(points.count), "point")). " + sentences.joined(separator: " ")
    }

    /// The same figures in rows; points without any are left out.
    var table: DataTable {
        let columns =
            [DataTable.Column(pointTitle)]
            + series.map { DataTable.Column($0.name, .number, first: true) }
        let known = points.indices.filter { point in series.contains { $0.values[point] != nil } }
        let rows = known.map { point in
            DataTable.Row(
                cells: [
                    .key(
                        columns[0], points[point].name + (points[point].isRunning ? ", so far" : ""), points[point].href
                    )
                ]
                    + series.enumerated().map { index, series in
                        series.values[point].map { .amount(columns[index + 1], measure.amount($0)) }
                            ?? .none(columns[index + 1])
                    }, name: points[point].name)
        }
        let totals = series.map { $0.values.reduce(Int128(0)) { ChartScale.clamped($0 + ChartScale.clamped($1 ?? 0)) } }
        let foot = DataTable.Row(
            cells: [.total("Total", columns: 1)]
                + totals.enumerated().map { .amount(columns[$0 + 1], measure.amount($1)) }, name: "", hasMore: false)
        var table = DataTable(
            "\(id)-table", "\(title), \(unit)", hidesCaption: true, classes: " data-table--compact", columns: columns,
            rows: rows, foot: hasTotal && !rows.isEmpty ? [foot] : [])
        // Few columns, which a phone shows as they are.
        table.hasMore = false
        for row in table.groups[0].rows.indices { table.groups[0].rows[row].hasMore = false }
        return table
    }
}

/// A chart in geometry and words, as `parts/chart` writes it; the table beside it has the figures of its marks.
struct Chart: Sendable {
    /// A line across the plot.
    struct Line: Sendable {
        var y: String
        var isZero: Bool
    }

    /// A rectangle, in percent of the plot.
    struct Mark: Sendable {
        var series: String
        var x: String
        var y: String
        var width: String
        var height: String
    }

    /// A line through points of a plot of 1,000 by 1,000, or a point by itself.
    struct Path: Sendable {
        var series: String
        var data: String
        var isDot: Bool
    }

    /// Text under a pointer over a point.
    struct Hit: Sendable {
        var words: String
        var href: String?
    }

    struct Key: Sendable {
        var series: String
        var name: String
    }

    let id: String
    var title: String
    var unit: String
    /// Sentence that says the same as the marks.
    var summary: String
    var note: String?
    var isLow: Bool
    var isLine = false
    var ticks: [String]
    var lines: [Line]
    var marks: [Mark] = []
    var paths: [Path] = []
    var hits: [Hit]
    /// Over the column whose period is not over.
    var running: Mark?
    /// A text for each point; empty where there is no room.
    var labels: [String]
    var keys: [Key]
    var table: DataTable

    /// Columns over points, the series stacked; what is negative goes down from zero.
    static func columns(_ data: ChartData, isLow: Bool = false) -> Chart {
        let scale = ChartScale(data.stackEnds, data.measure)
        var chart = Chart(data, scale, isLow: isLow)
        let count = data.points.count
        func mark(_ series: String, _ point: Int, from: Int128, to: Int128) -> Mark {
            let (left, right) = (point * 100_000 / count, (point + 1) * 100_000 / count)
            let (top, bottom) = (scale.fromTop(max(from, to)), scale.fromTop(min(from, to)))
            return Mark(
                series: series, x: left.percentText, y: top.percentText, width: (right - left).percentText,
                height: (bottom - top).percentText)
        }
        for point in data.points.indices {
            var (up, down): (Int128, Int128) = (0, 0)
            for (index, series) in data.series.enumerated() {
                guard let value = series.values[point].map(ChartScale.clamped), value != 0 else { continue }
                let from = value > 0 ? up : down
                if value > 0 { up += value } else { down += value }
                chart.marks.append(mark(data.className(index, isLoss: value < 0), point, from: from, to: from + value))
            }
            if data.points[point].isRunning, up != down {
                chart.running = mark("running", point, from: down, to: up)
            }
        }
        return chart
    }

    /// Lines through points; where nothing was measured the line has a gap.
    static func line(_ data: ChartData, isLow: Bool = false) -> Chart {
        let scale = ChartScale(data.series.flatMap { $0.values.compactMap(\.self) }, data.measure)
        var chart = Chart(data, scale, isLow: isLow)
        chart.isLine = true
        let count = data.points.count
        for (index, series) in data.series.enumerated() {
            let known = data.points.indices.split { series.values[$0] == nil }
            for stretch in known {
                let places = stretch.map { point in
                    // The middle of the point's share of the width.
                    "\((2 * point + 1) * 500 / count) \(scale.fromTop(series.values[point] ?? 0) / 100)"
                }
                chart.paths.append(
                    places.count == 1
                        ? Path(series: data.className(index), data: "M\(places[0])h0", isDot: true)
                        : Path(
                            series: data.className(index), data: "M" + places.joined(separator: "L"), isDot: false))
            }
        }
        return chart
    }

    private init(_ data: ChartData, _ scale: ChartScale, isLow: Bool) {
        id = data.id
        title = data.title
        unit = data.unit
        summary = data.summary
        let isKnown = data.series.contains { $0.values.contains { $0 != nil } }
        note = data.note ?? (isKnown ? nil : "Nothing was measured here.")
        self.isLow = isLow
        ticks = scale.labels
        lines = scale.ticks.reversed().map { Line(y: scale.fromTop($0).percentText, isZero: $0 == 0) }
        hits = data.points.indices.map { Hit(words: data.words(of: $0), href: data.points[$0].href) }
        labels = data.points.map(\.label)
        keys =
            data.series.count > 1
            ? data.series.indices.map { Key(series: data.className($0), name: data.series[$0].name) } : []
        table = data.table
    }
}

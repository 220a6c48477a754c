/// Throughput against rates a side, one line a number of threads, as SVG.
struct GrowthPlot {
    private let points: [GrowthBenchmarks.Point]
    private let width = 640.0
    private let height = 360.0
    private let left = 80.0
    private let bottom = 50.0
    private let top = 40.0
    private let right = 110.0

    init(_ points: [GrowthBenchmarks.Point]) { self.points = points.filter { $0.varied == "rates" } }

    var svg: String {
        let most = niceMost(points.map { $0.rowsPerSecond.median / 1e6 }.max() ?? 1)
        let rates = Set(points.map(\.ratesASide)).sorted()
        func x(_ index: Int) -> Double {
            left + (width - left - right) * Double(index) / Double(max(rates.count - 1, 1))
        }
        func y(_ millions: Double) -> Double { height - bottom - (height - bottom - top) * millions / most }
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" font-family="sans-serif" \
            font-size="13" role="img" aria-label="Rows rated a second against rates a side">
            <rect width="100%" height="100%" fill="#fff"/>
            <text x="\(left)" y="22" font-size="15" fill="#222">Calls rated on both sides, millions a second</text>

            """
        for step in 0...4 {
            let value = most * Double(step) / 4
            text += """
                <line x1="\(left)" x2="\(width - right)" y1="\(short(y(value)))" y2="\(short(y(value)))" stroke="#ddd"/>
                <text x="\(left - 8)" y="\(short(y(value) + 4))" text-anchor="end" fill="#555">\(short(value))</text>

                """
        }
        for (index, count) in rates.enumerated() {
            text += """
                <text x="\(short(x(index)))" y="\(height - bottom + 20)" text-anchor="middle" fill="#555">\
                \(ReportText.grouped(Double(count)))</text>

                """
        }
        text += """
            <text x="\((left + width - right) / 2)" y="\(height - 10)" text-anchor="middle" fill="#555">rates a side</text>

            """
        for (threads, colour) in [(1, "#1f6feb"), (2, "#d1570f")] {
            let places = points.filter { $0.threads == threads }.compactMap { point in
                rates.firstIndex(of: point.ratesASide).map { (x($0), y(point.rowsPerSecond.median / 1e6)) }
            }
            let line = places.map { "\(short($0.0)),\(short($0.1))" }.joined(separator: " ")
            text += "<polyline points=\"\(line)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2.5\"/>\n"
            for place in places {
                text += "<circle cx=\"\(short(place.0))\" cy=\"\(short(place.1))\" r=\"4\" fill=\"\(colour)\"/>\n"
            }
            guard let last = places.last else { continue }
            text += """
                <text x="\(short(last.0 + 10))" y="\(short(last.1 + 4))" fill="\(colour)">\
                \(threads) thread\(threads == 1 ? "" : "s")</text>

                """
        }
        return text + "</svg>\n"
    }

    /// 1, 2, 4, 8 … that is not below `value`.
    private func niceMost(_ value: Double) -> Double {
        var most = 1.0
        while most < value { most *= 2 }
        return most
    }

    private func short(_ value: Double) -> String { ReportText.decimal(value, 1) }
}

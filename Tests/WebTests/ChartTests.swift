import Testing

@testable import Web

/// Geometry and words of charts.
@Suite struct ChartTests {
    @Test(
        arguments: [
            ([], .count, ["1", "0"]),
            ([0, 0], .count, ["1", "0"]),
            ([1], .count, ["1", "0"]),
            ([3], .count, ["3", "2", "1", "0"]),
            ([7], .count, ["8", "6", "4", "2", "0"]),
            ([10], .count, ["10", "5", "0"]),
            ([9_999], .count, ["10\u{a0}k", "5\u{a0}k", "0"]),
            ([8_000], .count, ["8,000", "6,000", "4,000", "2,000", "0"]),
            ([1_500_000], .count, ["1.5\u{a0}M", "1\u{a0}M", "0.5\u{a0}M", "0"]),
            ([-4, 9], .count, ["10", "5", "0", "\u{2212}5"]),
            ([-30_000], .count, ["0", "\u{2212}10\u{a0}k", "\u{2212}20\u{a0}k", "\u{2212}30\u{a0}k"]),
            ([0], .micros, ["1", "0"]),
            ([1_500_000], .micros, ["1.5", "1", "0.5", "0"]),
            ([120], .micros, ["0.00015", "0.0001", "0.00005", "0"]),
            ([90], .minutes, ["2", "1", "0"]),
            ([0], .minutes, ["1", "0"]),
            ([6_000_000], .minutes, ["100\u{a0}k", "50\u{a0}k", "0"]),
        ] as [([Int128], ChartMeasure, [String])])
    func `an axis has zero and round steps beyond the values`(values: [Int128], measure: ChartMeasure, labels: [String])
    {
        #expect(ChartScale(values, measure).labels == labels)
    }

    @Test func `an axis has three to five ticks for any value that has digits for it`() {
        var value: Int128 = 2
        while value < ChartScale.magnitudeMax {
            for values in [[value], [-value], [value, -value / 3], [value, -1]] as [[Int128]] {
                let scale = ChartScale(values, .micros)
                #expect((3...6).contains(scale.ticks.count), "\(values)")
                #expect(scale.high >= (values.max() ?? 0) && scale.low <= (values.min() ?? 0))
                #expect(scale.ticks.contains(0))
            }
            value = value * 17 / 10 + 1
        }
    }

    @Test func `a value beyond what is drawn is drawn as the largest`() {
        let scale = ChartScale([.max, .min], .micros)
        #expect(scale.fromTop(.max) <= scale.fromTop(0) && scale.fromTop(0) < scale.fromTop(.min))
        #expect(scale.fromTop(.min) <= 100_000)
    }

    private func data(_ series: [[Int128?]], running: Int? = nil) -> ChartData {
        ChartData(
            id: "c", title: "Traffic", unit: "calls a day",
            points: series[0].indices.map {
                ChartPoint(label: "\($0)", name: "day \($0)", href: "/\($0)", isRunning: $0 == running)
            },
            series: series.enumerated().map { ChartSeries(name: "series \($0)", values: $1) }, measure: .count)
    }

    @Test func `columns are stacked from zero and leave no room between`() {
        let chart = Chart.columns(data([[2, 0, nil], [2, 4, nil]]))
        #expect(chart.ticks == ["4", "3", "2", "1", "0"])
        #expect(
            chart.marks.map { [$0.series, $0.x, $0.y, $0.width, $0.height] } == [
                ["1", "0%", "50%", "33.333%", "50%"], ["2", "0%", "0%", "33.333%", "50%"],
                ["2", "33.333%", "0%", "33.333%", "100%"],
            ])
        #expect(chart.keys.map(\.name) == ["series 0", "series 1"])
    }

    @Test func `a loss goes down from zero in a colour of its own`() {
        let chart = Chart.columns(data([[10, -5]]))
        #expect(
            chart.marks.map { [$0.series, $0.y, $0.height] } == [["1", "0%", "66.666%"], ["loss", "66.666%", "33.334%"]])
        #expect(chart.lines.map(\.isZero) == [false, false, true, false])
    }

    @Test func `the period that is not over is marked and named`() {
        let chart = Chart.columns(data([[1, 1]], running: 1))
        #expect(chart.running?.x == "50%")
        #expect(chart.hits.map(\.words) == ["day 0: 1", "day 1: 1, so far"])
    }

    @Test func `a gap parts a line, and a point by itself is a dot`() {
        let chart = Chart.line(data([[1, 2, nil, 4]]))
        #expect(chart.paths.map(\.isDot) == [false, true])
        #expect(chart.paths[0].data == "M125 750L375 500")
        #expect(chart.paths[1].data == "M875 0h0")
    }

    @Test func `the table has the figures of the marks and their sum`() {
        let table = data([[1_204, nil, 3]]).table
        #expect(table.groups[0].rows.map(\.name) == ["day 0", "day 2"])
        #expect(table.foot.count == 1)
        #expect(Chart.columns(data([[nil, nil]])).table.foot.isEmpty)
    }

    @Test(arguments: [
        ([1_204, nil, 3], "3 points. Highest 1,204 (day 0), lowest 3 (day 2)."),
        ([nil, 7, nil], "3 points. Highest 7 (day 1)."), ([nil, nil], "2 points, all without a value."),
    ] as [([Int128?], String)])
    func `a chart says in a sentence what it shows`(values: [Int128?], sentence: String) {
        #expect(data([values]).summary == sentence)
    }

    @Test(
        arguments: [
            (1, 3, "33.3%"), (2, 3, "66.7%"), (-1, 3, "\u{2212}33.3%"), (0, 3, "0.0%"), (1, 0, nil), (1, -3, nil),
            (.max, .max, "100.0%"),
        ] as [(Int128, Int128, String?)])
    func `a share has one decimal where there is a whole`(part: Int128, whole: Int128, text: String?) {
        #expect(ShareBars.percent(part, of: whole) == text)
    }

    @Test func `an ageing bar is full, and a part of nothing is no segment`() {
        let bar = AgeingBar(currency: "USD", digits: 2, minors: [100, 0, 100, 100, 0], total: nil)
        #expect(bar.segments.map { [$0.x, $0.width] } == [["0%", "33.333%"], ["33.333%", "33.333%"], ["66.666%", "33.334%"]])
        #expect(bar.parts.map(\.isNone) == [false, true, false, false, true])
        #expect(bar.total == "3.00")
        #expect(AgeingBar(currency: "USD", digits: 2, minors: [0, 0, 0, 0, 0], total: nil).segments.isEmpty)
    }

    @Test func `a month has its days, and names those that are not over`() throws {
        let month = try #require(MonthOfDays("2026-02"))
        #expect(month.days.count == 28)
        #expect([month.before.name, month.after.name] == ["2026-01", "2026-03"])
        #expect(MonthOfDays("2026-13") == nil && MonthOfDays("2026-02-01") == nil && MonthOfDays("") == nil)
    }
}

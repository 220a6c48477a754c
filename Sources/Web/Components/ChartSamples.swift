/// Charts in all their states: stacked, with losses, with gaps, with one value, with none, with values beyond imagination.
enum ChartSamples {
    typealias Specimen = ComponentsPage.Specimen
    typealias Variant = ComponentsPage.Variant

    private struct Ages {
        var ageing: [AgeingBar]
    }

    static var group: ComponentsPage.Group {
        ComponentsPage.Group(title: "Charts", specimens: [columns, line, shares, ageing])
    }

    /// Thirty days of November, the last of which is not over.
    private static func data(
        _ pane: String, _ title: String, unit: String, note: String? = nil, measure: ChartMeasure,
        series: [(name: String, value: (Int) -> Int128?)], isOver: Bool = true
    ) -> ChartData {
        ChartData(
            id: "chart-\(pane)", title: "\(title), \(ComponentSamples.theme(pane))", unit: unit, note: note,
            points: (1...30).map { day in
                ChartPoint(
                    label: day % 5 == 1 ? "\(day)" : "", name: day < 10 ? "2026-11-0\(day)" : "2026-11-\(day)",
                    href: "#chart", isRunning: !isOver && day == 30)
            }, series: series.map { named in ChartSeries(name: named.name, values: (1...30).map(named.value)) },
            measure: measure)
    }

    /// A week that repeats, a little higher each time.
    private static func wave(_ day: Int, _ scale: Int128) -> Int128 {
        let week: [Int128] = [90, 96, 100, 98, 104, 61, 54]
        return (week[day % 7] + Int128(day)) * scale
    }

    private static var columns: Specimen {
        Specimen(
            id: "chart", title: "Columns",
            use:
                "A measure by day, stacked by at most six series. From zero; the running day is hatched; each column leads to its rows.",
            variants: [
                Variant(title: "Two series, the last day not over", template: "{{>parts/chart}}") { pane in
                    Chart.columns(
                        data(
                            pane, "Traffic", unit: "minutes a day, UTC", note: "The last column is today so far.",
                            measure: .minutes,
                            series: [
                                ("Sold to customers", { wave($0, 92_000) }), ("Sold to carriers", { wave($0, 31_000) }),
                            ], isOver: false))
                },
                Variant(title: "With losses", template: "{{>parts/chart}}") { pane in
                    Chart.columns(
                        data(
                            pane, "Margin", unit: "USD a day, UTC", measure: .micros,
                            series: [("Margin", { $0 % 9 == 0 ? -wave($0, 41_000_123) : wave($0, 83_000_451) })]),
                        isLow: true)
                },
                Variant(title: "One value, the others not measured", template: "{{>parts/chart}}") { pane in
                    Chart.columns(
                        data(
                            pane, "Traffic of a new customer", unit: "minutes a day, UTC", measure: .minutes,
                            series: [("Sold", { $0 == 12 ? 75 : nil })]), isLow: true)
                },
                Variant(title: "Only zeros", template: "{{>parts/chart}}") { pane in
                    Chart.columns(
                        data(
                            pane, "Rejected records", unit: "a day, UTC", measure: .count, series: [("Rejected", { _ in 0 })]),
                        isLow: true)
                },
                Variant(title: "Nothing measured", template: "{{>parts/chart}}") { pane in
                    Chart.columns(
                        data(
                            pane, "Traffic before the first file", unit: "minutes a day, UTC", measure: .minutes,
                            series: [("Sold", { _ in nil })]), isLow: true)
                },
                Variant(title: "Values beyond imagination", template: "{{>parts/chart}}") { pane in
                    Chart.columns(
                        data(
                            pane, "Turnover of the world", unit: "USD a day, UTC", measure: .micros,
                            series: [("Turnover", { wave($0, 999_999_999_999_999_999_999) })]), isLow: true)
                },
            ])
    }

    private static var line: Specimen {
        Specimen(
            id: "chart-line", title: "Line",
            use: "A measure without a sum, such as a speed. A gap is a gap; a point by itself is a dot.",
            variants: [
                Variant(title: "With a gap and a point by itself", template: "{{>parts/chart}}") { pane in
                    var data = data(
                        pane, "Throughput", unit: "records a second", measure: .count,
                        series: [("Records a second", { [8, 9, 11].contains($0) ? nil : wave($0, 14_000) })])
                    data.hasTotal = false
                    return Chart.line(data)
                }
            ])
    }

    private static var shares: Specimen {
        Specimen(
            id: "shares", title: "Shares of a whole",
            use: "Three to six parts, the largest first, the rest last; each with its figure. No pie, no ring.",
            variants: [
                Variant(title: "With a long name and a rest", template: "{{>parts/shares}}") { pane in
                    ShareBars(
                        "shares-\(pane)", title: "By destination, \(ComponentSamples.theme(pane))", unit: "USD sold",
                        parts: [
                            ShareBars.Part(name: "United Kingdom, mobile", value: 41_204_330_120_000, href: "#shares"),
                            ShareBars.Part(name: ComponentSamples.longName, value: 22_100_000_000_000, href: "#shares"),
                            ShareBars.Part(name: ComponentSamples.rightToLeftName, value: 9_800_000_450_000, href: "#shares"),
                            ShareBars.Part(name: "Cuba, mobile", value: -1_204_500_000, href: "#shares"),
                            ShareBars.Part(name: "Other, 212 destinations", value: 30_000_000_000_000, isOther: true),
                        ], whole: 103_103_126_070_000, measure: .micros)
                },
                Variant(title: "Nothing to be a part of", template: "{{>parts/shares}}") { pane in
                    ShareBars(
                        "shares-\(pane)", title: "Calls at no charge, \(ComponentSamples.theme(pane))", unit: "USD sold",
                        parts: ["Emergency", "Announcements", "Test numbers"].map { ShareBars.Part(name: $0, value: 0) },
                        whole: 0, measure: .micros)
                },
            ])
    }

    private static var ageing: Specimen {
        Specimen(
            id: "ageing", title: "Ageing bar",
            use:
                "Open invoices of one currency by the days that they are overdue: older stands out more. Never two currencies in one bar.",
            variants: [
                Variant(title: "Three currencies", template: "{{>parts/ageing}}") { _ in
                    Ages(ageing: [
                        AgeingBar(
                            currency: "USD", digits: 2, minors: [61_248_020, 21_490_675, 5_811_240, 1_724_000, 931_866],
                            total: "#ageing"),
                        AgeingBar(currency: "JPY", digits: 0, minors: [18_204_300, 3_411_250, 0, 0, 0], total: "#ageing"),
                        AgeingBar(currency: "EUR", digits: 2, minors: [0, 0, 0, 0, 12], total: "#ageing"),
                    ])
                },
                Variant(title: "Nothing open", template: "{{>parts/ageing}}") { _ in
                    Ages(ageing: [AgeingBar(currency: "USD", digits: 2, minors: [0, 0, 0, 0, 0], total: nil)])
                },
            ])
    }
}

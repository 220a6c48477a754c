/// A promise of the product, and what was measured of it.
struct Budget: Encodable {
    /// What is promised, and on which sizes.
    var what: String
    /// Words of the promise.
    var budget: String
    var measured: String
    /// Nil where it was not measured.
    var isMet: Bool?

    /// A figure that may be `most` at most.
    init(_ what: String, _ value: Double, most: Double, places: Int = 2, unit: String = "") {
        self.init(
            what, budget: "at most \(ReportText.decimal(most, places))\(unit)",
            measured: "\(ReportText.decimal(value, places))\(unit)", isMet: value <= most)
    }

    /// A figure that must be `least` at least.
    init(_ what: String, _ value: Double, least: Double, places: Int = 1, unit: String = "") {
        self.init(
            what, budget: "at least \(ReportText.decimal(least, places))\(unit)",
            measured: "\(ReportText.decimal(value, places))\(unit)", isMet: value >= least)
    }

    init(_ what: String, budget: String, measured: String, isMet: Bool?) {
        self.what = what
        self.budget = budget
        self.measured = measured
        self.isMet = isMet
    }

    static func section(_ budgets: [Budget], isQuick: Bool) -> ReportSection {
        let rows = budgets.map { budget in
            [budget.what, budget.budget, budget.measured, budget.isMet.map { $0 ? "met" : "MISSED" } ?? "not measured"]
        }
        let missed = budgets.count { $0.isMet == false }
        var notes = ["\(budgets.count { $0.isMet == true }) met, \(missed) missed."]
        if isQuick { notes.append("From a quick run: these verdicts mean nothing.") }
        return ReportSection(
            title: "Budgets", columns: ["what", "budget", "measured", "verdict"], rows: rows, notes: notes)
    }
}

extension Budget {
    /// Of the benchmarks that take turns within this process.
    static func budgets(of measurements: [Measurement]) -> [Budget] {
        func ratio(_ name: String) -> Double? {
            measurements.first { $0.name == name && !$0.ratios.isEmpty }.map(\.ratios.median)
        }
        var budgets: [Budget] = []
        for (connections, most) in [(1, 1.05), (2, 1.15)] {
            if let calls = ratio(LoadLine.calls.name(connections)) {
                budgets.append(
                    Budget("\(LoadLine.calls.name(connections)): time of its bare COPY", calls, most: most))
            }
            if let share = LoadLine.duplicateShare(measurements, connections) {
                budgets.append(
                    Budget("\(LoadLine.duplicates.name(connections)): share of the time more", share, most: 0.10))
            }
        }
        for line in StoredLine.allCases where line != .nothing {
            guard let growth = ratio(line.name) else { continue }
            budgets.append(
                Budget("load with \(line.title): time of one with nothing stored", growth, most: 1.15))
        }
        let layouts = measurements.filter { $0.group == LayoutBenchmarks.title && !$0.ratios.isEmpty }
        if let worst = layouts.max(by: { $0.ratios.median < $1.ratios.median }) {
            budgets.append(
                Budget("any layout, time of the canonical one (worst: \(worst.name))", worst.ratios.median, most: 1.5))
        }
        if let compile = measurements.first(where: { $0.name.hasPrefix("compile tariff") }) {
            let seconds = compile.medianSeconds * 1_374_872 / Double(max(compile.rows, 1))
            budgets.append(
                Budget(
                    "compiled tariff of 1.37 M rates (measured with \(ReportText.grouped(Double(compile.rows))))",
                    seconds,
                    most: 1, unit: " s"))
        }
        return budgets
    }
}

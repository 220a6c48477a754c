import Calendar
import Postgres
import Receivables
import Vocabulary

/// The usage of a month day by day, as sections of charts.
struct UsageCharts: Sendable {
    let month: MonthOfDays
    let today: CivilDay
    let days: [DailyUsage]

    /// The month that the address names, else the newest one with usage of the entity.
    static func month(_ request: PageRequest, on connection: Connection) throws -> MonthOfDays {
        if let stated = request.query["month"].flatMap(MonthOfDays.init) { return stated }
        let today = CivilDay.today
        let last = try DailyUsage.lastDay(
            entityID: request.session.entityID, untilOn: "\(today)", on: connection)
        return MonthOfDays(of: last.flatMap { CivilDay($0) } ?? today)
    }

    /// Totals of all partners of an entity.
    static func read(_ request: PageRequest, on connection: Connection) throws -> UsageCharts {
        let month = try month(request, on: connection)
        return UsageCharts(
            month: month, today: .today,
            days: try DailyUsage.list(
                entityID: request.session.entityID, firstOn: "\(month.first)", untilOn: "\(month.endBefore)",
                on: connection))
    }

    /// Totals of a partner, by its code.
    static func read(_ request: PageRequest, partner: String, on connection: Connection) throws -> UsageCharts {
        let month = try month(request, on: connection)
        return UsageCharts(
            month: month, today: .today,
            days: try DailyUsage.list(
                entityID: request.session.entityID, partner: partner, firstOn: "\(month.first)",
                untilOn: "\(month.endBefore)", on: connection))
    }

    // MARK: - Charts

    /// Minutes of one side by day.
    ///
    /// - Parameter href: to the usage of the month.
    private func minutes(isSell: Bool, id: String, title: String, href: String) -> Chart? {
        let own = days.compactMap { day in (isSell ? day.soldS : day.boughtS).map { (day.billingOn, $0) } }
        guard !own.isEmpty else { return nil }
        // A day has a row a currency; minutes have none.
        let byDay = Dictionary(own) { $0 + $1 }
        return Chart.columns(
            ChartData(
                id: id, title: title, unit: "minutes billed a day, \(month.name)",
                points: month.points(today: today) { _ in href },
                series: [ChartSeries(name: "Minutes billed", values: month.values(byDay))], measure: .minutes))
    }

    /// Amounts sold less amounts bought by day, in each currency with days on which both was done.
    private func margins(href: String) -> [Chart] {
        Dictionary(grouping: days, by: \.currency).sorted { $0.key < $1.key }.compactMap { currency, own in
            let byDay = Dictionary(own.compactMap { day in day.marginMicros.map { (day.billingOn, $0) } }) { first, _ in
                first
            }
            guard !byDay.isEmpty else { return nil }
            return Chart.columns(
                ChartData(
                    id: "chart-margin-\(currency)", title: "Margin in \(currency)",
                    unit: "\(currency) sold less bought a day, \(month.name)",
                    points: month.points(today: today) { _ in href },
                    series: [ChartSeries(name: "Margin, \(currency)", values: month.values(byDay))], measure: .micros),
                isLow: true)
        }
    }

    private func links(_ path: String, anchor: String) -> [TableFoot.Link] {
        func link(_ title: String, _ month: MonthOfDays, _ rel: String) -> TableFoot.Link {
            TableFoot.Link(
                title: title, href: FormFields([("month", month.name)]).address(path) + "#\(anchor)", rel: rel)
        }
        return [link("Month before", month.before, "prev")]
            + (month.endBefore <= today ? [link("Month after", month.after, "next")] : [])
    }

    private func usage(_ pairs: [(String, String)]) -> String {
        FormFields([("period", month.name)] + pairs).address(UsagePage.path)
    }

    private static let note = "Usage of closed files, on the days of each partner's billing zone."

    private var empty: EmptyState {
        EmptyState(title: "No traffic in \(month.name)", text: "No closed file has usage on a day of this month.")
    }

    /// Traffic and margin of an entity.
    func section(path: String) -> SheetSection {
        let traffic = minutes(isSell: true, id: "chart-traffic", title: "Traffic sold", href: usage([]))
        return section(
            path: path, title: "Traffic and margin", charts: (traffic.map { [$0] } ?? []) + margins(href: usage([])))
    }

    /// Traffic of a partner, on the sides that it is on.
    func section(path: String, partner code: String) -> SheetSection {
        let sold = minutes(
            isSell: true, id: "chart-sold", title: "Sold", href: usage([("partner", code)]))
        let bought = minutes(
            isSell: false, id: "chart-bought", title: "Bought", href: usage([("side", "buy"), ("partner", code)]))
        return section(path: path, title: "Traffic by day", charts: [sold, bought].compactMap(\.self))
    }

    private func section(path: String, title: String, charts: [Chart]) -> SheetSection {
        var charts = charts
        if !charts.isEmpty { charts[charts.count - 1].note = Self.note }
        var section = SheetSection("traffic", title, links: links(path, anchor: "h-traffic"), charts: charts)
        if charts.isEmpty { section.empty = empty }
        return section
    }
}

import Calendar
import Catalog
import Hummingbird
import Receivables
import Vocabulary

/// Calls of a customer on one billing day.
enum PortalCallsPage {
    static let routes: [Route] = [
        .get("\(PortalUsagePage.path)/:day", .needs(.seePortal), calls),
        .get("\(PortalUsagePage.path)/:day/calls.csv", .needs(.seePortal)) { try await callFile($0, as: .csv) },
        .get("\(PortalUsagePage.path)/:day/calls.xlsx", .needs(.seePortal)) { try await callFile($0, as: .xlsx) },
    ]

    private static let callsShown = 100

    private static func day(_ request: PageRequest) throws -> CivilDay {
        guard let day = CivilDay(request.part("day")) else { throw Refusal.noPage }
        return day
    }

    private static func place(_ text: String) -> PortalAccount.CallPlace? {
        let parts = text.split(separator: ".").compactMap { Int64($0) }
        guard parts.count == 3, parts[1] > 0, parts[1] <= Int64(Int32.max), (0...Int64(Int32.max)).contains(parts[2])
        else {
            return nil
        }
        return PortalAccount.CallPlace(startMicros: parts[0], chunkID: parts[1], ordinal: parts[2])
    }

    private static func calls(_ request: PageRequest) async throws -> Response {
        let day = try day(request)
        let place = request.query["after"].flatMap(place)
        let (found, position) = try await request.read(.portal) { connection in
            (
                try PortalAccount.calls(on: day, after: place, limit: Int64(callsShown + 1), connection: connection),
                try PortalAccount.position(on: connection)
            )
        }
        let calls = Array(found.prefix(callsShown))
        let currency = position?.currency ?? ""
        let columns = [
            DataTable.Column("Started"), DataTable.Column("Called", .code, first: true),
            DataTable.Column("From", .code),
            DataTable.Column("Destination", .wrap, first: true), DataTable.Column("Billed, s", .number),
            DataTable.Column("Amount, \(currency)", .number, first: true),
        ]
        let own = "\(PortalUsagePage.path)/\(day)"
        var sheet = Sheet(header: PageHeader(title: "Calls of \(day)"), facts: [Fact("Starts", "in UTC")])
        if calls.isEmpty {
            sheet.empty = EmptyState(
                title: "No calls", text: "None of your calls counts on \(day).", action: "Usage",
                href: PortalUsagePage.path)
        } else {
            sheet.table = DataTable(
                "cap-calls", "Calls of \(day)", hidesCaption: true, columns: columns,
                rows: calls.map { call in
                    DataTable.Row(
                        cells: [
                            .instant(columns[0], call.startedAt).asKey, .text(columns[1], call.called),
                            .text(columns[2], call.calling),
                            call.destination.isEmpty ? .none(columns[3]) : .text(columns[3], call.destination),
                            .amount(columns[4], .count(call.billedS)),
                            .amount(columns[5], .micros(Int128(call.micros))),
                        ], name: call.startedAt)
                })
            var foot = TableFoot(
                rows: place == nil
                    ? "The first \(AmountText.count(Int64(calls.count), "call"))"
                    : AmountText.count(Int64(calls.count), "call"),
                exports: TableFoot.Export.both("\(own)/calls"))
            if place != nil { foot.links.append(TableFoot.Link(title: "First", href: own, rel: "first")) }
            if found.count > calls.count, let last = calls.last {
                foot.links.append(
                    TableFoot.Link(
                        title: "Next", href: "\(own)?after=\(last.startMicros).\(last.chunkID).\(last.ordinal)",
                        rel: "next"))
            }
            sheet.foot = foot
        }
        return request.page("portal/sheet", Shell(request, title: "Calls of \(day)"), sheet)
    }

    private static func callFile(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let day = try day(request)
        let (calls, position) = try await request.read(.portal) { connection in
            (
                try PortalAccount.calls(
                    on: day, after: nil, limit: Int64(TableFile.rowsMax + 1), connection: connection),
                try PortalAccount.position(on: connection)
            )
        }
        try TableFile.demand(rows: calls.count)
        return try TableFile.response(
            request,
            [["start_at", "called", "calling", "destination", "billed_seconds", "currency", "amount"]]
                + calls.map {
                    [
                        $0.startedAt, $0.called, $0.calling, $0.destination, "\($0.billedS)", position?.currency ?? "",
                        Amount.plain(micros: Int128($0.micros)),
                    ]
                }, name: "calls-\(day)", as: form)
    }
}

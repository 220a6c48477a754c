import CallStore
import Calendar
import Catalog
import Hummingbird
import Receivables
import Vocabulary

/// A line of an invoice, drilled into: its days, and the calls of a day.
enum InvoiceLinePage {
    static let routes: [Route] = [
        .get("\(InvoiceListPage.path)/:invoice/lines/:line", .needs(.seeReceivables), days),
        .get("\(InvoiceListPage.path)/:invoice/lines/:line/:day", .needs(.seeCalls), calls),
    ]

    private static let callsMax: Int64 = 100

    private static func crumbs(_ sheet: InvoiceSheet, _ more: [Shell.Crumb]) -> [Shell.Crumb] {
        [
            .billing,
            Shell.Crumb(title: "Invoices", href: InvoiceListPage.path),
            Shell.Crumb(title: InvoiceView(sheet: sheet).name, href: InvoicePage.path(sheet.invoiceID)),
        ] + more
    }

    private static func days(_ request: PageRequest) async throws -> Response {
        let (id, number) = (request.part("invoice"), try request.number("line"))
        let entityID = request.session.entityID
        let parts = try await request.read { connection in
            let sheet = try InvoiceSheet.find(id, entityID: entityID, on: connection)
            guard let line = try sheet.lines(after: number - 1, limit: 1, on: connection).first, line.number == number,
                line.kind == "usage"
            else { throw Refusal.noPage }
            return (
                sheet: sheet, line: line, days: try sheet.days(ofLine: number, on: connection),
                entities: try Shell.entities(request, on: connection)
            )
        }
        let (sheet, line) = (parts.sheet, parts.line)
        let currency = sheet.currency
        let columns = [
            DataTable.Column("Day"), DataTable.Column("Attempts", .number),
            DataTable.Column("Calls", .number, first: true),
            DataTable.Column("Minutes", .number, first: true),
            DataTable.Column("Amount, \(currency)", .number, first: true),
        ]
        let path = "\(InvoicePage.path(sheet.invoiceID))/lines/\(number)"
        let micros = parts.days.reduce(Int128(0)) { $0 + $1.micros }
        var table = DataTable(
            "cap-days", "Usage by day, days in \(sheet.billingZone)", columns: columns,
            rows: parts.days.map { day in
                DataTable.Row(
                    cells: [
                        .key(columns[0], day.billingOn, request.may(.seeCalls) ? "\(path)/\(day.billingOn)" : nil),
                        .amount(columns[1], .count(day.attempts)), .amount(columns[2], .count(day.calls)),
                        .amount(columns[3], .minutes(seconds: day.billedSeconds)),
                        .amount(
                            columns[4], .micros(day.micros),
                            href: request.may(.seeCalls) ? "\(path)/\(day.billingOn)" : nil),
                    ], name: day.billingOn)
            })
        table.foot = [
            DataTable.Row(
                cells: [
                    .total("Total of \(AmountText.count(Int64(parts.days.count), "day"))", columns: 1),
                    .amount(columns[1], .count(parts.days.reduce(0) { $0 + $1.attempts })),
                    .amount(columns[2], .count(parts.days.reduce(0) { $0 + $1.calls })),
                    .amount(columns[3], .minutes(seconds: parts.days.reduce(0) { $0 + $1.billedSeconds })),
                    .amount(columns[4], .micros(micros)),
                ], name: "", hasMore: false)
        ]
        let difference = micros - Int128(line.exactMicros)
        let content = Sheet(
            header: PageHeader(title: line.destination), facts: lineFacts(sheet, line), table: table,
            tieOut: TieOut(
                "Line \(currency) \(Amount.micros(line.exactMicros).text) exactly = days \(Amount.micros(micros).text): "
                    + "\(Amount.micros(difference).text) difference"
                    + (difference == 0 ? "" : ", which are corrections of calls that other invoices have"),
                holds: difference == 0))
        return request.sheet(
            Shell(
                request, title: "\(line.destination), \(InvoiceView(sheet: sheet).name)",
                crumbs: crumbs(sheet, [Shell.Crumb(title: line.destination)]), entities: parts.entities), content)
    }

    private static func lineFacts(_ sheet: InvoiceSheet, _ line: InvoiceSheet.Line) -> [Fact] {
        var facts = [
            Fact("Customer", sheet.partnerName), Fact("Period of", String(line.servicePeriod.prefix(7))),
        ]
        if let nanos = line.nanosPerMinute {
            facts.append(Fact("Rate", "\(line.rateCurrency ?? sheet.currency) \(Amount.rate(nanos).text) a minute"))
        }
        facts.append(Fact("Billing zone", sheet.billingZone))
        facts.append(Fact("As of", Instant(sheet.asOf)))
        return facts
    }

    private static func calls(_ request: PageRequest) async throws -> Response {
        let (id, number, day) = (request.part("invoice"), try request.number("line"), request.part("day"))
        guard CivilDay(day) != nil else { throw Refusal.noPage }
        let place = request.query["after"].flatMap(place)
        let entityID = request.session.entityID
        let parts = try await request.read { connection in
            let sheet = try InvoiceSheet.find(id, entityID: entityID, on: connection)
            guard let line = try sheet.lines(after: number - 1, limit: 1, on: connection).first, line.number == number,
                line.kind == "usage"
            else { throw Refusal.noPage }
            let days = try sheet.days(ofLine: number, on: connection)
            return (
                sheet: sheet, line: line, day: days.first { $0.billingOn == day },
                calls: try sheet.calls(
                    ofLine: number, on: day, after: place, limit: callsMax + 1, connection: connection),
                entities: try Shell.entities(request, on: connection)
            )
        }
        let sheet = parts.sheet
        let shown = Array(parts.calls.prefix(Int(callsMax)))
        let path = "\(InvoicePage.path(sheet.invoiceID))/lines/\(number)"
        var content = Sheet(
            header: PageHeader(title: "\(parts.line.destination), \(day)"), facts: lineFacts(sheet, parts.line),
            tieOut: tieOut(parts.day, shown, sheet, isWhole: place == nil && parts.calls.count <= Int(callsMax)))
        if shown.isEmpty {
            content.empty = EmptyState(
                title: "No call", text: "No call of this line is on \(day).", action: "All days", href: path)
        } else {
            content.table = table(shown, sheet, mayNumbers: request.may(.seeNumbers))
            var foot = TableFoot(
                rows: place == nil
                    ? "\(AmountText.count(Int64(shown.count), "call")) of \(Amount.count(parts.day?.calls ?? 0).text)"
                    : "\(AmountText.count(Int64(shown.count), "call")), a later page")
            if place != nil { foot.links.append(TableFoot.Link(title: "First", href: "\(path)/\(day)", rel: "first")) }
            if parts.calls.count > Int(callsMax), let last = shown.last {
                let cursor = "\(last.startMicros).\(last.chunkID).\(last.ordinal)"
                foot.links.append(TableFoot.Link(title: "Next", href: "\(path)/\(day)?after=\(cursor)", rel: "next"))
            }
            content.foot = foot
        }
        return request.sheet(
            Shell(
                request, title: "\(parts.line.destination), \(day)",
                crumbs: crumbs(
                    sheet, [Shell.Crumb(title: parts.line.destination, href: path), Shell.Crumb(title: day)]),
                entities: parts.entities), content)
    }

    private static func tieOut(
        _ day: InvoiceSheet.Day?, _ calls: [InvoiceSheet.Call], _ sheet: InvoiceSheet, isWhole: Bool
    ) -> TieOut {
        let micros = calls.reduce(Int128(0)) { $0 + Int128($1.micros) }
        let ofDay = day?.micros ?? 0
        guard isWhole else {
            return TieOut(
                "The day comes to \(sheet.currency) \(Amount.micros(ofDay).text), of which this page has a part")
        }
        return TieOut(
            "Day \(sheet.currency) \(Amount.micros(ofDay).text) = calls \(Amount.micros(micros).text): "
                + "\(Amount.micros(ofDay - micros).text) difference", holds: ofDay == micros)
    }

    private static func table(
        _ calls: [InvoiceSheet.Call], _ sheet: InvoiceSheet, mayNumbers: Bool
    ) -> DataTable {
        let columns = [
            DataTable.Column("Started"), DataTable.Column("Called", .code, first: true),
            DataTable.Column("Calling", .code),
            DataTable.Column("Duration", .number), DataTable.Column("Billed, s", .number, first: true),
            DataTable.Column("Amount, \(sheet.currency)", .number, first: true),
        ]
        return DataTable(
            "cap-calls", "Calls, the first started first", columns: columns,
            rows: calls.map { call in
                let address = "\(call.startAt.prefix(10))/\(call.chunkID)/\(call.ordinal)"
                return DataTable.Row(
                    cells: [
                        .key(columns[0], Instant(call.startAt).text, "\(CallPage.root)/\(address)"),
                        .text(columns[1], DialledNumber.text(call.called, isWhole: mayNumbers)),
                        .text(columns[2], DialledNumber.text(call.calling, isWhole: mayNumbers)),
                        .text(columns[3], Amount.duration(nanos: call.durationNanos)),
                        .amount(columns[4], .count(call.billedSeconds)), .amount(columns[5], .micros(call.micros)),
                    ], name: "the call of \(call.startAt)")
            })
    }

    private static func place(_ text: String) -> InvoiceSheet.CallPlace? {
        let parts = text.split(separator: ".")
        guard parts.count == 3, let start = Int64(parts[0]), let chunk = Int32(parts[1]), let ordinal = Int32(parts[2])
        else { return nil }
        return InvoiceSheet.CallPlace(startMicros: start, chunkID: ChunkID(chunk), ordinal: ordinal)
    }
}

/// Telephone numbers as a role may see them.
enum DialledNumber {
    /// Whole, or its beginning and its last two digits.
    static func text(_ digits: String, isWhole: Bool) -> String {
        guard !digits.isEmpty else { return "-" }
        guard !isWhole, digits.count > 6 else { return digits }
        let hidden = String(repeating: "\u{00B7}", count: digits.count - 6)
        return "\(digits.prefix(4))\(hidden)\(digits.suffix(2))"
    }
}

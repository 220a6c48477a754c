import CallStore
import Calendar
import Catalog
import Hummingbird
import Postgres
import StoredCalls
import Vocabulary

/// Calls found by their id, or by partner and day, narrowed by a number.
enum CallFindPage {
    static let path = "\(CallPage.root)/find"
    static let routes: [Route] = [.get(path, .needs(.seeCalls), show)]

    private static let shown = 100

    /// The request as read, with the problems of its fields.
    private struct Asked {
        var search: CallSearch?
        var problems: [String: String] = [:]

        init(_ fields: FormFields) {
            var search = CallSearch()
            search.limit = shown
            search.after = fields["after"].flatMap(CallSearch.Cursor.init)
            search.callID = fields["call_id"]
            search.partnerCode = fields["partner"]
            if let text = fields["number"] {
                let digits = text.filter { !" -./()+".contains($0) }
                if digits.isEmpty || !digits.allSatisfy({ $0.isASCII && $0.isNumber }) {
                    problems["number"] = "Enter digits, such as 4477 or +44 77"
                }
                search.either = digits
            }
            if let text = fields["day"] {
                if let day = CivilDay(text) {
                    search.fromMicros = Int64(day.daysSince1970) * 86_400_000_000
                    search.untilMicros = Int64((day + 1).daysSince1970) * 86_400_000_000
                } else {
                    problems["day"] = "Enter the day as 2026-10-31"
                }
            }
            let isAsked = ["call_id", "partner", "day", "number"].contains { fields[$0] != nil }
            if isAsked, search.callID == nil, problems.isEmpty {
                if search.partnerCode == nil { problems["partner"] = "Enter the code of a partner, or a call id" }
                if search.fromMicros == nil {
                    problems["day"] = "Enter the day as well: calls are looked for a day at a time"
                }
            }
            self.search = isAsked && problems.isEmpty ? search : nil
        }
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let fields = request.query
        var asked = Asked(fields)
        let database = request.web.database
        let entityID = request.session.entityID
        let wanted = asked.search
        let (page, problem, entities) = try await request.read(.loader) { connection in
            let entities = try Shell.entities(request, on: connection)
            guard let wanted else { return (nil as CallSearch.Page?, nil as Refusal?, entities) }
            do {
                var page = try wanted.page(database: database, connection)
                // The search knows no entities.
                let own = try FileListing.own(page.hits.map(\.place.fileID), of: entityID, on: connection)
                page.hits.removeAll { !own.contains($0.place.fileID) }
                return (page, nil, entities)
            } catch let refusal as Refusal where refusal.code == .notFound {
                return (nil, refusal, entities)
            }
        }
        if let problem { asked.problems["partner"] = problem.message }
        func input(_ name: String, _ label: String, short: Bool = false) -> Filters.Input {
            Filters.Input(
                name: name, label: label, value: fields.typed(name), isShort: short, problem: asked.problems[name])
        }
        let isSound = asked.problems.isEmpty
        var sheet = Sheet(
            header: PageHeader(title: "Find calls"),
            facts: [Fact("Entity", request.session.entityName), Fact("Zone", "UTC")],
            tabs: TrafficTabs.at(path),
            filters: Filters(
                action: path, label: "Calls",
                fields: [
                    input("call_id", "Call id"), input("partner", "Partner code", short: true),
                    input("day", "Day", short: true), input("number", "Number begins", short: true),
                ], chips: [], applied: nil, isOpen: true))
        if let page, !page.hits.isEmpty {
            sheet.table = table(page.hits, request)
            sheet.foot = TableFoot(rows: AmountText.count(Int64(page.hits.count), "record"))
            if let next = page.next {
                sheet.foot?.links = [
                    TableFoot.Link(title: "Next", href: fields.setting("after", "\(next)").address(path), rel: "next")
                ]
            }
        } else if page != nil {
            sheet.empty = EmptyState(
                title: "Nothing fits", text: "No call of this entity is so.", action: "Start again", href: path)
        } else if isSound {
            sheet.empty = EmptyState(
                title: "Which call?",
                text: "Enter its id, or a partner and a day, and the beginning of a number to narrow it.")
        }
        if let left = page?.leftOut, !left.isEmpty { sheet.warning = "Not looked at: \(left.joined(separator: "; "))." }
        return request.sheet(
            Shell(
                request, title: isSound ? "Find calls" : "Error: Find calls", crumbs: TrafficTabs.crumbs,
                entities: entities), sheet, status: isSound ? .ok : .unprocessableContent)
    }

    private static func table(_ hits: [CallHit], _ request: PageRequest) -> DataTable {
        let mayNumbers = request.may(.seeNumbers)
        let columns = [
            DataTable.Column("Call"), DataTable.Column("State", .state), DataTable.Column("Called", .code, first: true),
            DataTable.Column("From", .code), DataTable.Column("Seconds", .number, first: true),
            DataTable.Column("Customer"), DataTable.Column("Sold for", .number, first: true),
            DataTable.Column("Supplier"), DataTable.Column("Bought for", .number), DataTable.Column("File", .wrap),
        ]
        func amount(_ column: DataTable.Column, _ amount: CallHit.Amount?) -> Cell {
            amount.map { .text(column, "\($0.currency) \(Amount.micros(Int128($0.micros)).text)") } ?? .none(column)
        }
        return DataTable(
            "cap-found", "Records that fit", hidesCaption: true, columns: columns,
            rows: hits.map { hit in
                let name = hit.address.map { "\($0)" } ?? "line \(hit.place.line ?? 0)"
                return DataTable.Row(
                    cells: [
                        .key(columns[0], name, hit.address.flatMap { CallPage.path(of: "\($0)") }),
                        .badge(columns[1], Badge(hit.status)),
                        .text(columns[2], DialledNumber.text(hit.called, isWhole: mayNumbers)),
                        .text(columns[3], DialledNumber.text(hit.calling, isWhole: mayNumbers)),
                        hit.durationNanos.map { .amount(columns[4], .count($0 / 1_000_000_000)) } ?? .none(columns[4]),
                        hit.customer.map { .text(columns[5], $0) } ?? .none(columns[5]), amount(columns[6], hit.sell),
                        hit.supplier.map { .text(columns[7], $0) } ?? .none(columns[7]), amount(columns[8], hit.buy),
                        .link(columns[9], hit.place.fileName, FilePage.path(of: hit.place.fileID)),
                    ], name: name)
            })
    }
}

extension Badge {
    /// Badge of a record that a search finds.
    init(_ status: CallHit.Status) {
        switch status {
        case .rated: self.init(.paid, "Rated")
        case .unrated: self.init(.partlyPaid, "No price")
        case .superseded: self.init(.void, "Superseded")
        case .undone: self.init(.void, "Undone")
        case .duplicate: self.init(.draft, "Duplicate")
        case .reject: self.init(.failed, "Reject")
        }
    }
}

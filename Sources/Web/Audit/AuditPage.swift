import Acts
import Catalog
import Hummingbird
import Vocabulary

/// Who did what, when and from where, what it changed, and what was refused.
enum AuditPage {
    static let path = "/admin/billing/audit"

    static let routes: [Route] = [
        .get(path, .needs(.seeAudit), show),
        .get("\(path).csv", .needs(.seeAudit)) { try await ListExport.answer($0, "audit", as: .csv) },
        .get("\(path).xlsx", .needs(.seeAudit)) { try await ListExport.answer($0, "audit", as: .xlsx) },
    ]

    private static let size: Int32 = 50

    static func filter(_ fields: FormFields, entityID: EntityID) -> ActSummary.Filter {
        var filter = ActSummary.Filter()
        filter.entityID = entityID
        filter.actor = fields["actor"]
        filter.name = fields["act"]
        filter.subject = fields["subject"]
        filter.isRefused = fields["view"] == "refused"
        return filter
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let fields = request.query.removing(["after", "before"])
        let place = ListPlace(request.query)
        var filter = filter(fields, entityID: request.session.entityID)
        filter.rowsMax = size + 1
        filter.beforeID = place.isBackward ? nil : place.id
        filter.afterID = place.isBackward ? place.id : nil
        let wanted = filter
        let (found, entities) = try await request.read { connection in
            (try ActSummary.list(wanted, on: connection), try Shell.entities(request, on: connection))
        }
        let acts = place.isBackward ? Array(found.suffix(Int(size))) : Array(found.prefix(Int(size)))
        let content = Sheet(
            header: PageHeader(title: "Audit"),
            facts: [
                Fact("Entity", request.session.entityName), Fact("Zone", "UTC"), Fact("Order", "the newest first"),
            ],
            tabs: Tabs(
                label: "Acts",
                links: [("", "All"), ("refused", "Refused")].map { view, title in
                    Tabs.Link(
                        title: title, href: fields.setting("view", view.isEmpty ? nil : view).address(path), count: nil,
                        isCurrent: (fields["view"] ?? "") == view)
                }), filters: filters(fields), table: acts.isEmpty ? nil : table(acts),
            foot: acts.last.map { last in
                TableFoot(
                    place: place, rows: acts.count, hasMore: found.count > Int(size), matching: nil, fields: fields,
                    path: path, first: (acts[0].actID, ""), last: (last.actID, ""))
            },
            empty: acts.isEmpty
                ? EmptyState(
                    title: "No act matches", text: "Nothing was done that fits.",
                    action: fields.encoded.isEmpty ? nil : "Clear filters", href: fields.encoded.isEmpty ? nil : path)
                : nil)
        return request.sheet(
            Shell(
                request, title: "Audit", crumbs: [.billing],
                entities: entities),
            content)
    }

    private static func filters(_ fields: FormFields) -> Filters {
        let words = [("actor", "Who"), ("act", "Act"), ("subject", "Object")]
        let chips = words.compactMap { name, words in
            fields[name].map {
                Filters.Chip(text: "\(words.lowercased()) \($0)", href: fields.setting(name, nil).address(path))
            }
        }
        return Filters(
            action: path, label: "Acts",
            fields: words.map { Filters.Input(name: $0.0, label: $0.1, value: fields.typed($0.0)) },
            hidden: fields["view"].map { [Filters.Hidden(name: "view", value: $0)] } ?? [], chips: chips,
            applied: chips.isEmpty ? nil : "\(chips.count)")
    }

    private static func table(_ acts: [ActSummary]) -> DataTable {
        let columns = [
            DataTable.Column("Act"), DataTable.Column("State", .state), DataTable.Column("When", first: true),
            DataTable.Column("Who", .wrap, first: true), DataTable.Column("From", .wrap),
            DataTable.Column("What it changed", .wrap, first: true), DataTable.Column("Reason"),
        ]
        return DataTable(
            "cap-acts", "Acts", hidesCaption: true, columns: columns,
            rows: acts.map { act in
                let more = act.subjects > 3 ? " and \(Amount.count(act.subjects - 3).text) more" : ""
                return DataTable.Row(
                    cells: [
                        .key(columns[0], act.name, ActPage.path(act.actID), isShort: false),
                        .badge(
                            columns[1],
                            act.outcome == "done"
                                ? Badge(.paid, "Done")
                                : act.outcome == "refused" ? Badge(.overdue, "Refused") : Badge(.issued, "Under way")),
                        .instant(columns[2], act.at), .text(columns[3], act.actor), .text(columns[4], act.origin),
                        act.refusal.map { .text(columns[5], $0) }
                            ?? (act.firstSubjects.isEmpty
                                ? .none(columns[5])
                                : .text(columns[5], act.firstSubjects.replacing(":", with: " ") + more)),
                        act.reason.map { .text(columns[6], $0) } ?? .none(columns[6]),
                    ], name: "act \(act.actID)")
            })
    }
}

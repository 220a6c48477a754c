import Acts
import Catalog
import Foundation
import Hummingbird
import Vocabulary

/// The page of an act: every row that it added, changed or removed, before and after.
enum ActPage {
    static let routes: [Route] = [.get("\(AuditPage.path)/:act", .needs(.seeAudit), show)]

    static func path(_ id: Int64) -> String { "\(AuditPage.path)/\(id)" }

    private static let changesMax: Int32 = 100

    private static func show(_ request: PageRequest) async throws -> Response {
        let id = try request.number("act")
        let entity = request.session.entityCode
        // Acts on the installation as a whole are seen by those who work in all of it.
        let seesAll = request.may(.chooseEntity)
        let (act, entities) = try await request.read { connection in
            guard let act = try ActDetails.find(id, changesMax: changesMax, on: connection),
                act.entity == entity || act.entity == nil && seesAll
                    || act.changes.contains(where: { $0.entity == entity })
            else { throw Refusal.noPage }
            return (act, try Shell.entities(request, on: connection))
        }
        var facts = [Fact("Began", Instant(act.begunAt)), Fact("Who", act.actor), Fact("From", act.origin)]
        if let reason = act.reason { facts.append(Fact("Reason", reason)) }
        var header = PageHeader(
            title: "\(act.name), act \(act.actID)",
            badge: act.outcome == "done"
                ? Badge(.paid, "Done")
                : act.outcome == "refused" ? Badge(.overdue, "Refused") : Badge(.issued, "Under way"))
        header.note = act.refusal
        let content = Sheet(header: header, facts: facts, sections: [changes(act, entity, seesAll: seesAll)])
        return request.sheet(
            Shell(
                request, title: "Act \(id)",
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Audit", href: AuditPage.path),
                    Shell.Crumb(title: "Act \(id)"),
                ], entities: entities), content)
    }

    private static func changes(_ act: ActDetails, _ entity: String, seesAll: Bool) -> SheetSection {
        let columns = [
            DataTable.Column("Object", .wrap), DataTable.Column("What", first: true),
            DataTable.Column("Before", .wrap, first: true),
            DataTable.Column("After", .wrap, first: true),
        ]
        let rows = act.changes.filter { $0.entity == entity || $0.entity == nil && (act.entity == entity || seesAll) }
            .flatMap { change in
                values(change).map { value in
                    DataTable.Row(
                        cells: [
                            .key(
                                columns[0], "\(change.kind.replacing("_", with: " ")) \(change.label)", nil,
                                isShort: false),
                            .text(columns[1], value.name),
                            value.before.map { .text(columns[2], $0) } ?? .none(columns[2]),
                            value.after.map { .text(columns[3], $0) } ?? .none(columns[3]),
                        ], name: change.label)
                }
            }
        return SheetSection(
            "changes", "What it changed",
            note: act.changesInAll > Int64(act.changes.count)
                ? "The first \(act.changes.count) of \(Amount.count(act.changesInAll).text) rows"
                : AmountText.count(act.changesInAll, "row"),
            table: DataTable("cap-changes", "What it changed", hidesCaption: true, columns: columns, rows: rows),
            empty: EmptyState(title: "It changed nothing", text: "No row was added, changed or removed."))
    }

    /// The columns that differ, or all of a row that was added or removed.
    private static func values(_ change: ActDetails.Change) -> [(name: String, before: String?, after: String?)] {
        func columns(_ json: String?) -> [String: String] {
            guard let json, let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
            else { return [:] }
            return object.compactMapValues { $0 is NSNull ? nil : "\($0)" }
        }
        let before = columns(change.before)
        let after = columns(change.after)
        return Set(before.keys).union(after.keys).sorted().filter { before[$0] != after[$0] }
            .map { ($0.replacing("_", with: " "), before[$0], after[$0]) }
    }
}

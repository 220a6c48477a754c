import Accounts
import Catalog
import Hummingbird
import Postgres
import Vocabulary

/// A file about a part of the set-up: sent, shown with what it would change, and applied.
struct SetupImportPage: StatedFile {
    let subject: SetupSubject

    static let routes: [Route] = SetupSubject.all.flatMap { SetupImportPage(subject: $0).routes }

    var path: String { "\(subject.path)/import" }
    var permission: Permission { subject.permission }
    var bytesMax: Int { 50_000_000 }
    var fileHint: String { "CSV, plain or packed; the first line names the columns" }

    func act(_ known: Void) -> String { "\(subject.subject.name).import" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        ActForm(
            title: "Import \(subject.title.prefix(1).lowercased())\(subject.title.dropFirst())", verb: "Import",
            facts: [Fact("Entity", request.session.entityName)],
            note:
                "Columns: \(subject.fields.map(\.name).joined(separator: ", ")). A field that is empty leaves what is stored; a file with a fault changes nothing.",
            fields: [], crumbs: SetupPage.crumbs + [Shell.Crumb(title: subject.title, href: subject.path)],
            cancel: subject.path, links: [PageHeader.Action(title: "Template", href: "\(subject.path)/template.csv")])
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, _ file: StatedFileContent,
        on connection: Connection
    ) throws -> CatalogReport {
        let change = try subject.change(request, on: connection)
        return try change.run(file.bytes, on: connection)
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ report: CatalogReport, on connection: Connection
    ) throws -> ActEffects { Self.effects(report) }

    func done(_ request: PageRequest, _ known: Void, _ report: CatalogReport) -> (path: String, flash: Flash) {
        (subject.path, Flash("Imported \(report.counts)."))
    }

    private static let shown = 200

    static func effects(_ report: CatalogReport) -> ActEffects {
        let changedRows = Set(report.changes.map(\.line)).count
        var effects = ActEffects(effects: [
            Confirmation.Effect(
                what: AmountText.count(Int64(report.added.count), "row"),
                detail: report.added.isEmpty
                    ? "is new"
                    : "\(report.added.count == 1 ? "is" : "are") new: \(report.added.prefix(10).joined(separator: ", "))\(report.added.count > 10 ? " ..." : "")"
            ),
            Confirmation.Effect(
                what: AmountText.count(Int64(changedRows), "row"),
                detail: changedRows == 1 ? "changes, as listed" : "change, as listed"),
            Confirmation.Effect(
                what: AmountText.count(Int64(report.unchanged), "row"),
                detail: "\(report.unchanged == 1 ? "says" : "say") nothing new"),
        ])
        for note in report.notes { effects.effects.append(Confirmation.Effect(what: "Besides", detail: note)) }
        if !report.ignoredColumns.isEmpty {
            effects.warning = "Columns that nothing reads: \(report.ignoredColumns.joined(separator: ", "))"
        }
        guard !report.changes.isEmpty else { return effects }
        let columns = [
            DataTable.Column("Which", .wrap), DataTable.Column("Field", first: true),
            DataTable.Column("From", .wrap, first: true), DataTable.Column("To", .wrap, first: true),
            DataTable.Column("Holds from"),
        ]
        effects.sections = [
            SheetSection(
                "changes", "What changes", note: AmountText.count(Int64(report.changes.count), "field"),
                table: DataTable(
                    "cap-changes", "Fields before and after", hidesCaption: true, columns: columns,
                    rows: report.changes.prefix(shown).map { change in
                        DataTable.Row(
                            cells: [
                                .key(columns[0], change.key, nil, isShort: false),
                                .text(columns[1], change.field.replacing("_", with: " ")),
                                change.from.isEmpty ? .none(columns[2]) : .text(columns[2], change.from),
                                change.to.isEmpty ? .none(columns[3]) : .text(columns[3], change.to),
                                change.firstOn.map { .day(columns[4], $0) } ?? .none(columns[4]),
                            ], name: change.key)
                    }),
                foot: report.changes.count > shown
                    ? TableFoot(rows: "The first \(shown) of \(Amount.count(Int64(report.changes.count)).text)") : nil,
                empty: EmptyState(title: "Nothing", text: ""))
        ]
        return effects
    }
}

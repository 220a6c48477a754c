import Accounts
import Catalog
import Hummingbird
import Postgres
import RateCards
import Vocabulary

/// A form for one row of a part of the set-up: a new one, or changes of one that is there.
struct SetupChangePage: StatedAct {
    let subject: SetupSubject
    let isNew: Bool

    static let routes: [Route] = SetupSubject.all.flatMap { subject in
        [true, false].flatMap { SetupChangePage(subject: subject, isNew: $0).routes }
    }

    var path: String { "\(subject.path)/\(isNew ? "add" : "change")" }
    var permission: Permission { subject.permission }
    var act: String { "\(subject.subject.name).import" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems
    ) -> ActForm {
        ActForm(
            title: isNew ? "Add \(subject.one)" : "Change \(subject.one)", verb: isNew ? "Add" : "Change",
            facts: [Fact("Entity", request.session.entityName)],
            note: isNew ? subject.purpose : "A field that is emptied stays as it is stored.",
            fields: subject.fields.map { field in
                let name = field.name
                let hint = subject.hints[name]
                if case .choice(let names) = field.kind {
                    return Field(
                        name, SetupSubject.title(of: name), hint: hint, error: problems.of(name),
                        isOptional: !field.isRequired,
                        choices: [Filters.Choice(title: "-", value: "", isChosen: fields[name] == nil)]
                            + names.map {
                                Filters.Choice(
                                    title: $0.replacing("_", with: " "), value: $0, isChosen: $0 == fields[name])
                            })
                }
                return Field(
                    name, SetupSubject.title(of: name), hint: hint, error: problems.of(name),
                    value: fields.typed(name), width: width(field), isOptional: !field.isRequired)
            }, crumbs: SetupPage.crumbs + [Shell.Crumb(title: subject.title, href: subject.path)],
            cancel: subject.path)
    }

    private func width(_ field: CatalogField) -> Int {
        switch field.kind {
        case .currency: 8
        case .number, .money, .percent, .date, .dateOrNone: 12
        default: 20
        }
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, on connection: Connection
    ) throws -> CatalogReport {
        let change = try subject.change(request, on: connection)
        let row = Dictionary(
            subject.fields.compactMap { field in fields[field.name].map { (field.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        do {
            let report = try change.run([row], on: connection)
            if isNew, report.added.isEmpty {
                throw FormProblems(
                    subject.fields.first { $0.isRequired }?.name,
                    report.changes.isEmpty
                        ? "That is there already, just so." : "There is one already: change it instead.")
            }
            if !isNew, report.added.isEmpty, report.changes.isEmpty { throw FormProblems(nil, "Nothing is different.") }
            return report
        } catch {
            throw FormProblems(fieldsOf: error) ?? error
        }
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ report: CatalogReport, on connection: Connection
    ) throws -> ActEffects { SetupImportPage.effects(report) }

    func done(_ request: PageRequest, _ known: Void, _ report: CatalogReport) -> (path: String, flash: Flash) {
        let key = report.added.first ?? report.changes.first?.key ?? ""
        return (subject.path, Flash(report.added.isEmpty ? "Changed \(key)." : "Added \(key)."))
    }
}

import Accounts
import Catalog
import Hummingbird
import Postgres
import Vocabulary

/// The form of one setting.
struct SettingChangePage: StatedAct {
    static let path = "\(SettingListPage.path)/change"

    var path: String { Self.path }
    var permission: Permission { .changeSetup }
    var act: String { "settings.set" }
    var isPreviewed: Bool { false }

    struct Known: Sendable {
        var setting: Setting
        var value: String
    }

    func subject(_ request: PageRequest, on connection: Connection) throws -> Known {
        guard let name = request.form["name"] ?? request.query["name"] else { throw Refusal.noPage }
        let setting = try Setting(named: name)
        return Known(setting: setting, value: try setting.value(on: connection))
    }

    func form(_ request: PageRequest, _ known: Known, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        let setting = known.setting
        let value = fields["value"] ?? known.value
        var field = Field(
            "value", "Value", hint: "\(setting.kind); \(setting.standard) where nobody sets it",
            error: problems.of("value"), value: value, width: 12)
        let words: [String] =
            switch setting.kind {
            case .flag: ["on", "off"]
            case .choice(let words): words
            case .number: []
            }
        if !words.isEmpty {
            field = Field(
                "value", "Value", hint: "\(setting.standard) where nobody sets it", error: problems.of("value"),
                choices: words.map { Filters.Choice(title: $0, value: $0, isChosen: $0 == value) })
        }
        return ActForm(
            title: "Set \(setting.name)", verb: "Set", facts: [Fact("Now", known.value)], note: setting.purpose,
            fields: [
                field,
                FieldMaker(fields, problems).reason(optional: true),
            ], crumbs: SetupPage.crumbs + [Shell.Crumb(title: "Settings", href: SettingListPage.path)],
            cancel: SettingListPage.path, hidden: [Filters.Hidden(name: "name", value: setting.name)])
    }

    func perform(
        _ request: PageRequest, _ known: Known, _ fields: FormFields, on connection: Connection
    ) throws -> String {
        guard let value = fields["value"] else { throw FormProblems("value", "Enter the value.") }
        do {
            _ = try known.setting.set(value, actor: request.session.mail, on: connection)
        } catch let refusal as Refusal where refusal.code == .invalid {
            throw FormProblems("value", "Enter \(known.setting.kind).")
        }
        return value
    }

    func done(_ request: PageRequest, _ known: Known, _ value: String) -> (path: String, flash: Flash) {
        (SettingListPage.path, Flash("\(known.setting.name) is \(value)."))
    }
}

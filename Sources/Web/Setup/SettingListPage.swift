import Accounts
import Catalog
import Hummingbird
import Postgres
import Vocabulary

/// The settings of the installation with their values.
enum SettingListPage {
    static let path = "\(SetupPage.path)/settings"

    static let routes: [Route] =
        [.get(path, .needs(.seeSetup), show)] + SettingChangePage().routes

    private static func show(_ request: PageRequest) async throws -> Response {
        let (values, entities) = try await request.read { connection in
            (try Setting.all.map { try $0.value(on: connection) }, try Shell.entities(request, on: connection))
        }
        let mayChange = request.may(.changeSetup)
        let columns = [
            DataTable.Column("Setting"), DataTable.Column("Value", .number, first: true),
            DataTable.Column("Where nobody sets it", .number), DataTable.Column("What it is", .wrap, first: true),
        ]
        let rows = zip(Setting.all, values).map { setting, value in
            DataTable.Row(
                cells: [
                    .key(
                        columns[0], setting.name,
                        mayChange ? FormFields([("name", setting.name)]).address(SettingChangePage.path) : nil),
                    .text(columns[1], value), .text(columns[2], setting.standard), .text(columns[3], setting.purpose),
                ], name: setting.name)
        }
        return request.sheet(
            Shell(request, title: "Settings", crumbs: SetupPage.crumbs, entities: entities),
            Sheet(
                header: PageHeader(title: "Settings"), facts: [Fact("Of", "the whole installation")],
                table: DataTable("cap-settings", "Settings", hidesCaption: true, columns: columns, rows: rows)))
    }
}

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
                Field(
                    "reason", "Reason", hint: "Kept in the audit trail", value: fields.typed("reason"),
                    isOptional: true, isArea: true),
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

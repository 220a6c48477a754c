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

import Accounts
import Catalog
import Hummingbird
import Operations
import Postgres
import Receivables
import Vocabulary

/// All entities of the installation side by side, and how the machine copes.
enum PlatformPage {
    static let path = "/super-admin/billing"

    static let routes: [Route] = [.get(path, .needs(.chooseEntity), show)]

    private static func show(_ request: PageRequest) async throws -> Response {
        let (entities, capacity, users, choices) = try await request.read(.app) { connection in
            (
                try EntityStatus.list(on: connection), try Capacity.list(limit: 12, on: connection),
                try AppUser.list(on: connection), try Shell.entities(request, on: connection)
            )
        }
        var sheet = Sheet(header: PageHeader(title: "Entities"))
        sheet.header.actions = [
            PageHeader.Action(title: "Settings", href: SettingListPage.path),
            PageHeader.Action(title: "Users", href: "/admin/billing/users"),
            PageHeader.Action(title: "Add an entity", href: "\(SetupPage.path)/entities/add", isPrimary: true),
        ]
        if let first = capacity.first {
            sheet.facts = [
                Fact("Entities", Amount.count(Int64(entities.count)).text),
                Fact("Database", Size.text(first.databaseBytes)),
                Fact("Jobs", "\(first.queued) waiting, \(first.running) running, \(first.parked) failed"),
                Fact("Oldest wait", "\(Amount.count(first.oldestS).text) s"),
            ]
        }
        sheet.sections = [state(entities), sums(entities), tables(capacity), people(users)]
        return request.sheet(
            Shell(request, title: "Entities", crumbs: [], entities: choices), sheet)
    }

    private static func state(_ entities: [EntityStatus]) -> SheetSection {
        let columns = [
            DataTable.Column("Entity"), DataTable.Column("Name", .wrap, first: true), DataTable.Column("State", .state),
            DataTable.Column("Partners", .number), DataTable.Column("Last file", first: true),
            DataTable.Column("Loading", .number), DataTable.Column("Invoices waiting", .number, first: true),
            DataTable.Column("Failed jobs", .number), DataTable.Column("Locked until"),
        ]
        return SheetSection(
            "entities", "State", note: "Choose one in the header to work in it",
            table: DataTable(
                "cap-entities", "Entities and their state", hidesCaption: true, columns: columns,
                rows: entities.map { entity in
                    let facts = entity.facts
                    let badge: Badge =
                        facts.jobsFailed > 0 || facts.filesStopped > 0
                        ? Badge(.failed, "Needs somebody") : Badge(.paid, "Healthy")
                    return DataTable.Row(
                        cells: [
                            .key(columns[0], facts.code, nil), .text(columns[1], facts.name), .badge(columns[2], badge),
                            .amount(columns[3], .count(facts.partners)),
                            facts.lastFileAt.map { .instant(columns[4], $0) } ?? .none(columns[4]),
                            .amount(columns[5], .count(facts.filesLoading)),
                            .amount(columns[6], .count(facts.invoicesWaiting)),
                            .amount(columns[7], .count(facts.jobsFailed)),
                            facts.lockedThrough.map { .day(columns[8], $0) } ?? .none(columns[8]),
                        ], name: facts.code)
                }),
            empty: EmptyState(
                title: "No entity yet", text: "Add one to begin.", action: "Add an entity",
                href: "\(SetupPage.path)/entities/add"))
    }

    private static func sums(_ entities: [EntityStatus]) -> SheetSection {
        let columns = [
            DataTable.Column("Entity"), DataTable.Column("Currency", .currency),
            DataTable.Column("Customers owe", .number, first: true), DataTable.Column("Overdue", .number, first: true),
            DataTable.Column("Not billed", .number, first: true), DataTable.Column("Deposits", .number),
            DataTable.Column("We owe", .number),
        ]
        let rows = entities.flatMap { entity in
            entity.sums.map { sum -> DataTable.Row in
                func amount(_ column: DataTable.Column, _ micros: Int128) -> Cell {
                    micros == 0
                        ? .none(column)
                        : .amount(
                            column, .exact(micros, digits: sum.minorDigits), label: "\(column.title), \(sum.currency)")
                }
                return DataTable.Row(
                    cells: [
                        .key(columns[0], entity.facts.code, nil), .text(columns[1], sum.currency),
                        amount(columns[2], sum.receivableMicros),
                        sum.overdueMinor == 0
                            ? .none(columns[3])
                            : .amount(
                                columns[3], .minor(sum.overdueMinor, digits: sum.minorDigits),
                                label: "Overdue, \(sum.currency)"),
                        amount(columns[4], sum.unbilledMicros), amount(columns[5], sum.depositMicros),
                        amount(columns[6], sum.owedMicros),
                    ], name: "\(entity.facts.code) \(sum.currency)")
            }
        }
        return SheetSection(
            "sums", "What is owed", note: "By currency, of what is posted",
            table: DataTable(
                "cap-sums", "Sums by entity and currency", hidesCaption: true, columns: columns, rows: rows),
            empty: EmptyState(title: "Nothing is owed", text: "No entity has a balance."))
    }

    private static func tables(_ capacity: [Capacity]) -> SheetSection {
        let columns = [
            DataTable.Column("Table"), DataTable.Column("Size", .number, first: true),
            DataTable.Column("Rows, about", .number, first: true), DataTable.Column("Partitions", .number, first: true),
        ]
        return SheetSection(
            "capacity", "What takes room", note: "With indexes",
            table: DataTable(
                "cap-capacity", "The largest tables", hidesCaption: true, columns: columns,
                rows: capacity.map { table in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], table.tableName, nil), .text(columns[1], Size.text(table.bytes)),
                            .amount(columns[2], .count(table.rows)), .amount(columns[3], .count(table.parts)),
                        ], name: table.tableName)
                }), empty: EmptyState(title: "Nothing", text: ""))
    }

    private static func people(_ users: [AppUser]) -> SheetSection {
        let columns =
            [DataTable.Column("Role")]
            + [
                DataTable.Column("Users", .number, first: true), DataTable.Column("May sign in", .number, first: true),
                DataTable.Column("May", .wrap, first: true),
            ]
        let staff = UserRole.allCases.map { role -> DataTable.Row in
            let those = users.filter { $0.role == role }
            return DataTable.Row(
                cells: [
                    .key(columns[0], role.title, nil), .amount(columns[1], .count(Int64(those.count))),
                    .amount(columns[2], .count(Int64(those.filter { $0.state == .active }.count))),
                    .text(columns[3], role.permissions.map(\.words).sorted().joined(separator: ", ")),
                ], name: role.title)
        }
        return SheetSection(
            "roles", "Users and roles",
            table: DataTable("cap-roles", "Roles and what they may", hidesCaption: true, columns: columns, rows: staff),
            empty: EmptyState(title: "Nobody", text: ""))
    }
}

extension Permission {
    /// In words: `approve invoices`.
    fileprivate var words: String {
        rawValue.reduce(into: "") { text, letter in
            text += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
        }
    }
}

import Catalog
import Hummingbird
import Ledger
import Vocabulary

/// The accounts of the ledger with their balances.
enum LedgerAccountListPage {
    static let path = "\(TrialBalancePage.path)/accounts"

    static let routes: [Route] = [
        .get(path, .needs(.seeBooks), show),
        .get("\(path).csv", .needs(.seeBooks)) { try await export($0, as: .csv) },
        .get("\(path).xlsx", .needs(.seeBooks)) { try await export($0, as: .xlsx) },
    ]

    private static let shown = 250

    private static func list(_ request: PageRequest) async throws -> (
        accounts: [LedgerAccountLine], entities: [Shell.EntityChoice], problem: String?
    ) {
        let fields = request.query
        let entityID = request.session.entityID
        return try await request.read { connection in
            let entities = try Shell.entities(request, on: connection)
            var filter = LedgerAccountLine.Filter()
            filter.entityID = entityID
            filter.type = fields["type"]
            filter.currency = fields["currency"]?.uppercased()
            if let code = fields["partner"] {
                do {
                    filter.partnerID = try Catalog.partnerID(code, on: connection)
                } catch let error where Refusal(error)?.code == .notFound {
                    return ([], entities, "There is no partner \(code)")
                }
            }
            return (try LedgerAccountLine.list(filter, on: connection), entities, nil)
        }
    }

    private static func show(_ request: PageRequest) async throws -> Response {
        let (accounts, entities, problem) = try await list(request)
        let fields = request.query
        let chips = ["type", "partner", "currency"].compactMap { name in
            fields[name].map {
                Filters.Chip(
                    text: "\(name) \($0.replacing("_", with: " "))", href: fields.setting(name, nil).address(path))
            }
        }
        let content = Sheet(
            header: PageHeader(title: "Ledger accounts"),
            facts: [
                Fact("Entity", request.session.entityName), Fact("As of", "now"),
                Fact("Balance", "debits less credits"),
            ], tabs: TrialBalancePage.tabs(at: path),
            filters: Filters(
                action: path, label: "Accounts",
                fields: [
                    Filters.Input(name: "type", label: "Type", value: fields.typed("type")),
                    Filters.Input(
                        name: "partner", label: "Partner code", value: fields.typed("partner"), problem: problem),
                    Filters.Input(name: "currency", label: "Currency", value: fields.typed("currency"), isShort: true),
                ], chips: chips, applied: chips.isEmpty ? nil : "\(chips.count)", isOpen: problem != nil),
            table: accounts.isEmpty ? nil : table(Array(accounts.prefix(shown)), all: accounts),
            foot: accounts.isEmpty
                ? nil
                : TableFoot(
                    rows: accounts.count > shown
                        ? "The first \(shown) of \(Amount.count(Int64(accounts.count)).text); a file has all"
                        : AmountText.count(Int64(accounts.count), "account"),
                    exports: TableFoot.Export.both(path, fields)),
            empty: accounts.isEmpty
                ? EmptyState(
                    title: "No account has entries", text: "There is none with these filters.",
                    action: chips.isEmpty ? nil : "Clear filters", href: chips.isEmpty ? nil : path) : nil)
        return request.sheet(
            Shell(
                request, title: problem == nil ? "Ledger accounts" : "Error: Ledger accounts",
                crumbs: [
                    .billing,
                    Shell.Crumb(title: "Ledger", href: TrialBalancePage.path),
                ], entities: entities), content, status: problem == nil ? .ok : .unprocessableContent)
    }

    private static func table(_ accounts: [LedgerAccountLine], all: [LedgerAccountLine]) -> DataTable {
        let columns = [
            DataTable.Column("Account", .wrap), DataTable.Column("Partner", first: true),
            DataTable.Column("Entries", .number), DataTable.Column("Currency", .currency),
            DataTable.Column("Balance", .number, first: true),
        ]
        let digits = Amount.digits(of: all.map(\.balanceMicros), atLeast: all.map(\.minorDigits).max() ?? 2)
        var table = DataTable(
            "cap-accounts", "Ledger accounts", hidesCaption: true, classes: " data-table--sticky", columns: columns,
            rows: accounts.map { account in
                let name = account.type.replacing("_", with: " ")
                return DataTable.Row(
                    cells: [
                        .key(columns[0], name, LedgerAccountPage.path(account.accountID), isShort: false),
                        account.partner.map { .link(columns[1], $0, PartnerListPage.path(of: $0)) }
                            ?? .none(columns[1]),
                        .amount(columns[2], .count(account.entries)), .text(columns[3], account.currency),
                        .amount(columns[4], .exact(account.balanceMicros, digits: digits)),
                    ], name: "\(name) \(account.partner ?? "")")
            })
        // Of all that fit, so that it is what led here.
        table.foot = Dictionary(grouping: all, by: \.currency).sorted { $0.key < $1.key }.map { currency, accounts in
            DataTable.Row(
                cells: [
                    .total("Total of all accounts, \(currency)", columns: 3), .text(columns[3], currency),
                    .amount(
                        columns[4],
                        .exact(accounts.reduce(Int128(0)) { $0 + $1.balanceMicros }, digits: digits)),
                ], name: "", hasMore: false)
        }
        return table
    }

    private static func export(_ request: PageRequest, as form: TableFile.Form) async throws -> Response {
        let accounts = try await list(request).accounts
        let titles = [
            "account_id", "type", "partner", "entries", "currency", "balance", "functional_currency",
            "functional_balance",
        ]
        let rows = accounts.map { account in
            [
                "\(account.accountID)", account.type, account.partner ?? "", "\(account.entries)", account.currency,
                Amount.plain(micros: account.balanceMicros), account.functionalCurrency,
                Amount.plain(micros: account.functionalMicros),
            ]
        }
        return try TableFile.response(
            request, [titles] + rows, name: "accounts-\(request.session.entityCode)", as: form)
    }
}

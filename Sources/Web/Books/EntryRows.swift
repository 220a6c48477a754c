import Accounts
import Ledger
import Postgres
import Vocabulary

/// The entries of a ledger account as a file: between two days, in the order of days.
struct EntryRows: ExportedList {
    static let title = "Ledger"
    static let permission = Permission.seeBooks

    private let accountID: LedgerAccountID
    private let from: String?
    private let to: String?
    private let scope: ExportScope

    init?(_ query: FormFields, _ scope: ExportScope) {
        let (from, fromProblem) = TrialBalancePage.day(query, "from")
        let (to, toProblem) = TrialBalancePage.day(query, "to")
        guard fromProblem == nil, toProblem == nil, let id = query["account"].flatMap({ Int32($0) }), id > 0 else {
            return nil
        }
        accountID = LedgerAccountID(rawValue: id)
        self.from = from?.description
        self.to = to?.description
        self.scope = scope
    }

    var path: String {
        FormFields([("from", from), ("to", to)].compactMap { name, day in day.map { (name, $0) } }).address(
            LedgerAccountPage.path(accountID))
    }
    var fileName: String { "account-\(accountID)" }

    let titles = [
        "effective_on", "journal_id", "kind", "document", "against", "against_partner", "service_period",
        "recorded_at", "actor", "debit", "credit", "balance", "currency",
    ]

    func rows(on connection: Connection, _ body: ([[String]]) throws -> Void) throws {
        var filter = LedgerAccountLine.Filter()
        filter.entityID = scope.entityID
        let currency = try LedgerAccountLine.only(accountID, filter, on: connection).currency
        try AccountLedger.forEachBatch(accountID: accountID, from: from, to: to, on: connection) { movements in
            try body(movements.map { texts($0, currency) })
        }
    }

    private func texts(_ movement: AccountLedger.Movement, _ currency: String) -> [String] {
        [
            movement.effectiveOn, "\(movement.journalID)", movement.kind, movement.document, movement.otherType,
            movement.otherPartner ?? "", movement.servicePeriod, movement.recordedAt, movement.actor,
            movement.micros > 0 ? Amount.plain(micros: movement.micros) : "",
            movement.micros < 0 ? Amount.plain(micros: -movement.micros) : "",
            Amount.plain(micros: movement.balanceMicros), currency,
        ]
    }
}

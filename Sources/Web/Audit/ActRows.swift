import Accounts
import Acts
import Postgres

/// The list of acts as a file: with its filters, without its pages.
struct ActRows: ExportedList {
    static let title = "Audit"
    static let permission = Permission.seeAudit

    private let query: FormFields
    private let scope: ExportScope

    init?(_ query: FormFields, _ scope: ExportScope) {
        self.query = query
        self.scope = scope
    }

    var path: String { query.address(AuditPage.path) }
    var fileName: String { "audit-\(scope.entityCode)" }

    let titles = [
        "act_id", "at", "actor", "act", "outcome", "origin", "subjects", "first_subjects", "reason", "refusal",
    ]

    func rows(on connection: Connection, _ body: ([[String]]) throws -> Void) throws {
        let filter = AuditPage.filter(query, entityID: scope.entityID)
        try ActSummary.forEachBatch(filter, on: connection) { try body($0.map(texts)) }
    }

    private func texts(_ act: ActSummary) -> [String] {
        [
            "\(act.actID)", act.at, act.actor, act.name, act.outcome, act.origin, "\(act.subjects)",
            act.firstSubjects, act.reason ?? "", act.refusal ?? "",
        ]
    }
}

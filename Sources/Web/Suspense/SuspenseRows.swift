import Accounts
import CallStore
import Postgres
import Vocabulary

/// Calls that wait for a price as a file: with the filters of their list.
struct SuspenseRows: ExportedList {
    static let title = "Suspense"
    static let permission = Permission.seeCalls

    private let query: FormFields
    private let scope: ExportScope

    init?(_ query: FormFields, _ scope: ExportScope) {
        self.query = query
        self.scope = scope
    }

    var path: String { query.address(SuspensePage.path) }
    var fileName: String { "suspense-\(scope.entityCode)" }

    let titles = ["call", "side", "cause", "account", "called", "start_at", "seconds", "file_id", "file"]

    func rows(on connection: Connection, _ body: ([[String]]) throws -> Void) throws {
        let asked = SuspensePage.Asked(query)
        try UnratedCall.forEachBatch(
            reason: asked.cause, fileID: asked.fileID, entityID: scope.entityID, on: connection
        ) { try body($0.map(texts)) }
    }

    private func texts(_ call: UnratedCall) -> [String] {
        [
            call.address, call.side, call.reason, call.account,
            DialledNumber.text(call.called, isWhole: scope.mayNumbers), call.start, call.seconds, "\(call.fileID)",
            call.fileName,
        ]
    }
}

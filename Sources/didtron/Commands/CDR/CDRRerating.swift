import Billing
import Ingest
import Postgres

/// Rates calls in suspense again, switch by switch, up to the books.
struct CDRRerating {
    struct Outcome {
        var switchCode: String
        /// Calls looked at.
        var calls: Int
        /// Nil where none had another outcome.
        var account: FileAccount?
    }

    let database: Database
    /// Nil = all switches.
    var switchCode: String?

    func run() throws -> [Outcome] {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        var outcomes: [Outcome] = []
        for source in try SwitchSource.all(switchCode: switchCode, connection) {
            let database = database
            let result = try SuspenseRating(database, source: source) {
                try CompiledCatalog.compile(entityID: source.entityID, database: database)
            }.run()
            try Books.bringUpToDate(database)
            var account = result.account
            if let fileID = account?.fileID {
                try CallUpkeep.tidy(fileID: fileID, on: connection)
                account = try FileAccount.of(fileID: fileID, connection)
            }
            outcomes.append(Outcome(switchCode: source.switchCode, calls: result.calls, account: account))
        }
        return outcomes
    }
}

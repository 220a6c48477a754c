package import Database
package import Postgres
import Synchronization
internal import Threads

/// The invariants of the books, each recomputed from the rows by a query of its own.
package enum BooksCheck: String, CaseIterable, Sendable {
    case debitsEqualCredits = "V1"
    case balances = "V2"
    case receivableControl = "V3"
    case invoices = "V4"
    case numbers = "V6"
    case claims = "V7"
    case usage = "V8"
    case manifests = "V10"
    case documents = "V13"
    case accruals = "ACCRUAL"

    /// What must hold, in a phrase.
    package var title: String {
        switch self {
        case .debitsEqualCredits: "debits equal credits in every journal and currency"
        case .balances: "stored balances equal the entries"
        case .receivableControl: "receivables equal the open invoices"
        case .invoices: "invoices equal their lines, rounded once"
        case .numbers: "document numbers have no gap and follow the order of issue"
        case .claims: "invoiced usage is on exactly one invoice line"
        case .usage: "usage equals the priced calls"
        case .manifests: "every chunk holds what its manifest says"
        case .documents: "issued documents say what they said"
        case .accruals: "unbilled and accrued cost equal the usage not invoiced"
        }
    }

    var queryName: String {
        switch self {
        case .debitsEqualCredits: "check_v1_debits_equal_credits"
        case .balances: "check_v2_balances"
        case .receivableControl: "check_v3_receivable_control"
        case .invoices: "check_v4_invoices"
        case .numbers: "check_v6_numbers"
        case .claims: "check_v7_claims"
        case .usage: "check_v8_usage"
        case .manifests: "check_v10_manifests"
        case .documents: "check_v13_documents"
        case .accruals: "check_accruals"
        }
    }

    /// True if it reads calls, so that it can be told where to begin.
    var readsCalls: Bool { self == .usage || self == .manifests }

    /// Those that take long where there is much, the longest first.
    private static let longest: [BooksCheck] = [.usage, .accruals, .manifests, .claims]

    /// Runs the checks, two at a time, on one snapshot of the database: much of the longest is done by one process, beside
    /// which there is a core for the others.
    ///
    /// - Parameter fromCloseNumber: checks that read calls look only at files closed since; nil = at all.
    /// - Returns: a result a check, in their order.
    package static func run(
        _ checks: [BooksCheck] = allCases, fromCloseNumber: Int32? = nil, on database: Database
    ) throws -> [CheckResult] {
        let holder = try database.connect(role: .reporter)
        defer { holder.close() }
        return try holder.readingTransaction {
            let snapshot = try holder.exportSnapshot()
            let waiting = Mutex(longest.filter(checks.contains) + checks.filter { !longest.contains($0) })
            let results = Mutex<[BooksCheck: CheckResult]>([:])
            try WorkerThreads.run(min(checks.count, 2)) { _ in
                let connection = try database.connect(role: .reporter)
                defer { connection.close() }
                try connection.readingTransaction(seeing: snapshot) {
                    // Sums by hashing that spill to disk take twice the time.
                    try connection.execute("SET LOCAL work_mem = '256MB'")
                    while let check = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                        let result = try check.result(fromCloseNumber: fromCloseNumber, on: connection)
                        results.withLock { $0[check] = result }
                    }
                }
            }
            let all = results.withLock { $0 }
            return checks.compactMap { all[$0] }
        }
    }

    /// Runs the check within the transaction that is open, with what it has changed.
    package func result(fromCloseNumber: Int32? = nil, on connection: Connection) throws -> CheckResult {
        let start = ContinuousClock.now
        let parameters: [String: Value] = readsCalls ? ["from_close_number": .optional(fromCloseNumber)] : [:]
        let rows = try connection.run(query: queryName, parameters)
        return try CheckResult(self, rows: rows, took: ContinuousClock.now - start)
    }
}

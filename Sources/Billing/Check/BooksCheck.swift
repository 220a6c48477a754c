package import Postgres

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
    case accruals = "ACCRUAL"

    /// What must hold, in a phrase.
    package var title: String {
        switch self {
        case .debitsEqualCredits: "debits equal credits in every journal and currency"
        case .balances: "stored balances equal the entries"
        case .receivableControl: "receivables equal the open invoices"
        case .invoices: "invoices equal their lines, rounded once"
        case .numbers: "invoice numbers have no gap and follow the order of issue"
        case .claims: "invoiced usage is on exactly one invoice line"
        case .usage: "usage equals the priced calls"
        case .manifests: "every chunk holds what its manifest says"
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
        case .accruals: "check_accruals"
        }
    }

    /// True if it reads calls, so that it can be told where to begin.
    var readsCalls: Bool { self == .usage || self == .manifests }

    /// Runs the checks on one snapshot of the database, in their order.
    ///
    /// - Parameter fromCloseNumber: checks that read calls look only at files closed since; nil = at all.
    package static func run(
        _ checks: [BooksCheck] = allCases, fromCloseNumber: Int32? = nil, on connection: Connection
    ) throws -> [CheckResult] {
        try connection.transaction {
            // Sums by hashing that spill to disk take twice the time.
            try connection.execute(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL work_mem = '256MB'")
            return try results(of: checks, fromCloseNumber: fromCloseNumber, on: connection)
        }
    }

    /// The same within the transaction that is open, with what it has changed.
    package static func results(
        of checks: [BooksCheck] = allCases, fromCloseNumber: Int32? = nil, on connection: Connection
    ) throws -> [CheckResult] {
        try checks.map { check in
            let start = ContinuousClock.now
            let parameters: [String: Value] = check.readsCalls ? ["from_close_number": .optional(fromCloseNumber)] : [:]
            let rows = try connection.run(query: check.queryName, parameters)
            return try CheckResult(check, rows: rows, took: ContinuousClock.now - start)
        }
    }
}

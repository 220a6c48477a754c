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
    case openItems = "V5"
    case numbers = "V6"
    case claims = "V7"
    case usage = "V8"
    case manifests = "V10"
    case acts = "V12"
    case documents = "V13"
    case locks = "V14"
    case accruals = "ACCRUAL"
    case journals = "JOURNAL"
    case taxes = "TAX"
    case closings = "CLOSING"
    case revisions = "REVISION"
    case seals = "SEAL"
    case cards = "CARD"
    case prices = "PRICE"

    /// What must hold, in a phrase.
    package var title: String {
        switch self {
        case .debitsEqualCredits: "debits equal credits in every journal and currency"
        case .balances: "stored balances equal the entries"
        case .receivableControl: "receivables equal the open invoices less unapplied payments"
        case .invoices: "invoices equal their lines, rounded once, on the terms of the agreement"
        case .openItems: "on every day, what allocations leave open is the receivable"
        case .numbers: "document numbers have no gap and follow the order of issue"
        case .claims: "invoiced usage is on exactly one invoice line"
        case .usage: "usage equals the priced calls"
        case .manifests: "every chunk holds what its manifest says"
        case .acts: "whatever changed belongs to an act that was done, and is what the audit says"
        case .documents: "issued documents say what they said"
        case .locks: "nothing was recorded in a locked period"
        case .accruals: "unbilled and accrued cost equal the usage not invoiced"
        case .journals: "journals equal what they record, on both legs"
        case .taxes: "taxes are what the rates of their days make of what is taxed, and owed as documents say"
        case .closings: "closings have their files, and usage the sums noted for it"
        case .revisions: "reversals have what they take back, and calls count once"
        case .seals: "what was sealed says what it said, block by block"
        case .cards: "versions of cards say what they said"
        case .prices: "a sample of calls has the prices of its rates"
        }
    }

    var queryName: String {
        switch self {
        case .debitsEqualCredits: "check_v1_debits_equal_credits"
        case .balances: "check_v2_balances"
        case .receivableControl: "check_v3_receivable_control"
        case .invoices: "check_v4_invoices"
        case .openItems: "check_v5_open_items"
        case .numbers: "check_v6_numbers"
        case .claims: "check_v7_claims"
        case .usage: "check_v8_usage"
        case .manifests: "check_v10_manifests"
        case .acts: "check_v12_acts"
        case .documents: "check_v13_documents"
        case .locks: "check_v14_locks"
        case .accruals: "check_accruals"
        case .journals: "check_journals"
        case .taxes: "check_tax"
        case .closings: "check_closings"
        case .revisions: "check_revisions"
        case .seals: "check_seals"
        case .cards: "check_cards"
        case .prices: "check_prices"
        }
    }

    /// Of what much is stored, so that a run may look at part of it.
    private enum Part { case closings, calls, versions, seals, entries, sums }

    /// Entries of sealed journals that are looked at where not everything is: the newest.
    private static let sealedEntriesMax: Int64 = 250_000

    private var part: Part? {
        switch self {
        case .journals, .closings: .closings
        case .usage, .manifests, .revisions, .prices: .calls
        case .cards: .versions
        case .seals: .seals
        case .debitsEqualCredits: .entries
        case .balances, .receivableControl, .accruals: .sums
        default: nil
        }
    }

    /// Those that take long where there is much, the longest first.
    private static let longest: [BooksCheck] = [
        .usage, .revisions, .closings, .manifests, .seals, .accruals, .claims, .journals, .cards, .prices,
    ]

    /// Runs the checks on everything that is stored.
    package static func run(_ checks: [BooksCheck] = allCases, on database: Database) throws -> [CheckResult] {
        try run(checks, .full, on: database).results
    }

    /// Runs the checks, two at a time, on one snapshot of the database: much of the longest is done by one process, beside
    /// which there is a core for the others.
    ///
    /// - Returns: a result a check, in their order, and the closings that were looked at where those were not all.
    package static func run(
        _ checks: [BooksCheck], _ scope: CheckScope, on database: Database
    ) throws -> (results: [CheckResult], extent: CheckScope.Extent?) {
        let holder = try database.connect(role: .reporter)
        defer { holder.close() }
        return try SharedLock.callReaders.held(on: holder) {
            try holder.readingTransaction {
                let extent = try scope.resolve(on: holder)
                let snapshot = try holder.exportSnapshot()
                let waiting = Mutex(longest.filter(checks.contains) + checks.filter { !longest.contains($0) })
                let results = Mutex<[BooksCheck: CheckResult]>([:])
                try WorkerThreads.run(min(checks.count, 2)) { _ in
                    let connection = try database.connect(role: .reporter)
                    defer { connection.close() }
                    try connection.readingTransaction(seeing: snapshot) {
                        try prepare(connection)
                        while let check = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                            let result = try check.result(extent, on: connection)
                            results.withLock { $0[check] = result }
                        }
                    }
                }
                let all = results.withLock { $0 }
                return (checks.compactMap { all[$0] }, extent)
            }
        }
    }

    private static func prepare(_ connection: Connection) throws {
        // Sums by hashing that spill to disk take twice the time; the keys of a day are grouped by themselves; compiling
        // expressions of many partitions takes longer than running them.
        try connection.execute(
            "SET LOCAL work_mem = '256MB'; SET LOCAL enable_partitionwise_aggregate = on; SET LOCAL jit = off")
    }

    /// Runs the check within the transaction that is open, with what it has changed.
    ///
    /// - Parameter extent: the closings looked at; nil = all.
    package func result(_ extent: CheckScope.Extent? = nil, on connection: Connection) throws -> CheckResult {
        let start = ContinuousClock.now
        let parameters: [String: Value] =
            switch part {
            case .closings: extent?.closings ?? ["entity_ids": .null, "from_close_numbers": .null]
            case .calls:
                (extent?.closings ?? ["entity_ids": .null, "from_close_numbers": .null]).merging(
                    [
                        "starts_from": .optional(extent?.starts.from), "starts_until": .optional(extent?.starts.until),
                    ]) { _, new in new }
            case .versions: ["since": extent?.since.map { .text($0) } ?? .null]
            case .seals: ["records_max": extent == nil ? .null : .int(BooksCheck.sealedRecordsMax), "head": .null]
            case .entries: ["entries_max": extent == nil ? .null : .int(BooksCheck.sealedEntriesMax)]
            case .sums: ["is_full": .bool(extent == nil)]
            case nil: [:]
            }
        let rows = try connection.run(query: queryName, parameters)
        var result = try CheckResult(self, rows: rows, took: .zero)
        if self == .usage, !result.passed { try result.nameOffences(rows, on: connection) }
        result.took = ContinuousClock.now - start
        return result
    }
}

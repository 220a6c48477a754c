internal import Database
internal import Postgres
internal import Vocabulary

// Months of usage and of the ledger, which are partitions.

extension Connection {
    /// `transactionRetrying`, which begins again where a month that it writes to has no partition yet (`demand_months`), once that is
    /// made in a transaction of its own: making it keeps everybody from posting, and a posting may take long.
    ///
    /// Inside another transaction the outermost one decides.
    func transactionMakingMonths<Value>(_ body: () throws -> Value) throws -> Value {
        guard transactionDepth == 0 else { return try transactionRetrying(body) }
        var attempt = 1
        while true {
            do {
                return try transactionRetrying(body)
            } catch let error as PostgresError where attempt < 10 {
                guard let missing = MissingMonths(error) else { throw error }
                try make(missing)
                attempt += 1
            }
        }
    }

    /// True in an act whose transaction `transactionMakingMonths` began; one inside another transaction changes nothing about it.
    var makesMonthsApart: Bool { transactionDepth == 1 }

    private func make(_ missing: MissingMonths) throws {
        _ = try transactionRetrying {
            try run(
                query: "add_month_partitions", ["tables": .texts(missing.tables), "days": .texts(missing.months)])
        }
    }
}

/// Months of which tables have no partition, as `demand_months` says it.
private struct MissingMonths {
    let tables: [String]
    /// Their first days, ISO dates.
    let months: [String]

    init?(_ error: PostgresError) {
        guard let refusal = error.refusal, refusal.reason == "ledger.month_missing",
            let tables = refusal.facts["tables"], let months = refusal.facts["months"]
        else { return nil }
        self.tables = tables.split(separator: ",").map(String.init)
        self.months = months.split(separator: ",").map(String.init)
    }
}

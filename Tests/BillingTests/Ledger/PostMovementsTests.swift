import Postgres
import TestSupport
import Testing

/// `post_movements`, by which everything is posted.
@Suite struct PostMovementsTests {
    private func withBooks<T>(_ body: (Connection) throws -> T) throws -> T {
        try withTestDatabase { database throws in
            let owner = try database.connect()
            try owner.execute(
                """
                INSERT INTO entity (id, code, name, functional_currency) VALUES (1, 'main', 'Main', 'EUR');
                INSERT INTO partner (id, code, name) VALUES (1, 'p', 'P');
                INSERT INTO agreement (entity_id, partner_id, role, payment_mode, currency)
                VALUES (1, 1, 'bilateral', 'postpaid', 'USD')
                """)
            return try body(owner)
        }
    }

    /// Posts movements as the application does, and returns the entries: debit, credit, amount, functional amount, day, partner.
    private func post(_ movements: String, on owner: Connection) throws -> [String] {
        try owner.setRole(.app)
        defer { do { try owner.execute("RESET ROLE") } catch {} }
        try owner.transaction { () throws -> Void in
            try owner.execute("SELECT post_movements(1::smallint, 'usage', ARRAY[\(movements)])")
        }
        return try owner.query(
            """
            SELECT concat_ws(' ', debit.type, credit.type, amount_micros, COALESCE(functional_micros::text, '-'), effective_on,
                COALESCE(entry.partner_id::text, '-')) AS line
            FROM entry
                JOIN ledger_account AS debit ON debit.id = debit_account_id
                JOIN ledger_account AS credit ON credit.id = credit_account_id
            ORDER BY entry.id
            """
        ).map { $0["line"] ?? "" }
    }

    private func rate(_ from: String, _ to: String, _ day: String, _ rate: String, on owner: Connection) throws {
        try owner.execute(
            """
            INSERT INTO exchange_rate (from_currency, to_currency, effective_on, rate, revision, known_at)
            VALUES ('\(from)', '\(to)', '\(day)', \(rate), 1, now())
            """)
    }

    private func usd(_ micros: String, _ day: String = "2026-10-10") -> String {
        "ROW(NULL, 1, 'unbilled', 'revenue', 'USD', \(micros), '\(day)', '2026-10-01')::movement"
    }

    /// Rate, its direction, micros, functional micros: rounded once, half up.
    @Test(arguments: [
        ("USD", "EUR", "0.5", "3", "2"), ("USD", "EUR", "0.5", "1", "1"), ("USD", "EUR", "0.4", "1", "0"),
        ("EUR", "USD", "2", "3", "2"), ("EUR", "USD", "2", "1", "1"), ("EUR", "USD", "3", "1", "0"),
        ("EUR", "USD", "3", "5", "2"), ("USD", "EUR", "0.9", "1000000", "900000"),
        ("EUR", "USD", "2.000000000001", "1", "0"), ("EUR", "USD", "1.999999999999", "1", "1"),
        ("EUR", "USD", "1.000000000001", "250000000000", "250000000000"),
    ])
    func `an amount is converted and rounded once, half up`(
        from: String, to: String, rate: String, micros: String, functional: String
    ) throws {
        try withBooks { owner throws in
            try self.rate(from, to, "2026-10-01", rate, on: owner)
            #expect(try post(usd(micros), on: owner) == ["unbilled revenue \(micros) \(functional) 2026-10-10 1"])
        }
    }

    @Test func `of two directions the later day holds, and of one day the direct one`() throws {
        try withBooks { owner throws in
            try rate("USD", "EUR", "2026-10-01", "0.5", on: owner)
            try rate("EUR", "USD", "2026-10-05", "4", on: owner)
            #expect(try post(usd("1000"), on: owner) == ["unbilled revenue 1000 250 2026-10-10 1"])
            try rate("USD", "EUR", "2026-10-05", "0.75", on: owner)
            #expect(try post(usd("1000"), on: owner).last == "unbilled revenue 1000 750 2026-10-10 1")
        }
    }

    @Test func `a rate older than the limit is none, and the functional amount stays open`() throws {
        try withBooks { owner throws in
            try rate("USD", "EUR", "2026-10-01", "0.5", on: owner)
            #expect(try post(usd("1000", "2026-11-05"), on: owner) == ["unbilled revenue 1000 500 2026-11-05 1"])
            #expect(try post(usd("1000", "2026-11-06"), on: owner).last == "unbilled revenue 1000 - 2026-11-06 1")
            try owner.execute("INSERT INTO setting (name, value, changed_by) VALUES ('fx.days_max', '36', 'test')")
            #expect(try post(usd("1000", "2026-11-06"), on: owner).last == "unbilled revenue 1000 500 2026-11-06 1")
        }
    }

    @Test func `what belongs to a locked period becomes effective on the first open day`() throws {
        try withBooks { owner throws in
            try owner.execute(
                "INSERT INTO period_lock (entity_id, locked_through, reason) VALUES (1, '2026-10-31', 'October is closed')"
            )
            #expect(try post(usd("5"), on: owner) == ["unbilled revenue 5 - 2026-11-01 1"])
            #expect(try post(usd("5", "2026-11-07"), on: owner).last == "unbilled revenue 5 - 2026-11-07 1")
            try owner.execute(
                "INSERT INTO period_lock (entity_id, locked_through, reason) VALUES (1, NULL, 'October is open again')")
            #expect(try post(usd("5"), on: owner).last == "unbilled revenue 5 - 2026-10-10 1")
        }
    }

    @Test func `an amount below zero swaps the accounts, nothing is no entry, and balances follow`() throws {
        try withBooks { owner throws in
            #expect(
                try post("\(usd("-7")), \(usd("0")), \(usd("9"))", on: owner)
                    == ["revenue unbilled 7 - 2026-10-10 1", "unbilled revenue 9 - 2026-10-10 1"])
            let balance = try owner.query("SELECT balance_micros, entries FROM account_balance").only()
            #expect(balance["balance_micros"] == "2" && balance["entries"] == "2")
            #expect(try owner.query("SELECT FROM journal").count == 1)
        }
    }

    @Test(arguments: [
        "ROW(NULL, NULL, 'unbilled', 'revenue', 'USD', 5, '2026-10-10', '2026-10-01')::movement",
        "ROW(NULL, 1, 'nonsense', 'revenue', 'USD', 5, '2026-10-10', '2026-10-01')::movement",
    ])
    func `a movement that cannot be posted stops all of them`(movement: String) throws {
        try withBooks { owner throws in
            #expect(throws: PostgresError.self) { try post("\(usd("5")), \(movement)", on: owner) }
            #expect(try owner.query("SELECT FROM journal").isEmpty)
            #expect(try owner.query("SELECT FROM entry").isEmpty)
        }
    }
}

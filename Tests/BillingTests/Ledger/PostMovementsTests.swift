import Checks
import Ledger
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
                WITH agreed AS (
                    INSERT INTO agreement (entity_id, partner_id, role, currency) VALUES (1, 1, 'bilateral', 'USD')
                )
                INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode)
                VALUES (1, 1, 'sell', 'postpaid'), (1, 1, 'buy', 'postpaid')
                """)
            return try body(owner)
        }
    }

    /// Posts movements as the application does, and returns the entries: debit, credit, amount, functional amount, day, partner.
    private func post(_ movements: String, as kind: String = "usage", on owner: Connection) throws -> [String] {
        try owner.setRole(.app)
        defer { do { try owner.execute("RESET ROLE") } catch {} }
        try owner.transaction { () throws -> Void in
            try owner.execute("SELECT post_movements(1::smallint, '\(kind)', ARRAY[\(movements)])")
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
        "ROW(NULL, 1, 'unbilled', 'revenue', 'USD', \(micros), '\(day)', '2026-10-01', NULL)::movement"
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
        "ROW(NULL, NULL, 'unbilled', 'revenue', 'USD', 5, '2026-10-10', '2026-10-01', NULL)::movement",
        "ROW(NULL, 1, 'nonsense', 'revenue', 'USD', 5, '2026-10-10', '2026-10-01', NULL)::movement",
    ])
    func `a movement that cannot be posted stops all of them`(movement: String) throws {
        try withBooks { owner throws in
            #expect(throws: PostgresError.self) { try post("\(usd("5")), \(movement)", on: owner) }
            #expect(try owner.query("SELECT FROM journal").isEmpty)
            #expect(try owner.query("SELECT FROM entry").isEmpty)
        }
    }

    // MARK: - Exchange differences

    /// Debit, credit, currency, amount, functional amount; of document 1.
    private func moved(
        _ debit: String, _ credit: String, _ micros: String, _ functional: String, _ document: String = "1"
    )
        -> String
    {
        "ROW(\(document), 1, '\(debit)', '\(credit)', 'USD', \(micros), '2026-10-10', '2026-10-01', \(functional))::movement"
    }

    private func documents(on owner: Connection) throws {
        try owner.execute(
            """
            INSERT INTO document (id, entity_id, partner_id, kind, currency)
            VALUES (1, 1, 1, 'invoice', 'USD'), (2, 1, 1, 'payment', 'USD')
            """)
    }

    @Test func `USD 1,000 booked at EUR 920 and paid at EUR 900 leaves nothing open in either currency`() throws {
        try withBooks { owner throws in
            try documents(on: owner)
            try rate("USD", "EUR", "2026-10-01", "0.92", on: owner)
            _ = try post(moved("receivable", "revenue", "1000000000", "NULL"), as: "invoice", on: owner)
            let entries = try post(
                [
                    moved("bank", "receivable", "1000000000", "900000000", "2"),
                    moved("fx_gain_loss", "receivable", "0", "20000000", "2"),
                ].joined(separator: ", "), as: "payment", on: owner)
            #expect(
                entries == [
                    "receivable revenue 1000000000 920000000 2026-10-10 1",
                    "bank receivable 1000000000 900000000 2026-10-10 1",
                    "fx_gain_loss receivable 0 20000000 2026-10-10 1",
                ])
            let balance = try owner.query("SELECT * FROM account_balance").only()
            #expect(balance["balance_micros"] == "0" && balance["functional_micros"] == "0")
            #expect(balance["entries"] == "3" && balance["unconverted"] == "0")
            let trial = try TrialBalanceLine.read(entityID: 1, asOf: nil, on: owner)
            #expect(
                trial.map { "\($0.type) \($0.debitMicros - $0.creditMicros) \($0.functionalMicros)" } == [
                    "bank 1000000000 900000000", "receivable 0 0", "revenue -1000000000 -920000000",
                    "fx_gain_loss 0 20000000",
                ])
            for check in [BooksCheck.debitsEqualCredits, .balances] {
                #expect(try check.result(on: owner).passed)
            }
        }
    }

    @Test func `a gain goes the other way, and an amount in another currency may state what it is worth`() throws {
        try withBooks { owner throws in
            try documents(on: owner)
            #expect(
                try post(moved("fx_gain_loss", "receivable", "0", "-5", "2"), as: "payment", on: owner)
                    == ["receivable fx_gain_loss 0 5 2026-10-10 1"])
            #expect(
                try post(moved("receivable", "revenue", "-7", "-6"), as: "invoice", on: owner).last
                    == "revenue receivable 7 6 2026-10-10 1")
        }
    }

    /// Kind, movement.
    @Test(arguments: [
        ("usage", "ROW(NULL, 1, 'unbilled', 'revenue', 'USD', 0, '2026-10-10', '2026-10-01', 5)::movement"),
        ("invoice", "ROW(1, 1, 'receivable', 'revenue', 'USD', 0, '2026-10-10', '2026-10-01', 5)::movement"),
        ("payment", "ROW(2, 1, 'bank', 'receivable', 'EUR', 0, '2026-10-10', '2026-10-01', 5)::movement"),
        ("payment", "ROW(2, 1, 'bank', 'receivable', 'EUR', 5, '2026-10-10', '2026-10-01', 4)::movement"),
        ("payment", "ROW(2, 1, 'bank', 'receivable', 'USD', 5, '2026-10-10', '2026-10-01', -4)::movement"),
    ])
    func `a difference that cannot be one is refused`(kind: String, movement: String) throws {
        try withBooks { owner throws in
            try documents(on: owner)
            #expect(throws: PostgresError.self) { try post(movement, as: kind, on: owner) }
            #expect(try owner.query("SELECT FROM entry").isEmpty)
        }
    }

    @Test func `a document is recorded once, unless a journal takes it back`() throws {
        try withBooks { owner throws in
            try documents(on: owner)
            _ = try post(moved("receivable", "revenue", "7", "NULL"), as: "invoice", on: owner)
            let error = #expect(throws: PostgresError.self) {
                try post(moved("receivable", "revenue", "7", "NULL"), as: "invoice", on: owner)
            }
            #expect(error?.sqlState == "23505")
            try owner.execute(
                """
                INSERT INTO journal (entity_id, kind, document_id, reverses_journal_id)
                SELECT entity_id, kind, document_id, id FROM journal
                """)
        }
    }
}

import Checks
import Foundation
import Ledger
import Postgres
import TestSupport
import Testing
import Vocabulary

/// Seals over journals, acts and the audit.
@Suite struct SealTests {
    private typealias Books = TestBooks

    private func seal(_ books: Books) throws -> [SealBlock] { try SealBlock.seal(on: books.app) }

    private func offences(_ books: Books, recordsMax: Int64? = nil, head: String? = nil) throws -> [String] {
        try BooksCheck.verifySeals(recordsMax: recordsMax, head: head, on: books.owner).offences.map(\.subject)
    }

    @Test func `what is recorded is sealed once, in blocks of which each has the hash of the one before`() throws {
        try withTestBooks { books throws in
            try books.enter([Books.line("cost bank 1 EUR"), Books.line("cost bank 2 EUR")])
            let first = try #require(try seal(books).first)
            #expect(first.number == 1 && first.journals == 1 && first.entries == 2 && first.acts == 2)
            #expect(try seal(books).isEmpty)
            try books.enter([Books.line("cost bank 3 EUR")])
            let second = try #require(try seal(books).first)
            #expect(second.number == 2 && second.journals == 1 && second.entries == 1)
            #expect(
                try books.owner.texts(
                    "SELECT number, encode(previous_hash, 'hex') AS before FROM seal_block ORDER BY 1")
                    == ["1 \(String(repeating: "0", count: 64))", "2 \(first.hash)"])
            #expect(try SealBlock.list(rowsMax: 1, on: books.app).map(\.number) == [2])
            #expect(try offences(books).isEmpty && offences(books, recordsMax: 1).isEmpty)
            #expect(try offences(books, head: first.hash.uppercased()).isEmpty)
            #expect(try offences(books, head: String(repeating: "a", count: 64)).count == 1)
            try books.expectSound()
        }
    }

    @Test func `what is sealed is summed once, and a check without all of it compares the sums`() throws {
        try withTestBooks { books throws in
            // Entries of 2, 3 and 4 cents, of which the last is not sealed.
            for cents in [2, 3] {
                try books.enter([Books.line("cost payable 0.0\(cents) USD acme")])
                _ = try seal(books)
            }
            try books.enter([Books.line("cost payable 0.04 USD acme")])
            #expect(
                try books.owner.texts(
                    """
                    SELECT type, debit_micros, credit_micros, entries, unconverted FROM sealed_sum
                        JOIN ledger_account AS account ON account.id = account_id
                    ORDER BY type
                    """) == ["cost 50000 0 2 2", "payable 0 50000 2 2"])
            func failing(full: Bool, _ sql: String) throws -> [String] {
                try books.owner.execute("BEGIN")
                defer { do { try books.owner.execute("ROLLBACK") } catch {} }
                try books.owner.execute("SET LOCAL session_replication_role = replica")
                try books.owner.execute(sql)
                let checks: [(String, [String: Value])] = [
                    ("v1_debits_equal_credits", ["entries_max": full ? .null : .int(0)]),
                    ("v2_balances", ["is_full": .bool(full)]), ("v3_receivable_control", ["is_full": .bool(full)]),
                    ("accruals", ["is_full": .bool(full)]),
                ]
                return try checks.filter { query, parameters in
                    try books.owner.run(query: "check_\(query)", parameters).contains { try $0.bool("is_offence") }
                }.map { $0.0 }
            }
            #expect(try failing(full: false, "SELECT").isEmpty && failing(full: true, "SELECT").isEmpty)
            // In the sealed part, all of it is needed to find it, or the seals; the newest block is always looked at.
            let sealed = "UPDATE entry SET amount_micros = amount_micros + 1 WHERE amount_micros = 20000"
            #expect(try failing(full: false, sealed).isEmpty)
            #expect(try failing(full: true, sealed) == ["v2_balances"])
            try books.owner.execute("BEGIN; SET LOCAL session_replication_role = replica; \(sealed)")
            #expect(try offences(books).contains { $0.contains("block 1: amount") })
            try books.owner.execute("ROLLBACK")
            // What came since, and the sums themselves, are found at once.
            let fresh = "UPDATE entry SET amount_micros = amount_micros + 1 WHERE amount_micros = 40000"
            #expect(try failing(full: false, fresh) == ["v2_balances"])
            let sums = "UPDATE sealed_sum SET credit_micros = credit_micros + 1 WHERE credit_micros > 0"
            #expect(try failing(full: false, sums) == ["v1_debits_equal_credits", "v2_balances"])
            #expect(try failing(full: true, sums) == ["v1_debits_equal_credits", "v2_balances"])
            #expect(try failing(full: true, "DELETE FROM sealed_sum").count == 2)
            try books.expectSound()
        }
    }

    @Test func `what commits behind a block joins the next one, whatever its number`() throws {
        try withTestBooks { books throws in
            let documents = try books.propose([Books.line("cost bank 1 EUR")])
            // The job makes months ahead; a month that a posting has to make holds up the journals of others until it commits.
            try books.owner.execute(
                """
                SELECT add_entry_partitions(ARRAY(
                    SELECT month::date FROM generate_series(DATE '2026-01-01', DATE '2026-12-01', INTERVAL '1 month') AS month))
                """)
            let slow = try books.database.connect(role: .app)
            try slow.transaction {
                try ManualJournals.post(documents, entityID: 1, on: slow)
                // A later journal, sealed before the earlier one is there: another entity is not held up.
                try books.owner.execute(
                    """
                    INSERT INTO entity (id, code, name, functional_currency) VALUES (2, 'east', 'East', 'EUR');
                    INSERT INTO journal (entity_id, kind) VALUES (2, 'usage')
                    """)
                #expect(try seal(books).map(\.journals) == [1])
            }
            #expect(try seal(books).map(\.journals) == [1])
            #expect(
                try books.owner.texts("SELECT id, block FROM sealed_record WHERE kind = 'j' ORDER BY 1") == [
                    "1 2", "2 1",
                ])
            #expect(try offences(books).isEmpty)
        }
    }

    @Test func `of several who seal at once one does`() throws {
        try withTestBooks { books throws in
            try books.enter([Books.line("cost bank 1 EUR")])
            let blocks = Counter()
            let database = books.database
            try atOnce(4) { _ in
                let app = try database.connect(role: .app)
                for _ in try SealBlock.seal(on: app) { blocks.add() }
            }
            #expect(blocks.value == 1)
        }
    }

    /// What somebody who owns the database does, and what says so.
    @Test(arguments: [
        ("UPDATE entry SET amount_micros = amount_micros + 1 WHERE id = 1", "journal 1 does not say what it said"),
        ("UPDATE entry SET effective_on = effective_on + 1 WHERE id = 1", "journal 1 does not say what it said"),
        ("DELETE FROM entry WHERE id = 2", "journal 1 does not say what it said"),
        (
            "INSERT INTO entry SELECT (jsonb_populate_record(entry, '{\"id\": 99}')).* FROM entry WHERE id = 1",
            "journal 1 does not"
        ),
        ("DELETE FROM entry WHERE journal_id = 1; DELETE FROM journal WHERE id = 1", "journal 1 of block 1 is gone"),
        ("UPDATE journal SET recorded_at = recorded_at - interval '1 day' WHERE id = 1", "journal 1 does not say"),
        ("UPDATE audit_event SET after = '{}' WHERE id = 5", "audit event 5 does not say what it said"),
        ("DELETE FROM audit_event WHERE id = 5", "audit event 5 of block 1 is gone"),
        ("UPDATE act SET reason = 'other' WHERE id = 1", "act 1 does not say what it said"),
        ("UPDATE act SET actor_id = 0 WHERE id = 1", "act 1 does not say what it said"),
        ("UPDATE actor SET name = 'other' WHERE name = 'anna'", "act 1 does not say what it said"),
        ("DELETE FROM act WHERE id = 1", "act 1 of block 1 is gone"),
        ("DELETE FROM sealed_record WHERE kind = 'j' AND id = 1", "block 1: journals"),
        ("UPDATE sealed_record SET hash = sha256('x') WHERE kind = 'j' AND id = 1", "block 1 is of other records"),
        (
            "UPDATE seal_block SET previous_hash = sha256('x') WHERE number = 2",
            "block 2 does not follow the block before it"
        ),
        ("UPDATE seal_block SET hash = sha256('x') WHERE number = 1", "block 1 has not the hash"),
        ("UPDATE seal_block SET entries = 9 WHERE number = 1", "block 1 has not the hash that it should have"),
        (
            "DELETE FROM sealed_record WHERE block = 1; DELETE FROM seal_block WHERE number = 1",
            "block 2 is in the place of block 1"
        ),
        ("UPDATE sealed_record SET block = 2 WHERE kind = 'j' AND id = 1", "block 2: journals"),
    ])
    func `F31: a change of what is sealed is found and named`(sql: String, offence: String) throws {
        try withTestBooks { books throws in
            try books.enter([Books.line("cost bank 1 EUR"), Books.line("cost bank 2 EUR")])
            _ = try seal(books)
            try books.enter([Books.line("cost bank 3 EUR")])
            _ = try seal(books)
            #expect(try offences(books).isEmpty)
            try books.owner.execute("SET session_replication_role = replica")
            try books.owner.execute(sql)
            let found = try offences(books)
            #expect(found.contains { $0.contains(offence) }, "\(found)")
        }
    }

    @Test func `the chain is followed whole, records only in the newest blocks`() throws {
        try withTestBooks { books throws in
            try books.enter([Books.line("cost bank 1 EUR")])
            _ = try seal(books)
            try books.enter([Books.line("cost bank 3 EUR")])
            _ = try seal(books)
            try books.owner.execute("SET session_replication_role = replica")
            try books.owner.execute("UPDATE entry SET amount_micros = 7 WHERE id = 1")
            #expect(try offences(books, recordsMax: 1).isEmpty)
            #expect(try !offences(books).isEmpty)
            try books.owner.execute("UPDATE seal_block SET content_hash = sha256('x') WHERE number = 1")
            #expect(try offences(books, recordsMax: 1) == ["block 1 has not the hash that it should have"])
        }
    }

    @Test func `the application cannot take a seal off`() throws {
        try withTestBooks { books throws in
            try books.enter([Books.line("cost bank 1 EUR")])
            _ = try seal(books)
            for sql in ["DELETE FROM sealed_record", "UPDATE seal_block SET entries = 1", "TRUNCATE seal_block"] {
                #expect(throws: PostgresError.self) { try books.app.execute(sql) }
                #expect(throws: PostgresError.self) { try books.owner.execute(sql) }
            }
        }
    }
}

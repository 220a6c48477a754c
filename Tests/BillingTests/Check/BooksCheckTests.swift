import Calendar
import Checks
import Postgres
import Receivables
import Testing

@Suite struct BooksCheckTests {
    /// Damage that no role of the product can do, and the checks that must find it.
    struct Damage: Sendable {
        var description: String
        var sql: String
        var finders: Set<BooksCheck>

        init(_ description: String, _ sql: String, _ finders: Set<BooksCheck>) {
            self.description = description
            self.sql = sql
            self.finders = finders
        }
    }

    private static let damages = [
        Damage(
            "an entry whose credited account has another currency",
            "UPDATE entry SET credit_account_id = (SELECT id FROM ledger_account WHERE currency = 'JPY' AND type = 'revenue') WHERE id = 1",
            [.debitsEqualCredits]),
        Damage(
            "an entry of nothing", "UPDATE entry SET amount_micros = 0 WHERE id = 1",
            [.debitsEqualCredits, .balances, .accruals]),
        Damage(
            "an entry without its journal", "DELETE FROM journal WHERE id = (SELECT min(journal_id) FROM entry)",
            [.debitsEqualCredits, .accruals]),
        Damage(
            "an entry of another currency than its accounts", "UPDATE entry SET currency = 'EUR' WHERE id = 1",
            [.debitsEqualCredits]),
        Damage(
            "an amount changed by hand", "UPDATE entry SET amount_micros = amount_micros + 1 WHERE id = 1",
            [.balances, .accruals]),
        Damage(
            "a balance changed by hand",
            "UPDATE account_balance SET balance_micros = balance_micros + 1 WHERE account_id = (SELECT min(account_id) FROM account_balance)",
            [.balances]),
        Damage(
            "a balance lost",
            "DELETE FROM account_balance WHERE account_id = (SELECT min(account_id) FROM account_balance)", [.balances]),
        Damage("an entry counted twice", "UPDATE account_balance SET entries = entries + 1", [.balances]),
        Damage(
            "a receivable entry lost",
            "DELETE FROM entry WHERE debit_account_id IN (SELECT id FROM ledger_account WHERE type = 'receivable')",
            [.receivableControl, .balances, .accruals]),
        Damage(
            "a payment noted that is in no ledger", "UPDATE invoice SET paid_minor = 1 WHERE state = 'issued'",
            [.receivableControl]),
        Damage(
            "an invoice total changed", "UPDATE invoice SET total_minor = total_minor + 1 WHERE state = 'draft'",
            [.invoices]),
        Damage(
            "the total of an issued invoice changed", "UPDATE document_issue SET total_minor = total_minor + 1",
            [.invoices]),
        Damage(
            "a line rounded wrongly",
            "UPDATE invoice_line SET amount_minor = amount_minor + 1 WHERE invoice_id = (SELECT min(id) FROM invoice WHERE state = 'draft')",
            [.invoices]),
        Damage(
            "a line lost",
            "DELETE FROM invoice_line WHERE invoice_id = (SELECT min(id) FROM invoice WHERE state = 'draft')",
            [.invoices, .claims]),
        Damage("a number left out", "UPDATE document_issue SET number = number + 1 WHERE number = 2", [.numbers]),
        Damage(
            "the counter ahead of the numbers", "UPDATE document_series SET last_number = last_number + 1", [.numbers]),
        Damage(
            "numbers against the order of issue",
            "UPDATE document_issue SET issued_at = issued_at - interval '1 hour' WHERE number = 2", [.numbers]),
        Damage("an issued document lost", "DELETE FROM document_issue WHERE number = 2", [.numbers]),
        Damage(
            "a number of another year than its day",
            "UPDATE document_series SET year = year + 1", [.numbers]),
        Damage(
            "a destination on an issued invoice forged",
            "UPDATE invoice_line SET destination = destination || ' ' WHERE invoice_id = (SELECT min(document_id) FROM document_issue)",
            [.documents]),
        Damage(
            "an issued invoice due on another day", "UPDATE document_issue SET due_on = due_on + 1 WHERE number = 1",
            [.documents]),
        Damage(
            "the recipient of an issued invoice changed",
            "UPDATE document_party SET name = name || E'\\n' WHERE role = 'recipient' AND code = 'acme'", [.documents]),
        Damage(
            "a party lost",
            "DELETE FROM document_party WHERE role = 'issuer' AND document_id = (SELECT min(document_id) FROM document_issue)",
            [.documents]),
        Damage(
            "a hash forged", "UPDATE document_issue SET content_hash = sha256('') WHERE number = 1", [.documents]),
        Damage(
            "an invoice that is no document", "DELETE FROM document WHERE id = (SELECT max(id) FROM invoice)",
            [.documents]),
        Damage(
            "a functional balance changed by hand",
            "UPDATE account_balance SET functional_micros = functional_micros + 1",
            [.balances]),
        Damage(
            "a journal of an invoice lost",
            "DELETE FROM entry WHERE journal_id = (SELECT max(id) FROM journal WHERE kind = 'invoice'); DELETE FROM journal WHERE id = (SELECT max(id) FROM journal WHERE kind = 'invoice')",
            [.numbers, .receivableControl, .balances, .accruals]),
        Damage(
            "the volume of a day changed", "UPDATE daily_volume SET duration_ns = duration_ns + 1", [.usage]),
        Damage("the volume of a day lost", "DELETE FROM daily_volume", [.usage]),
        Damage(
            "a claim lost",
            "DELETE FROM usage_claim WHERE invoice_id = (SELECT min(id) FROM invoice WHERE state = 'draft')", [.claims]),
        Damage(
            "a claim that overlaps another",
            "UPDATE usage_claim SET to_close_number = 2 WHERE to_close_number = 1",
            [.claims, .accruals]),
        Damage(
            "a line moved to another period",
            "UPDATE invoice_line SET service_period = '2026-08-01' WHERE invoice_id = (SELECT min(id) FROM invoice WHERE state = 'draft')",
            [.claims]),
        Damage(
            "a call more expensive than its usage",
            "UPDATE call SET sell_micros = sell_micros + 1 WHERE ordinal = 0 AND sell_state = 'p'",
            [.usage, .manifests]),
        Damage(
            "a call moved to another billing day",
            "UPDATE call SET sell_billing_on = sell_billing_on + 1 WHERE ordinal = 0 AND sell_state = 'p'", [.usage]),
        Damage(
            "a call twice", "INSERT INTO call SELECT * FROM call WHERE ordinal = 0 AND sell_state = 'p' LIMIT 1",
            [.usage, .manifests]),
        Damage("a call lost", "DELETE FROM call WHERE ordinal = 0 AND sell_state = 'p'", [.usage, .manifests]),
        Damage(
            "usage changed by hand", "UPDATE usage SET micros = micros + 1 WHERE side = 's' AND close_number = 1",
            [.usage, .accruals]),
        Damage(
            "service usage changed by hand",
            "UPDATE service_usage SET micros = micros + 1 WHERE side = 's' AND close_number = 2",
            [.usage, .claims, .accruals]),
        Damage(
            "usage of seconds never spoken", "UPDATE usage SET duration_ns = duration_ns + 1 WHERE side = 'b'", [.usage]
        ),
        Damage(
            "a cost changed on both sides",
            "UPDATE usage SET micros = micros + 1 WHERE side = 'b'; UPDATE service_usage SET micros = micros + 1 WHERE side = 'b'; UPDATE call SET buy_micros = buy_micros + 1 WHERE buy_state = 'p'",
            [.manifests, .accruals]),
        Damage("a manifest lost", "DELETE FROM chunk WHERE file_id = 1", [.manifests, .usage]),
        Damage(
            "a manifest of fewer rows", "UPDATE chunk SET call_rows = call_rows - 1 WHERE file_id = 1", [.manifests]),
        Damage(
            "a reject that the manifest does not know",
            "INSERT INTO call_reject SELECT id, 99, 1, 1, 1, 0, 'called', 'empty', '' FROM chunk LIMIT 1", [.manifests]),
        Damage(
            "a side in suspense without a call",
            "INSERT INTO suspense SELECT id, 99, 'sell', 1, now(), 'no_prefix', 'x', '1', 0 FROM chunk LIMIT 1",
            [.manifests]),
        Damage(
            "a chunk that does not begin where the one before it ended",
            "UPDATE chunk SET number = 1 WHERE file_id = 1", [.manifests]),
        Damage(
            "a closing that counts as posted and is not",
            "UPDATE closing_posting SET journal_id = (SELECT max(journal_id) FROM closing_posting) WHERE close_number = 1",
            [.accruals]),
        Damage(
            "a closing whose posting is forgotten", "DELETE FROM closing_posting WHERE close_number = 1", [.accruals]),
    ]

    @Test func `damage is found by the checks it concerns and by no other`() throws {
        try withTestCarrier { carrier in
            try book(carrier)
            try expectSoundBooks(carrier)
            // The keys and triggers that forbid all of this are off.
            try carrier.owner.execute(
                """
                ALTER TABLE invoice DROP CONSTRAINT invoice_balance_is_between_zero_and_total;
                ALTER TABLE entry DROP CONSTRAINT entry_amount_is_positive;
                ALTER TABLE usage_claim DROP CONSTRAINT usage_claim_ends_once CASCADE;
                SET session_replication_role = replica;
                """)
            struct Undo: Error {}
            for damage in Self.damages {
                #expect(throws: Undo.self) {
                    try carrier.owner.transaction {
                        try carrier.owner.execute(damage.sql)
                        let failed = try BooksCheck.allCases.map { try $0.result(on: carrier.owner) }.filter {
                            !$0.passed
                        }
                        #expect(
                            Set(failed.map(\.check)) == damage.finders,
                            "\(damage.description): \(failed.map { $0.text() }.joined())")
                        throw Undo()
                    }
                }
            }
            try expectSoundBooks(carrier)
        }
    }

    @Test func `calls of files closed before a number can be left out`() throws {
        try withTestCarrier { carrier in
            try book(carrier)
            try carrier.owner.execute(
                "UPDATE call SET sell_micros = sell_micros + 1 WHERE chunk_id = (SELECT id FROM chunk WHERE file_id = 1)"
            )
            let whole = try BooksCheck.run([.usage, .manifests], on: carrier.database)
            #expect(whole.allSatisfy { !$0.passed })
            let since = try BooksCheck.run([.usage, .manifests], fromCloseNumber: 2, on: carrier.database)
            #expect(since.allSatisfy { $0.passed })
            // Two sides of three calls in the second file.
            #expect(since[0].figures[0].found == 3)
        }
    }

    @Test func `a check says what it looked at, and names the row that offends`() throws {
        try withTestCarrier { carrier in
            try book(carrier)
            let sound = try #require(try BooksCheck.run([.debitsEqualCredits], on: carrier.database).first)
            #expect(
                sound.text()
                    == """
                    ✓ V1  debits equal credits in every journal and currency
                        journals: 4
                        entries: 10
                        debits = credits: 8.34 JPY
                        debits = credits: 0.316 USD

                    """)
            try carrier.owner.execute(
                """
                UPDATE account_balance SET balance_micros = 1234567
                FROM ledger_account WHERE id = account_id AND type = 'receivable' AND currency = 'USD'
                """)
            let damaged = try #require(try BooksCheck.run([.balances], on: carrier.database).first)
            #expect(damaged.offences.count == 1)
            #expect(
                damaged.text().contains("(receivable of acme): expected 0.10 USD, found 1.234567 USD"),
                "\(damaged.text())")
        }
    }

    /// Two files, two customers, one of them in yen; October issued, the rest in a draft.
    private func book(_ carrier: TestCarrier) throws {
        let acme = try carrier.addPartner("acme"), bolt = try carrier.addPartner("bolt", currency: "JPY")
        let mobile = try carrier.addRate("49151", "Germany Mobile")
        func calls(_ day: String) -> [TestCarrier.Call] {
            [
                .init(partner: acme, startAt: "\(day)T10:00Z", billingOn: day, micros: 104_000, rate: mobile),
                .init(partner: bolt, startAt: "\(day)T10:00Z", billingOn: day, micros: 2_600_000, rate: mobile),
                .init(
                    partner: bolt, side: .buy, startAt: "\(day)T10:00Z", billingOn: day, micros: 70_000, rate: mobile),
            ]
        }
        let application = try carrier.database.connect(role: .app)
        func run(_ period: String) throws -> [Int64] {
            try InvoiceRun.run(
                entityID: 1, period: #require(BillingPeriod(period)), partnerID: nil, isDryRun: false, on: application
            ).compactMap(\.invoiceID)
        }
        try carrier.book(calls("2026-10-06"))
        let october = try run("2026-10")
        try InvoiceSteps.approve(october, on: application)
        // One by one, so that the numbers have instants of their own.
        for id in october { try InvoiceSteps.issue([id], on: application) }
        try carrier.book(calls("2026-10-07"))
        #expect(try run("2026-11").count == 2)
    }
}

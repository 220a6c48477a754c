import Calendar
import Postgres
import Receivables
import Testing
import Vocabulary

@Suite struct InvoiceStepsTests {
    /// A carrier with `count` customers, each with an approved invoice of October; returns the ids of the invoices.
    private func approved(_ carrier: TestCarrier, customers count: Int, currency: String = "USD") throws -> [DocumentID]
    {
        let mobile = try carrier.addRate("49151", "Germany Mobile"), fixed = try carrier.addRate("49", "Germany")
        let calls = try (1...count).flatMap { number -> [TestCarrier.Call] in
            let partner = try carrier.addPartner("partner\(number)", currency: currency)
            return [
                .init(
                    partner: partner, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 1_234_567,
                    rate: mobile),
                .init(
                    partner: partner, startAt: "2026-10-06T11:00Z", billingOn: "2026-10-06", micros: 2_004_444,
                    rate: fixed),
            ]
        }
        try carrier.book(calls)
        let application = try carrier.database.connect(role: .app)
        let results = try InvoiceRun.run(
            entityID: 1, period: #require(BillingPeriod("2026-10")), partnerID: nil, isDryRun: false, on: application)
        return try InvoiceSteps.approve(results.compactMap(\.invoiceID), on: application)
    }

    @Test(arguments: [("USD", "323", "3.230000"), ("JPY", "3", "3.000000"), ("KWD", "3239", "3.239000")])
    func `issue empties unbilled, and the receivable is whole minor units`(
        currency: String, total: String, receivable: String
    ) throws {
        try withTestCarrier { carrier in
            let ids = try approved(carrier, customers: 1, currency: currency)
            let issued = try InvoiceSteps.issue(ids, on: carrier.database.connect(role: .app))
            #expect(issued.map(\.number) == [invoiceNumber(1)])
            #expect(issued.map { String($0.totalMinor) } == [total])
            let balances = try carrier.owner.texts(
                """
                SELECT type, (balance_micros / 1000000.0)::numeric(12, 6) AS balance
                FROM account_balance JOIN ledger_account ON ledger_account.id = account_id ORDER BY type
                """)
            #expect(balances == ["receivable \(receivable)", "unbilled 0.000000"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `steps go one way, and twice is harmless`() throws {
        try withTestCarrier { carrier in
            let ids = try approved(carrier, customers: 2)
            let application = try carrier.database.connect(role: .app)
            #expect(try InvoiceSteps.approve(ids, on: application).isEmpty)
            #expect(try InvoiceSteps.issue([ids[0]], on: application).count == 1)
            #expect(try InvoiceSteps.issue([ids[0]], on: application).isEmpty)
            #expect(try InvoiceSteps.voidDrafts([ids[0]], on: application).isEmpty)
            #expect(try InvoiceSteps.issue(ids, on: application).map(\.number) == [invoiceNumber(2)])
            let error = #expect(throws: PostgresError.self) {
                try application.execute("UPDATE invoice SET state = 'draft', approved_at = NULL, issued_at = NULL")
            }
            #expect(error?.sqlState == "DT002")
            #expect(try carrier.owner.texts("SELECT count(*) FROM journal WHERE kind = 'invoice'") == ["2"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `an issued invoice takes no more lines`() throws {
        try withTestCarrier { carrier in
            let ids = try approved(carrier, customers: 1)
            let application = try carrier.database.connect(role: .app)
            let error = #expect(throws: PostgresError.self) {
                try application.execute(
                    """
                    INSERT INTO invoice_line (invoice_id, line_number, entity_id, kind, service_period, product_id,
                        destination, calls, billed_s, exact_micros, amount_minor)
                    VALUES (\(ids[0]), 99, 1, 'usage', '2026-10-01', 1, 'x', 1, 1, 1, 1)
                    """)
            }
            #expect(error?.sqlState == "DT002")
        }
    }

    @Test func `F29: a rollback in the middle of issuing leaves its numbers to the next`() throws {
        try withTestCarrier { carrier in
            let ids = try approved(carrier, customers: 3)
            let application = try carrier.database.connect(role: .app)
            struct Crash: Error {}
            #expect(throws: Crash.self) {
                try application.transaction {
                    #expect(try InvoiceSteps.issue([ids[0], ids[1]], on: application).count == 2)
                    throw Crash()
                }
            }
            try expectSoundBooks(carrier)
            #expect(try InvoiceSteps.issue([ids[2]], on: application).map(\.number) == [invoiceNumber(1)])
            #expect(
                try InvoiceSteps.issue([ids[0], ids[1]], on: application).map(\.number)
                    == [invoiceNumber(2), invoiceNumber(3)])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `F28: issuers at once, some of whom die, leave no gap and no repeat`() throws {
        try withTestCarrier { carrier in
            let ids = try approved(carrier, customers: 40)
            let database = carrier.database
            let owner = carrier.owner
            struct Crash: Error {}
            try atOnce(8) { thread in
                let application = try database.connect(role: .app)
                // Each issuer wants twenty, so most are wanted by four of them.
                let wanted = ids.indices.filter { ($0 + thread) % 2 == 0 }.map { ids[$0] }
                for part in stride(from: 0, to: wanted.count, by: 5).map({ wanted[$0..<min($0 + 5, wanted.count)] }) {
                    if thread % 4 == 3 {
                        // Killed before its commit.
                        let victim = try database.connect(role: .app)
                        do {
                            try victim.transaction {
                                try InvoiceSteps.issue(Array(part), on: victim)
                                victim.close()
                            }
                        } catch is PostgresError {}
                    } else {
                        try InvoiceSteps.issue(part.reversed(), on: application)
                    }
                }
            }
            #expect(
                try owner.texts("SELECT min(number), max(number) AS last, count(*) AS count FROM issued_invoice")
                    == ["1 40 40"])
            #expect(try owner.texts("SELECT last_number FROM document_series") == ["40"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `the day of issue is that of the entity's zone, whatever the customers'`() throws {
        try withTestCarrier { carrier in
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            for (code, zone, terms) in [("auckland", "Pacific/Auckland", 7), ("pago", "Pacific/Pago_Pago", 0)] {
                let partner = try carrier.addPartner(code, zone: zone, termsDays: Int64(terms))
                try carrier.book([
                    .init(
                        partner: partner, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 10_000,
                        rate: mobile)
                ])
            }
            let application = try carrier.database.connect(role: .app)
            let ids = try InvoiceRun.run(
                entityID: 1, period: #require(BillingPeriod("2026-10")), partnerID: nil, isDryRun: false,
                on: application
            ).compactMap(\.invoiceID)
            try InvoiceSteps.approve(ids, on: application)
            try InvoiceSteps.issue(ids, on: application)
            #expect(
                try carrier.owner.texts(
                    """
                    SELECT partner_code, issued_on = (issued_at AT TIME ZONE 'UTC')::date AS issued,
                        due_on - issued_on AS days
                    FROM issued_invoice
                    ORDER BY 1
                    """) == ["auckland t 7", "pago t 0"])
        }
    }

    @Test func `F18: the order of numbers is the order of issue even when the clock is set back`() throws {
        try withTestCarrier { carrier in
            let ids = try approved(carrier, customers: 2)
            let application = try carrier.database.connect(role: .app)
            try InvoiceSteps.issue([ids[0]], on: application)
            try carrier.owner.execute(
                """
                ALTER TABLE document_issue DISABLE TRIGGER USER;
                UPDATE document_issue SET issued_at = issued_at + interval '1 minute';
                ALTER TABLE document_issue ENABLE TRIGGER USER;
                UPDATE invoice SET issued_at = issued_at + interval '1 minute';
                UPDATE document_series SET last_issued_at = last_issued_at + interval '1 minute';
                """)
            try InvoiceSteps.issue([ids[1]], on: application)
            try expectSoundBooks(carrier)
        }
    }
}

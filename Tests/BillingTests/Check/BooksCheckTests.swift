import Calendar
import Checks
import Postgres
import Receivables
import Testing
import Vocabulary

@Suite struct BooksCheckTests {
    @Test func `calls of files closed before a number can be left out`() throws {
        try withTestCarrier { carrier in
            try book(carrier)
            try carrier.owner.execute(
                "UPDATE call SET sell_micros = sell_micros + 1 WHERE chunk_id = (SELECT id FROM chunk WHERE file_id = 1)"
            )
            let whole = try BooksCheck.run([.usage, .manifests], on: carrier.database)
            #expect(whole.allSatisfy { !$0.passed })
            let since = try BooksCheck.run([.usage, .manifests], .from(closeNumber: 2), on: carrier.database).results
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
                        entries looked at: 10
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
        func run(_ period: String) throws -> [DocumentID] {
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

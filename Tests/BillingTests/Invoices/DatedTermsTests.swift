import Calendar
import Postgres
import Receivables
import Testing

/// Terms that change from a day on: each period is closed, charged, billed and due by the terms that hold in it.
@Suite struct DatedTermsTests {
    private func change(_ carrier: TestCarrier, _ day: String, _ stated: String) throws {
        try carrier.owner.query(
            "SELECT set_agreement_terms(1::smallint, 1, 'sell', $1::date, $2::jsonb)", [.text(day), .text(stated)])
    }

    private func run(_ carrier: TestCarrier, _ period: String) throws -> [InvoiceRun.Result] {
        try InvoiceRun.run(
            entityID: 1, period: #require(BillingPeriod(period)), partnerID: nil, isDryRun: false,
            on: carrier.database.connect(role: .app))
    }

    private func call(
        _ partner: Int32, _ day: String, _ micros: Int64, _ rate: TestCarrier.Rate, isReversal: Bool = false
    )
        -> TestCarrier.Call
    {
        .init(
            partner: partner, startAt: "\(day)T10:00Z", billingOn: day, micros: micros, rate: rate,
            isReversal: isReversal)
    }

    @Test func `a cycle changes from a day on, and so do the periods of usage, invoices and charges`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            // February 2027 begins on a Monday.
            try change(carrier, "2027-02-01", #"{"billing_cycle": "weekly", "payment_terms_days": 7}"#)
            try carrier.owner.execute(
                """
                INSERT INTO did (entity_id, partner_id, product_id, monthly_fee_micros, setup_fee_micros, number, in_effect)
                VALUES (1, \(acme), 1, 28000000, 0, '441', '[2027-01-01,2027-02-15)')
                """)
            // One file with days of both.
            try carrier.book([
                call(acme, "2027-01-31", 10_000, mobile), call(acme, "2027-02-01", 20_000, mobile),
                call(acme, "2027-02-08", 30_000, mobile),
            ])
            #expect(
                try carrier.owner.texts("SELECT billing_on, service_period FROM usage ORDER BY 1")
                    == ["2027-01-31 2027-01-01", "2027-02-01 2027-02-01", "2027-02-08 2027-02-08"])
            for month in ["2027-01", "2027-02"] {
                _ = try DIDCharging.run(
                    entityID: 1, period: #require(BillingPeriod(month)), isDryRun: false,
                    on: carrier.database.connect(role: .app))
            }
            #expect(
                try carrier.owner.texts(
                    "SELECT service_period, period_end_on, amount_micros FROM did_charge ORDER BY 1")
                    == [
                        "2027-01-01 2027-01-31 28000000", "2027-02-01 2027-02-07 7000000",
                        "2027-02-08 2027-02-14 7000000",
                    ])
            _ = try run(carrier, "2027-01")
            _ = try run(carrier, "2027-02")
            #expect(
                try carrier.owner.texts(
                    """
                    SELECT period_start_on, period_end_on, payment_terms_days, total_minor FROM invoice ORDER BY 1
                    """) == [
                        "2027-01-01 2027-01-31 30 2801", "2027-02-01 2027-02-07 7 702", "2027-02-08 2027-02-14 7 703",
                    ])
            // A late call goes by the terms of its day.
            try carrier.book([call(acme, "2027-01-15", 5_000, mobile)])
            #expect(try carrier.owner.texts("SELECT service_period FROM usage WHERE micros = 5000") == ["2027-01-01"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `a payment mode changes from a day on, and a correction follows the day it corrects`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try change(carrier, "2026-11-01", #"{"payment_mode": "prepaid"}"#)
            try carrier.book([call(acme, "2026-10-31", 10_000, mobile), call(acme, "2026-11-01", 20_000, mobile)])
            try carrier.book([
                call(acme, "2026-10-31", 10_000, mobile, isReversal: true), call(acme, "2026-10-31", 40_000, mobile),
                call(acme, "2026-11-01", 1_000, mobile, isReversal: true),
            ])
            #expect(
                try carrier.owner.texts(
                    """
                    SELECT type, balance_micros FROM account_balance JOIN ledger_account ON ledger_account.id = account_id
                    ORDER BY type
                    """) == ["prepaid 19000", "unbilled 40000"])
            #expect(try run(carrier, "2026-10").filter { $0.outcome == .draft }.map(\.totalMinor) == [4])
            #expect(try run(carrier, "2026-11").map(\.outcome) == [.prepaid])
            try expectSoundBooks(carrier)
        }
    }

    /// Kind and days of the terms of payment, day of issue, due day.
    @Test(arguments: [
        ("net", 30, "2026-11-30", "2026-12-30"), ("end_of_month", 0, "2026-11-05", "2026-11-30"),
        ("end_of_month", 15, "2026-11-05", "2026-12-15"), ("end_of_month", 30, "2028-02-01", "2028-03-30"),
        ("end_of_month", 10, "2026-12-31", "2027-01-10"),
    ])
    func `an invoice is due by its terms`(kind: String, days: Int, issued: String, due: String) throws {
        try withTestCarrier { carrier in
            #expect(
                try carrier.owner.texts(
                    "SELECT due_day($1::date, $2::integer, $3::text)", [.text(issued), .int(Int64(days)), .text(kind)])
                    == [due])
            let acme = try carrier.addPartner("acme", termsDays: Int64(days))
            try change(carrier, "2026-10-01", #"{"payment_terms_kind": "\#(kind)"}"#)
            try carrier.book([call(acme, "2026-10-06", 10_000, try carrier.addRate("49151", "Germany Mobile"))])
            let ids = try run(carrier, "2026-10").compactMap(\.invoiceID)
            let application = try carrier.database.connect(role: .app)
            try InvoiceSteps.approve(ids, on: application)
            try InvoiceSteps.issue(ids, on: application)
            #expect(
                try carrier.owner.texts(
                    "SELECT due_on = due_day(issued_on, $1::integer, $2::text) FROM issued_invoice",
                    [.int(Int64(days)), .text(kind)]) == ["t"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `an agreement without terms of a side is refused`() throws {
        try withTestCarrier { carrier in
            _ = try carrier.addPartner("acme")
            let error = #expect(throws: PostgresError.self) {
                try carrier.owner.execute(
                    """
                    INSERT INTO partner (id, code, name) VALUES (9, 'x', 'X');
                    INSERT INTO agreement (entity_id, partner_id, role, currency) VALUES (1, 9, 'customer', 'USD')
                    """)
            }
            #expect(error?.sqlState == "DT002")
        }
    }
}

import Calendar
import Catalog
import Postgres
import Receivables
import Testing
import Vocabulary

@Suite struct InvoiceTests {
    @Test func `an invoice reads as a page of text`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme", zone: "Europe/Berlin", termsDays: 14)
            let mobile = try carrier.addRate("49151", "Germany Mobile", nanosPerMinute: 12_500_000)
            let fixed = try carrier.addRate("49", "Germany")
            let day = "2026-10-06"
            try carrier.book([
                .init(
                    partner: acme, startAt: "\(day)T10:00Z", billingOn: day, seconds: 72_270, micros: 1_505_625_000,
                    rate: mobile),
                .init(partner: acme, startAt: "\(day)T10:00Z", billingOn: day, micros: 10_400, rate: fixed),
                .init(
                    partner: acme, startAt: "2026-09-30T10:00Z", billingOn: "2026-09-30", micros: 20_000, rate: fixed),
            ])
            let application = try carrier.database.connect(role: .app)
            let run = try InvoiceRun.run(
                entityID: 1, period: #require(BillingPeriod("2026-10")), partnerID: nil, isDryRun: false,
                on: application)
            let id = try #require(run.first?.invoiceID)
            let draft = try Invoice.find("\(id)", on: application)
            #expect(
                draft.text == """
                    Main Carrier Ltd

                    Invoice draft \(id), not issued
                    To        Acme Telecom (acme)
                    Period    2026-10-01 to 2026-10-31, days in Europe/Berlin
                    Currency  USD
                    State     draft; due 14 days after issue

                    period of   destination     calls   minutes  rate/min  amount USD
                    ----------  --------------  -----  --------  --------  ----------
                    2026-10-01  Germany             1      1.00    0.0100        0.01
                    2026-10-01  Germany Mobile      1  1,204.50    0.0125    1,505.63
                    2026-09-01  Germany             1      1.00    0.0100        0.02
                    ----------  --------------  -----  --------  --------  ----------
                    Total                           3  1,206.50              1,505.66

                    Each line is rounded once, half up; before rounding the sum is 1,505.6554 USD.
                    Lines of an earlier period are calls of that period which no earlier invoice has billed.

                    """)
            try InvoiceSteps.approve([id], on: application)
            try InvoiceSteps.issue([id], on: application)
            // What was issued keeps its names.
            try carrier.owner.execute("UPDATE partner SET name = 'Renamed'; UPDATE entity SET name = 'Renamed'")
            let issued = try Invoice.find(invoiceNumber(1), on: application)
            #expect(issued.entityName == "Main Carrier Ltd" && issued.partnerName == "Acme Telecom")
            #expect(issued.lines.map(\.amountMinor) == draft.lines.map(\.amountMinor))
            #expect(issued.text.contains("Open: 1,505.66 USD."))
        }
    }

    @Test func `an invoice that does not exist is a sentence`() throws {
        try withTestCarrier { carrier in
            let error = #expect(throws: Refusal.self) {
                try Invoice.find(invoiceNumber(9), on: carrier.database.connect(role: .reporter))
            }
            #expect(error?.message == "There is no invoice \(invoiceNumber(9))")
        }
    }
}

import Calendar
import Catalog
import Postgres
import RateCards
import Receivables
import Testing
import Vocabulary

/// Tax of invoices: on top, within, line by line, by the rates of the days, frozen on the document.
@Suite struct InvoiceTaxTests {
    @Test func `an invoice has the tax of its period's last day, owed once it is issued`() throws {
        try withTaxWorld { world in
            try world.importTaxes("vat,,,,,,,19,\nvat,,,,,,,16,2026-10-01\n")
            let acme = try world.addPartner("acme", taxedBy: "vat")
            let september = try world.payments.invoice(acme, minor: 33_33, month: 9)
            let october = try world.payments.invoice(acme, minor: 33_33)
            #expect(try world.taxes(of: september) == ["3333 633 3966", "VAT 190000 3333 633"])
            #expect(try world.taxes(of: october) == ["3333 533 3866", "VAT 160000 3333 533"])
            #expect(
                try world.payments.entries(of: october) == [
                    "receivable unbilled USD 3333 3333", "receivable output_tax USD 533 533",
                ])
            #expect(try world.owed() == "-11660000")
            // It is due with its tax.
            let payment = try world.payments.receive(acme, minor: 80_00)
            #expect(payment.allocatedMinor == 39_66 + 38_66)
            #expect(try world.payments.open() == ["acme payment -168"])
            let shown = try Invoice.find("\(october)", on: world.application).text
            #expect(shown.contains("Net") && shown.contains("VAT 16 %") && shown.contains("38.66"), "\(shown)")
            try world.payments.expectSound()
        }
    }

    @Test func `prices that contain the tax give it from revenue`() throws {
        try withTaxWorld { world in
            try world.importTaxes("within,,inclusive,,,,GST,4,\n")
            let acme = try world.addPartner("acme", taxedBy: "within")
            let invoice = try world.payments.invoice(acme, minor: 2_99)
            #expect(try world.taxes(of: invoice) == ["299 12 299", "GST 40000 287 12"])
            #expect(
                try world.payments.entries(of: invoice) == [
                    "receivable unbilled USD 299 299", "revenue output_tax USD 12 12",
                ])
            #expect(
                try Invoice.find("\(invoice)", on: world.application).text
                    .contains("GST 4 % of 2.87 USD, contained in the total: 0.12 USD."))
            try world.payments.expectSound()
        }
    }

    @Test(arguments: [
        ("JPY", 1_000_000 as Int64, 1_235 as Int64, "1235 235 1470"), ("KWD", 1_000, 10_001, "10001 1900 11901"),
    ])
    func `F23: currencies with no and with three decimals`(
        currency: String, unit: Int64, minor: Int64, expected: String
    ) throws {
        try withTaxWorld { world in
            try world.importTaxes("vat,,,,,,,19,\n")
            let partner = try world.addPartner("acme", taxedBy: "vat", currency: currency)
            let invoice = try world.payments.invoice(partner, minor: minor, unit: unit)
            #expect(try world.taxes(of: invoice)[0] == expected)
            try world.payments.expectSound()
        }
    }

    @Test func `F24: of 110 lines the tax is rounded line by line, or once`() throws {
        try withTaxWorld { world in
            try world.importTaxes("once,,,,document,,,19,\nlines,,,,line,,,19,\n")
            let once = try world.addPartner("once", taxedBy: "once")
            let lines = try world.addPartner("lines", taxedBy: "lines")
            let rates = try (0..<110).map { try world.carrier.addRate("3\(100 + $0)", "Destination \($0)") }
            for partner in [once, lines] {
                try world.carrier.book(
                    rates.enumerated().map { index, rate in
                        .init(
                            partner: partner, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06",
                            micros: 130_000 + Int64(index % 7), rate: rate)
                    })
            }
            let drafts = try InvoiceRun.run(
                entityID: 1, period: try #require(BillingPeriod("2026-10")), partnerID: nil, isDryRun: false,
                on: world.application)
            let ids = drafts.compactMap(\.invoiceID)
            try InvoiceSteps.approve(ids, on: world.application)
            try InvoiceSteps.issue(ids, on: world.application)
            // 110 x 0.13 = 14.30: 19 % of it are 2.717, of a line 0.0247.
            #expect(
                drafts.map { "\($0.partnerCode) \($0.totalMinor) \($0.taxMinor)" } == [
                    "lines 1650 220", "once 1702 272",
                ])
            #expect(try world.owed() == "-4920000")
            try world.payments.expectSound()
        }
    }

    @Test func `exempt customers read why, and nothing is owed`() throws {
        try withTaxWorld { world in
            try world.importTaxes("reverse,reverse_charge,,,,Reverse charge: the recipient owes the tax.,,,\n")
            let acme = try world.addPartner("acme", taxedBy: "reverse")
            let invoice = try world.payments.invoice(acme, minor: 100_00)
            #expect(try world.taxes(of: invoice) == ["10000 0 10000"])
            let shown = try Invoice.find("\(invoice)", on: world.application)
            #expect(shown.taxTreatment == "reverse_charge" && shown.text.contains("the recipient owes the tax."))
            // What is issued stays as it was said.
            try world.importTaxes("reverse,reverse_charge,,,,Another sentence.,,,\n")
            #expect(
                try Invoice.find("\(invoice)", on: world.application).text.contains("the recipient owes the tax."))
            try world.payments.expectSound()
        }
    }

    private func expectRowsRefused(_ rows: String, _ world: TaxWorld) throws {
        do {
            try world.importTaxes(rows)
            Issue.record("taken: \(rows)")
        } catch is RowsRefused {}
    }

    @Test func `a rate of days that were taxed never changes, a later one does`() throws {
        try withTaxWorld { world in
            try world.importTaxes("vat,,,,,,,19,\nvat,,,,,,,25,2026-12-01\n")
            let acme = try world.addPartner("acme", taxedBy: "vat")
            try world.payments.invoice(acme, minor: 100_00)
            try expectRowsRefused("vat,,,,,,,20,\n", world)
            try expectRowsRefused("vat,,,,,,,20,2026-10-31\n", world)
            try expectRowsRefused("vat,,,,,,GST,5,\n", world)
            try expectRefused("tax.used", "days until 2026-10-31 were taxed by other rates") {
                try world.application.acting("tax.import", by: "tests") {
                    try world.application.execute(
                        "UPDATE tax_rate SET rate_millionths = 1 WHERE first_on = '-infinity'")
                }
            }
            try world.importTaxes("vat,,,,,,,19,\nvat,,,,,,,21.5,2026-11-01\nvat,,,,,,,24,2026-12-01\n")
            let november = try world.payments.invoice(acme, minor: 100_00, month: 11)
            #expect(try world.taxes(of: november) == ["10000 2150 12150", "VAT 215000 10000 2150"])
            try world.payments.expectSound()
        }
    }

    @Test(arguments: [
        ("vat,,,,,,,19,2026-01-01\n", "the first rate of a profile holds from the beginning"),
        ("x,exempt,,,,,,,\n", "documents have to say why there is no tax"),
        ("x,exempt,,,,why,,19,\n", "a profile that is exempt has no rates"),
        ("vat,,,,,,VAT,,\n", "a tax needs its rate"),
        ("vat,,inclusive,receipt,,,,19,\n", "prices that contain the tax are taxed at usage"),
        ("vat,,,,,,,19.00001,\n", "decimals"), ("vat,,,,,,,-1,\n", "below zero"),
        ("vat,,,,,,,19,\nvat,,,,,,,20,\n", "the same tax and day as in line 2"),
        ("vat,,,,,,,19,\nvat,exempt,,,,,,20,2026-01-01\n", "this cannot change"),
    ])
    func `a file of profiles with a fault changes nothing`(rows: String, reason: String) throws {
        try withTaxWorld { world in
            do {
                try world.importTaxes(rows)
                Issue.record("taken: \(rows)")
            } catch {
                #expect("\(error)".contains(reason), "\(error)")
            }
            let profiles = try world.carrier.owner.texts("SELECT count(*) FROM tax_profile")
            #expect(profiles == ["0"])
        }
    }

    @Test func `what a customer may owe has its tax`() throws {
        try withTaxWorld { world in
            try world.importTaxes("vat,,,,,,,10,\nwithin,,inclusive,,,,,10,\n")
            let acme = try world.addPartner("acme", taxedBy: "vat")
            let bolt = try world.addPartner("bolt", taxedBy: "within")
            let rate = try world.carrier.addRate("49152", "Germany Mobile 2")
            for partner in [acme, bolt] {
                try world.payments.invoice(partner, minor: 10_00, month: 9)
                try world.carrier.book([
                    .init(
                        partner: partner, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 2_000_005,
                        rate: rate)
                ])
                _ = try world.carrier.load([
                    .init(
                        partner: partner, startAt: "2026-10-07T10:00Z", billingOn: "2026-10-07", micros: 1_000_000,
                        rate: rate)
                ])
            }
            #expect(try world.position(acme).exposureMicros == 11_000_000 + 3_000_005 + 300_001)
            #expect(try world.position(bolt).exposureMicros == 10_000_000 + 3_000_005)
        }
    }
}

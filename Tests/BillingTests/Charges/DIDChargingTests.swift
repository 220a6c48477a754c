import Calendar
import Catalog
import Checks
import Database
import Postgres
import RateCards
import Receivables
import Testing

/// Numbers let to customers: their charges by hand, on invoices and in the books.
@Suite struct DIDChargingTests {
    private func importDIDs(_ text: String, _ carrier: TestCarrier) throws -> CatalogReport {
        try CatalogImport(.dids).run(Array(text.utf8), on: carrier.database.connect(role: .app))
    }

    @discardableResult
    private func charge(_ carrier: TestCarrier, _ period: String, isDryRun: Bool = false) throws -> [String] {
        try charge(carrier.database, period, isDryRun: isDryRun)
    }

    private func charge(_ database: Database, _ period: String, isDryRun: Bool = false) throws -> [String] {
        try DIDCharging.run(
            entityID: 1, period: #require(BillingPeriod(period)), isDryRun: isDryRun,
            on: database.connect(role: .app)
        ).charges.map {
            "\($0.number) \($0.kind) \($0.servicePeriod) \($0.periodEndOn) \($0.days)/\($0.periodDays) \($0.amountMicros)"
        }
    }

    private func bill(_ carrier: TestCarrier, _ period: String) throws -> [InvoiceRun.Result] {
        try bill(carrier.database, period)
    }

    private func bill(_ database: Database, _ period: String) throws -> [InvoiceRun.Result] {
        try InvoiceRun.run(
            entityID: 1, period: #require(BillingPeriod(period)), partnerID: nil, isDryRun: false,
            on: database.connect(role: .app))
    }

    private func withNumbers(_ body: (TestCarrier) throws -> Void) throws {
        try withTestCarrier { carrier in
            try carrier.owner.execute(
                "INSERT INTO product (id, entity_id, code, name, direction) VALUES (3, 1, 'did', 'Numbers', 'inbound')")
            try body(carrier)
        }
    }

    private let lines = """
        SELECT invoice_id, line_number, kind, service_period, destination, calls, exact_micros, amount_minor
        FROM invoice_line ORDER BY invoice_id, line_number
        """

    private let balances = """
        SELECT type, partner.code, balance_micros
        FROM account_balance JOIN ledger_account ON ledger_account.id = account_id JOIN partner ON partner.id = partner_id
        ORDER BY type, code
        """

    @Test func `a month is charged by days, rounded once, and only once`() throws {
        try withNumbers { carrier in
            try carrier.addPartner("acme")
            let report = try importDIDs(
                "number,partner,from,to,monthly_fee,setup_fee\n+44 20 1234-5678,acme,2026-10-11,,10,5\n"
                    + "4420,acme,2026-02-28,2026-02-28,0.000014,\n", carrier)
            #expect(report.added == ["442012345678", "4420"])
            // 10.00 x 21 / 31 = 6.774193548…
            let october = [
                "442012345678 setup 2026-10-01 2026-10-31 0/31 5000000",
                "442012345678 recurring 2026-10-01 2026-10-31 21/31 6774194",
            ]
            #expect(try charge(carrier, "2026-10", isDryRun: true) == october)
            #expect(try charge(carrier, "2026-10") == october)
            #expect(try charge(carrier, "2026-10") == [])
            #expect(try charge(carrier, "2026-11") == ["442012345678 recurring 2026-11-01 2026-11-30 30/30 10000000"])
            #expect(try charge(carrier, "2026-09") == [])
            // 14 micros / 28 days = half a micro: up.
            #expect(try charge(carrier, "2026-02") == ["4420 recurring 2026-02-01 2026-02-28 1/28 1"])
            #expect(try carrier.owner.texts(balances) == ["unbilled acme 21774195"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `the parts of a month add up to its fee`() throws {
        try withNumbers { carrier in
            try carrier.addPartner("weekly", cycle: "weekly")
            try carrier.addPartner("halves", cycle: "half_monthly")
            _ = try importDIDs(
                "number,partner,from,monthly_fee\n441,weekly,2026-10-01,10\n442,halves,2026-10-01,0.000003\n", carrier)
            // Its first day is of a week that begins in September.
            let october = try DIDCharging.run(
                entityID: 1, period: #require(BillingPeriod("2026-10")), isDryRun: true,
                on: carrier.database.connect(role: .app))
            #expect(october.numbersBegunEarlier == 1 && october.begunEarlierOn == "2026-10-01")
            // Of 10.00 the first 4, 11, 18, 25 of 31 days cost 1.290323, 3.548387, 5.806452, 8.064516.
            #expect(try charge(carrier, "2026-09-28") == ["441 recurring 2026-09-28 2026-10-04 4/7 1290323"])
            #expect(
                try charge(carrier, "2026-10") == [
                    "441 recurring 2026-10-05 2026-10-11 7/7 2258064",
                    "441 recurring 2026-10-12 2026-10-18 7/7 2258065",
                    "441 recurring 2026-10-19 2026-10-25 7/7 2258064",
                    // The rest of October, 1.935484, and a thirtieth, 0.333333, of November.
                    "441 recurring 2026-10-26 2026-11-01 7/7 2268817",
                    // 3 micros x 15 / 31 = 1.45.
                    "442 recurring 2026-10-01 2026-10-15 15/15 1",
                    "442 recurring 2026-10-16 2026-10-31 16/16 2",
                ])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `another last day is put right by a charge of the difference`() throws {
        try withNumbers { carrier in
            try carrier.addPartner("acme")
            _ = try importDIDs("number,partner,from,monthly_fee\n441,acme,2026-10-11,10\n", carrier)
            try charge(carrier, "2026-10")
            try charge(carrier, "2026-11")
            #expect(try bill(carrier, "2026-10").map(\.totalMinor) == [677])
            let ended = try importDIDs("number,from,to\n441,2026-10-11,2026-10-20\n", carrier)
            #expect(ended.changes.map(\.to) == ["2026-10-20"])
            // 10.00 x 10 / 31 = 3.225806, which is 3.548388 less; and nothing of November.
            #expect(
                try charge(carrier, "2026-12") == [
                    "441 recurring 2026-10-01 2026-10-31 -11/31 -3548388",
                    "441 recurring 2026-11-01 2026-11-30 -30/30 -10000000",
                ])
            #expect(try charge(carrier, "2026-12") == [])
            #expect(try bill(carrier, "2026-11").map(\.outcome) == [.carried])
            try expectSoundBooks(carrier)
            _ = try importDIDs("number,from,to\n441,2026-10-11,none\n", carrier)
            #expect(
                try charge(carrier, "2026-12") == [
                    "441 recurring 2026-10-01 2026-10-31 11/31 3548388",
                    "441 recurring 2026-11-01 2026-11-30 30/30 10000000",
                    "441 recurring 2026-12-01 2026-12-31 31/31 10000000",
                ])
            #expect(try bill(carrier, "2026-11").map(\.exactMicros) == [10_000_000])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `a day is charged once though the billing cycle change`() throws {
        try withNumbers { carrier in
            try carrier.addPartner("acme", cycle: "half_monthly")
            _ = try importDIDs("number,partner,from,monthly_fee\n441,acme,2026-10-01,31\n", carrier)
            #expect(try charge(carrier, "2026-10-01") == ["441 recurring 2026-10-01 2026-10-15 15/15 15000000"])
            try carrier.overwriteTerms("billing_cycle = 'monthly'")
            #expect(try charge(carrier, "2026-10") == ["441 recurring 2026-10-01 2026-10-31 16/31 16000000"])
            #expect(try charge(carrier, "2026-10") == [])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `charges are billed once, with usage and without, and a voided draft gives them back`() throws {
        try withNumbers { carrier in
            let acme = try carrier.addPartner("acme")
            try carrier.addPartner("bolt")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            _ = try importDIDs(
                """
                number,partner,from,monthly_fee,setup_fee
                441,acme,2026-10-11,10,5
                442,bolt,2026-10-01,2,

                """, carrier)
            try charge(carrier, "2026-10")
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 104_000, rate: mobile)
            ])
            let database = carrier.database
            try atOnce(4) { _ in _ = try bill(database, "2026-10") }
            #expect(
                try carrier.owner.texts(lines) == [
                    "1 1 usage 2026-10-01 Germany Mobile 1 104000 10",
                    "1 2 recurring 2026-10-01 Number 441, 21 of 31 days 0 6774194 677",
                    "1 3 setup 2026-10-01 Number 441, set-up 0 5000000 500",
                    "2 1 recurring 2026-10-01 Number 442, 31 of 31 days 0 2000000 200",
                ])
            let application = try carrier.database.connect(role: .app)
            try InvoiceSteps.voidDrafts([1], on: application)
            try expectSoundBooks(carrier)
            #expect(try bill(carrier, "2026-10").map(\.totalMinor) == [1187])
            let text = try Invoice.find("3", on: application).text
            #expect(text.contains("Number 441, 21 of 31 days"), "\(text)")
            try InvoiceSteps.approve([2, 3], on: application)
            try InvoiceSteps.issue([2, 3], on: application)
            #expect(
                try carrier.owner.texts(balances) == [
                    "receivable acme 11870000", "receivable bolt 2000000", "unbilled acme 0", "unbilled bolt 0",
                ])
            #expect(try bill(carrier, "2026-10").isEmpty)
            try expectSoundBooks(carrier)
        }
    }

    @Test func `a customer with a deposit pays from it`() throws {
        try withNumbers { carrier in
            try carrier.addPartner("acme", paymentMode: "prepaid")
            _ = try importDIDs("number,partner,from,monthly_fee\n441,acme,2026-10-01,10\n", carrier)
            try charge(carrier, "2026-10")
            #expect(try carrier.owner.texts(balances) == ["prepaid acme 10000000"])
            #expect(try bill(carrier, "2026-10").map(\.outcome) == [.prepaid])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `charges written at once are written once`() throws {
        try withNumbers { carrier in
            try carrier.addPartner("acme")
            _ = try importDIDs("number,partner,from,monthly_fee\n441,acme,2026-10-01,10\n", carrier)
            let database = carrier.database
            try atOnce(4) { _ in _ = try charge(database, "2026-10") }
            #expect(try carrier.owner.texts("SELECT count(*), sum(amount_micros) FROM did_charge") == ["1 10000000"])
        }
    }

    @Test func `damage to charges is found`() throws {
        try withNumbers { carrier in
            try carrier.addPartner("acme")
            try carrier.addPartner("bolt")
            _ = try importDIDs(
                "number,partner,from,monthly_fee\n441,acme,2026-10-01,10\n442,bolt,2026-10-01,2\n", carrier)
            try charge(carrier, "2026-10")
            let drafts = try bill(carrier, "2026-10").compactMap(\.invoiceID)
            let application = try carrier.database.connect(role: .app)
            try InvoiceSteps.approve([drafts[0]], on: application)
            try InvoiceSteps.issue([drafts[0]], on: application)
            try expectSoundBooks(carrier)
            try carrier.owner.execute("SET session_replication_role = replica")
            struct Undo: Error {}
            let damages: [(String, Set<BooksCheck>)] = [
                ("UPDATE did_charge SET amount_micros = amount_micros + 1", [.claims, .accruals, .journals]),
                ("DELETE FROM did_charge WHERE did_id = 1", [.claims, .journals]),
                (
                    "INSERT INTO did_charge SELECT (jsonb_populate_record(c, '{\"id\": 9, \"revision\": 2}')).* FROM did_charge AS c WHERE did_id = 2",
                    [.accruals, .journals]
                ),
                ("DELETE FROM did_charge_claim WHERE invoice_id = 2", [.claims]),
                ("UPDATE did_charge_claim SET invoice_id = 1", [.claims, .accruals]),
                (
                    "INSERT INTO invoice_line SELECT (jsonb_populate_record(l, '{\"line_number\": 2}')).* FROM invoice_line AS l WHERE invoice_id = 2",
                    [.claims, .invoices]
                ),
                (
                    "DELETE FROM entry WHERE journal_id = (SELECT max(journal_id) FROM did_charge)",
                    [.balances, .accruals, .journals]
                ),
            ]
            for (sql, finders) in damages {
                #expect(throws: Undo.self) {
                    try carrier.owner.transaction {
                        try carrier.owner.execute(sql)
                        let failed = try BooksCheck.ofCallsByHand.map { try $0.result(on: carrier.owner) }.filter {
                            !$0.passed
                        }
                        #expect(Set(failed.map(\.check)) == finders, "\(sql): \(failed.map { $0.text() }.joined())")
                        throw Undo()
                    }
                }
            }
        }
    }

    @Test(arguments: [
        (
            "44x,acme,did,2026-10-01,,1,USD,",
            "(number): not a number of 1 to 15 digits, as in calls: country code first: '44x'"
        ),
        ("447,,did,2026-10-01,,1,USD,", "(partner): empty: a new number needs its customer"),
        ("447,none,did,2026-10-01,,1,USD,", "(partner): no partner of that code: import it first: 'none'"),
        (
            "447,acme,standard,2026-10-01,,1,USD,",
            "(product): the product is one of the direction outbound: a number needs one of the direction inbound: 'standard'"
        ),
        ("447,acme,did,2026-10-32,,1,USD,", "(from): not a date such as 2026-10-01: '2026-10-32'"),
        ("447,acme,did,2026-10-02,2026-10-01,1,USD,", "(to): the last day is before the first: '2026-10-01'"),
        ("447,acme,did,2026-10-01,,-1,USD,", "(monthly_fee): below zero: '-1'"),
        (
            "447,acme,did,2026-10-01,,1,EUR,",
            "(currency): the agreement of the customer is in USD, and so are the fees of its numbers: 'EUR'"
        ),
        (
            "447,acme,did,2026-10-01,,1,USD,bolt",
            "(supplier): the partner is a customer: the supplier of a number needs the role supplier or bilateral: 'bolt'"
        ),
        (
            "441,acme,did,2026-10-05,,1,USD,",
            "(number): overlaps the same number let to acme from 2026-10-01, without an end: '441'"
        ),
        (
            "441,acme,did,2026-10-01,,2,USD,",
            "(monthly_fee): charges have been written of this number: end it with a last day, and import it again from the day after: '2'"
        ),
        (
            "447,acme,did,2026-10-01,,1,USD,\n447,acme,did,2026-10-09,,1,USD,",
            "(number): overlaps the same number in line 2: '447'"
        ),
    ])
    func `a row at fault is refused where it is`(rows: String, refusal: String) throws {
        try withNumbers { carrier in
            try carrier.addPartner("acme")
            let bolt = try carrier.addPartner("bolt")
            try carrier.owner.query(
                "UPDATE agreement SET role = 'customer' WHERE partner_id = $1::integer", [.int(Int64(bolt))])
            _ = try importDIDs("number,partner,from,monthly_fee\n441,acme,2026-10-01,10\n", carrier)
            try charge(carrier, "2026-10")
            let error = #expect(throws: RowsRefused.self) {
                try importDIDs("number,partner,product,from,to,monthly_fee,currency,supplier\n\(rows)\n", carrier)
            }
            let refusals = error?.refusals.map { "\($0)" } ?? []
            #expect(refusals.count == 1 && refusals[0].hasSuffix(refusal), "\(refusals)")
        }
    }

    @Test func `one file ends a span and begins the next`() throws {
        try withNumbers { carrier in
            try carrier.addPartner("acme")
            try carrier.addPartner("bolt")
            _ = try importDIDs("number,partner,from,monthly_fee\n441,acme,2026-10-01,10\n", carrier)
            let text = "number,partner,from,to,monthly_fee\n441,bolt,2026-11-01,,7\n441,,2026-10-01,2026-10-31,\n"
            #expect(try importDIDs(text, carrier).description.hasPrefix("2 dids: 1 added, 1 changed, 0 unchanged"))
            #expect(try importDIDs(text, carrier).description == "2 dids: 0 added, 0 changed, 2 unchanged")
            #expect(
                try Catalog.list(.dids, code: "441", on: carrier.owner).map { [$0["partner"], $0["from"], $0["to"]] }
                    == [["acme", "2026-10-01", "2026-10-31"], ["bolt", "2026-11-01", nil]])
        }
    }
}

import Calendar
import Ledger
import Postgres
import Receivables
import Testing
import Vocabulary

@Suite struct InvoiceRunTests {
    /// Runs a period on a connection of its own.
    private func run(
        _ carrier: TestCarrier, _ period: String, partner: Int32? = nil, isDryRun: Bool = false
    ) throws -> [InvoiceRun.Result] {
        try InvoiceRun.run(
            entityID: 1, period: #require(BillingPeriod(period)), partnerID: partner.map { PartnerID($0) },
            isDryRun: isDryRun, on: carrier.database.connect(role: .app))
    }

    /// Every line as `product period destination calls seconds exact amount`.
    private let lines = """
        SELECT partner.code, service_period, destination, calls, billed_s, invoice_line.exact_micros, amount_minor
        FROM invoice_line JOIN invoice ON invoice.id = invoice_id JOIN partner ON partner.id = partner_id
        ORDER BY invoice_id, line_number
        """

    @Test func `lines are summed by destination and rate and rounded once`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let first = try carrier.addRate("49151", "Germany Mobile")
            let second = try carrier.addRate("49152", "Germany Mobile")
            let dear = try carrier.addRate("49153", "Germany Mobile", nanosPerMinute: 20_000_000)
            let day = "2026-10-03"
            try carrier.book([
                // 0.004 + 0.004 + 0.004 = 0.012 -> 0.01; rounding each call would have given nothing.
                .init(partner: acme, startAt: "\(day)T10:00Z", billingOn: day, micros: 4_000, rate: first),
                .init(partner: acme, startAt: "\(day)T11:00Z", billingOn: day, micros: 4_000, rate: second),
                .init(partner: acme, startAt: "\(day)T12:00Z", billingOn: day, micros: 4_000, rate: second),
                // 0.015 is half way between two cents: up.
                .init(partner: acme, startAt: "\(day)T12:00Z", billingOn: day, micros: 15_000, rate: dear),
                // Not answered: on no line.
                .init(partner: acme, startAt: "\(day)T12:00Z", billingOn: day, seconds: 0, micros: 0, rate: dear),
            ])
            let results = try run(carrier, "2026-10")
            #expect(results.map(\.outcome) == [.draft])
            #expect(results.map(\.totalMinor) == [3])
            #expect(results.map(\.exactMicros) == [27_000])
            #expect(
                try carrier.owner.texts(lines) == [
                    "acme 2026-10-01 Germany Mobile 3 180 12000 1", "acme 2026-10-01 Germany Mobile 1 60 15000 2",
                ])
            try expectSoundBooks(carrier)
        }
    }

    @Test(arguments: [("USD", 3_125_000, 313), ("JPY", 3_500_000, 4), ("JPY", 3_499_999, 3), ("KWD", 3_125_500, 3126)])
    func `amounts have the decimals of their currency`(currency: String, micros: Int64, minor: Int64) throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme", currency: currency)
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: micros, rate: mobile)
            ])
            let results = try run(carrier, "2026-10")
            #expect(results.map(\.totalMinor) == [minor])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `a run with nothing new makes nothing`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 100_000, rate: mobile)
            ])
            #expect(try run(carrier, "2026-10").count == 1)
            #expect(try run(carrier, "2026-10").isEmpty)
            #expect(try run(carrier, "2026-11").isEmpty)
            #expect(
                try carrier.owner.texts(
                    "SELECT (SELECT count(*) FROM invoice) AS invoices, (SELECT count(*) FROM invoice_run) AS runs")
                    == ["1 1"])
        }
    }

    @Test func `a dry run says the same and changes nothing`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme"), bolt = try carrier.addPartner("bolt", currency: "JPY")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 100_000, rate: mobile),
                .init(
                    partner: bolt, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 9_000_000,
                    rate: mobile),
            ])
            let dry = try run(carrier, "2026-10", isDryRun: true)
            #expect(try carrier.owner.texts("SELECT count(*) FROM invoice") == ["0"])
            #expect(try carrier.owner.texts("SELECT count(*) FROM usage_claim") == ["0"])
            let real = try run(carrier, "2026-10")
            #expect(dry.map(\.partnerCode) == real.map(\.partnerCode))
            #expect(dry.map(\.totalMinor) == real.map(\.totalMinor))
            #expect(dry.map(\.lines) == real.map(\.lines))
            #expect(dry.allSatisfy { $0.invoiceID == nil } && real.allSatisfy { $0.invoiceID != nil })
        }
    }

    @Test func `late usage goes on the next invoice with its own period named`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let september = TestCarrier.Call(
                partner: acme, startAt: "2026-09-29T10:00Z", billingOn: "2026-09-29", micros: 50_000, rate: mobile)
            try carrier.book([september])
            #expect(try run(carrier, "2026-09").map(\.totalMinor) == [5])
            // Arrives after September was billed, together with October.
            try carrier.book([
                september,
                .init(
                    partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 80_000, rate: mobile),
                .init(
                    partner: acme, startAt: "2026-11-01T10:00Z", billingOn: "2026-11-01", micros: 10_000, rate: mobile),
            ])
            let october = try run(carrier, "2026-10")
            #expect(october.map(\.totalMinor) == [13])
            #expect(october.map(\.periodStartOn) == ["2026-10-01"])
            #expect(
                try carrier.owner.texts(lines).suffix(2) == [
                    "acme 2026-10-01 Germany Mobile 1 60 80000 8", "acme 2026-09-01 Germany Mobile 1 60 50000 5",
                ])
            #expect(
                try carrier.owner.texts(
                    "SELECT service_period, from_close_number, to_close_number FROM usage_claim ORDER BY 1, 2")
                    == ["2026-09-01 1 1", "2026-09-01 2 2", "2026-10-01 1 2"])
            #expect(try run(carrier, "2026-11").map(\.totalMinor) == [1])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `a customer's cycle divides the month, and a week before it counts as late`() throws {
        try withTestCarrier { carrier in
            let weekly = try carrier.addPartner("weekly", cycle: "weekly")
            let halves = try carrier.addPartner("halves", cycle: "half_monthly")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            func call(_ partner: Int32, _ day: String, _ cents: Int64) -> TestCarrier.Call {
                .init(partner: partner, startAt: "\(day)T10:00Z", billingOn: day, micros: cents * 10_000, rate: mobile)
            }
            try carrier.book([
                // Thursday 1 October belongs to the week from Monday 28 September.
                call(weekly, "2026-10-01", 1), call(weekly, "2026-10-05", 2), call(weekly, "2026-10-11", 4),
                call(weekly, "2026-10-12", 8), call(weekly, "2026-10-31", 16), call(weekly, "2026-11-02", 32),
                call(halves, "2026-10-15", 1), call(halves, "2026-10-16", 2), call(halves, "2026-10-31", 4),
            ])
            let results = try run(carrier, "2026-10")
            #expect(
                results.map { "\($0.partnerCode) \($0.periodStartOn) \($0.periodEndOn) \($0.totalMinor)" } == [
                    "halves 2026-10-01 2026-10-15 1", "halves 2026-10-16 2026-10-31 6",
                    "weekly 2026-10-05 2026-10-11 7", "weekly 2026-10-12 2026-10-18 8",
                    "weekly 2026-10-26 2026-11-01 16",
                ])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `a run of one day bills only periods that begin on it`() throws {
        try withTestCarrier { carrier in
            let weekly = try carrier.addPartner("weekly", cycle: "weekly")
            let monthly = try carrier.addPartner("monthly")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try carrier.book(
                [weekly, monthly].map {
                    .init(
                        partner: $0, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 10_000, rate: mobile
                    )
                })
            #expect(try run(carrier, "2026-10-05").map(\.partnerCode) == ["weekly"])
            #expect(try run(carrier, "2026-10-05").isEmpty)
            #expect(try run(carrier, "2026-10").map(\.partnerCode) == ["monthly"])
        }
    }

    @Test func `a sum that is not above zero is carried until it is`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let call = TestCarrier.Call(
                partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 100_000, rate: mobile)
            var reversal = call
            reversal.isReversal = true
            try carrier.book([call])
            #expect(try run(carrier, "2026-10").map(\.totalMinor) == [10])
            try carrier.book([reversal])
            let carried = try run(carrier, "2026-11")
            #expect(carried.map(\.outcome) == [.carried])
            #expect(carried.map(\.exactMicros) == [-100_000])
            try expectSoundBooks(carrier)
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-11-03T10:00Z", billingOn: "2026-11-03", micros: 150_000, rate: mobile)
            ])
            #expect(try run(carrier, "2026-11").map(\.totalMinor) == [5])
            #expect(
                try carrier.owner.texts(lines).suffix(2) == [
                    "acme 2026-11-01 Germany Mobile 1 60 150000 15",
                    "acme 2026-10-01 Germany Mobile -1 -60 -100000 -10",
                ])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `usage paid from a deposit is on no invoice and said so`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme", paymentMode: "prepaid")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 100_000, rate: mobile)
            ])
            let results = try run(carrier, "2026-10")
            #expect(results.map(\.outcome) == [.prepaid])
            #expect(results.map(\.exactMicros) == [100_000])
            // Pays by invoice from now on: what the deposit paid stays off it, and so does a late call of that day.
            try carrier.overwriteTerms("payment_mode = 'postpaid'")
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-03T11:00Z", billingOn: "2026-10-03", micros: 7_000, rate: mobile),
                .init(
                    partner: acme, startAt: "2026-10-04T10:00Z", billingOn: "2026-10-04", micros: 30_000, rate: mobile),
            ])
            let drafts = try run(carrier, "2026-10").filter { $0.outcome == .draft }
            #expect(drafts.map(\.totalMinor) == [3])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `usage of a file that is not in the ledger waits, and so does what closed after it`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let call = TestCarrier.Call(
                partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 10_000, rate: mobile)
            try carrier.book([call])
            let loader = try carrier.database.connect(role: .loader)
            try Closing.closeFile(carrier.load([call]), on: loader)
            #expect(try run(carrier, "2026-10").map(\.totalMinor) == [1])
            try Posting.postUsage(on: carrier.database.connect(role: .app))
            #expect(try run(carrier, "2026-10").map(\.totalMinor) == [1])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `one partner can be billed before the others`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme"), bolt = try carrier.addPartner("bolt")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try carrier.book(
                [acme, bolt].map {
                    .init(
                        partner: $0, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 10_000, rate: mobile
                    )
                })
            #expect(try run(carrier, "2026-10", partner: bolt).map(\.partnerCode) == ["bolt"])
            #expect(try run(carrier, "2026-10").map(\.partnerCode) == ["acme"])
        }
    }

    @Test func `F6: two runs at once make one set of invoices`() throws {
        try withTestCarrier { carrier in
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let partners = try (0..<20).map { try carrier.addPartner("partner\($0)") }
            for _ in 0..<3 {
                try carrier.book(
                    partners.map {
                        .init(
                            partner: $0, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 10_000,
                            rate: mobile)
                    })
            }
            let database = carrier.database
            let period = try #require(BillingPeriod("2026-10"))
            try atOnce(4) { _ in
                _ = try InvoiceRun.run(
                    entityID: 1, period: period, partnerID: nil, isDryRun: false, on: database.connect(role: .app))
            }
            #expect(
                try carrier.owner.texts("SELECT count(*) AS invoices, sum(total_minor) AS total FROM invoice")
                    == ["20 60"])
            try expectSoundBooks(carrier)
        }
    }

    /// A run of November takes what is left of October, too.
    @Test func `F6: runs of overlapping periods at once bill each call once`() throws {
        try withTestCarrier { carrier in
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let partners = try (0..<12).map {
                try carrier.addPartner("partner\($0)", cycle: $0 % 2 == 0 ? "monthly" : "weekly")
            }
            for day in ["2026-10-06", "2026-10-20", "2026-11-03"] {
                try carrier.book(
                    partners.map {
                        .init(partner: $0, startAt: "\(day)T10:00Z", billingOn: day, micros: 10_000, rate: mobile)
                    })
            }
            let database = carrier.database
            let periods = try ["2026-10", "2026-11", "2026-10-19", "2026-11"].map { try #require(BillingPeriod($0)) }
            try atOnce(8) { index in
                _ = try InvoiceRun.run(
                    entityID: 1, period: periods[index % 4], partnerID: nil, isDryRun: false,
                    on: database.connect(role: .app))
            }
            #expect(
                try carrier.owner.texts(
                    """
                    SELECT count(DISTINCT partner_id) AS partners, sum(total_minor) AS total,
                        (SELECT sum(calls) FROM invoice_line) AS calls
                    FROM invoice
                    """) == ["12 36 36"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `the database refuses a claim that overlaps another or leaves a hole`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            for _ in 0..<3 {
                try carrier.book([
                    .init(
                        partner: acme, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 10_000,
                        rate: mobile)
                ])
            }
            _ = try run(carrier, "2026-10")
            for range in [(1, 5), (2, 3), (3, 3), (5, 6)] {
                let error = #expect(throws: PostgresError.self) {
                    try carrier.owner.execute(
                        """
                        INSERT INTO usage_claim (entity_id, partner_id, side, currency, service_period, from_close_number,
                            to_close_number)
                        VALUES (1, \(acme), 's', 'USD', '2026-10-01', \(range.0), \(range.1))
                        """)
                }
                #expect(
                    error?.constraint?.hasPrefix("usage_claim") == true || error?.constraint == "usage_is_claimed_once")
            }
            try carrier.owner.execute(
                """
                INSERT INTO usage_claim (entity_id, partner_id, side, currency, service_period, from_close_number,
                    to_close_number)
                VALUES (1, \(acme), 's', 'USD', '2026-10-01', 4, 6)
                """)
        }
    }

    @Test func `voided drafts give their usage back to the next run`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let call = TestCarrier.Call(
                partner: acme, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 10_000, rate: mobile)
            try carrier.book([call])
            let first = try #require(try run(carrier, "2026-10").first?.invoiceID)
            try carrier.book([call])
            let second = try #require(try run(carrier, "2026-10").first?.invoiceID)
            let application = try carrier.database.connect(role: .app)
            #expect(try InvoiceSteps.voidDrafts([first], on: application) == [first])
            #expect(try InvoiceSteps.voidDrafts([first], on: application) == [])
            try expectSoundBooks(carrier)
            try carrier.book([call])
            // What the first had, and what arrived since; the second keeps its own.
            #expect(try run(carrier, "2026-10").map(\.totalMinor) == [2])
            #expect(try InvoiceSteps.approve([second], on: application) == [second])
            #expect(try InvoiceSteps.voidDrafts([second], on: application) == [second])
            #expect(try run(carrier, "2026-10").map(\.totalMinor) == [1])
            try expectSoundBooks(carrier)
        }
    }

    // MARK: - Credits within a run

    /// A weekly customer whose weeks of October bring these cents.
    private func weeks(_ carrier: TestCarrier, _ code: String, _ cents: [Int64], rate: TestCarrier.Rate) throws {
        let partner = try carrier.addPartner(code, cycle: "weekly")
        for (week, cents) in cents.enumerated() where cents != 0 {
            let day = ["2026-10-06", "2026-10-13", "2026-10-20", "2026-10-27"][week]
            try carrier.book([
                .init(
                    partner: partner, startAt: "\(day)T10:00Z", billingOn: day, micros: abs(cents) * 10_000, rate: rate,
                    isReversal: cents < 0)
            ])
        }
    }

    @Test(arguments: [
        // The credit joins the periods behind it, or those before it where there are none.
        ([-27_067, 10_000, 10_000, 10_000], ["2026-10-05 2026-11-01 2933"]),
        ([10_000, 10_000, 10_000, -27_067], ["2026-10-05 2026-11-01 2933"]),
        (
            [10_000, -2_500, 10_000, 10_000],
            ["2026-10-05 2026-10-11 10000", "2026-10-12 2026-10-25 7500", "2026-10-26 2026-11-01 10000"]
        ),
        (
            [10_000, 10_000, 10_000, -2_500],
            ["2026-10-05 2026-10-11 10000", "2026-10-12 2026-10-18 10000", "2026-10-19 2026-11-01 7500"]
        ),
        ([10_000, -12_500, 0, 10_000], ["2026-10-05 2026-11-01 7500"]),
        ([10_000, 5_000, -12_500, 0], ["2026-10-05 2026-10-25 2500"]),
    ])
    func `nobody is asked for what a credit of the same run covers`(cents: [Int64], invoices: [String]) throws {
        try withTestCarrier { carrier in
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try weeks(carrier, "acme", cents, rate: mobile)
            let results = try run(carrier, "2026-10")
            #expect(results.map { "\($0.periodStartOn) \($0.periodEndOn) \($0.totalMinor)" } == invoices)
            #expect(results.allSatisfy { $0.outcome == .draft })
            #expect(results.reduce(0) { $0 + $1.totalMinor } == cents.reduce(0, +))
            // Each line is of its own period, and every period is claimed.
            let used = cents.filter { $0 != 0 }.count
            #expect(
                try carrier.owner.texts("SELECT count(DISTINCT service_period) FROM invoice_line") == ["\(used)"])
            #expect(try run(carrier, "2026-10").isEmpty)
            try expectSoundBooks(carrier)
        }
    }

    @Test func `an invoice says which period was set off on it`() throws {
        try withTestCarrier { carrier in
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try weeks(carrier, "acme", [10_000, -2_500, 10_000, 0], rate: mobile)
            let results = try run(carrier, "2026-10")
            #expect(results.map(\.offsetMicros) == [0, -25_000_000])
            let id = try #require(results.last?.invoiceID)
            let text = try Invoice.find("\(id)", on: carrier.owner).text
            #expect(text.contains("Period    2026-10-12 to 2026-10-25"), "\(text)")
            #expect(
                text.contains(
                    "The period 2026-10-12 to 2026-10-18 came to -25.00 USD, which is set off on this invoice."),
                "\(text)")
        }
    }

    @Test func `credits are set off within a customer and currency only`() throws {
        try withTestCarrier { carrier in
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try weeks(carrier, "acme", [-10_000, 0, 0, 0], rate: mobile)
            try weeks(carrier, "bolt", [10_000, 0, 0, 0], rate: mobile)
            let results = try run(carrier, "2026-10")
            #expect(
                results.map { "\($0.partnerCode) \($0.outcome) \($0.totalMinor)" }
                    == ["bolt draft 10000", "acme carried -10000"])
        }
    }

    @Test func `a sum that is still below zero at the next run is listed for a credit note`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            func call(_ day: String, _ cents: Int64) -> TestCarrier.Call {
                .init(
                    partner: acme, startAt: "\(day)T10:00Z", billingOn: day, micros: abs(cents) * 10_000, rate: mobile,
                    isReversal: cents < 0)
            }
            try carrier.book([call("2026-10-03", -500)])
            #expect(try run(carrier, "2026-10", isDryRun: true).map(\.outcome) == [.carried])
            #expect(try run(carrier, "2026-10").map(\.outcome) == [.carried])
            try carrier.book([call("2026-11-03", 200)])
            let november = try run(carrier, "2026-11")
            #expect(november.map(\.outcome) == [.creditDue])
            #expect(november.map(\.exactMicros) == [-3_000_000])
            #expect(november.map(\.carriedMicros) == [-5_000_000])
            try expectSoundBooks(carrier)
            // Covered at last: the invoice says what was carried.
            try carrier.book([call("2026-12-03", 1_000)])
            let december = try run(carrier, "2026-12")
            #expect(december.map { "\($0.outcome) \($0.totalMinor) \($0.carriedMicros)" } == ["draft 700 -3000000"])
            let id = try #require(december.first?.invoiceID)
            let text = try Invoice.find("\(id)", on: carrier.owner).text
            #expect(
                text.contains(
                    "-3.00 USD of 2026-11-01 to 2026-11-30 was carried by an earlier run and is on this invoice."),
                "\(text)")
            // A credit of later is a new one.
            try carrier.book([call("2027-01-03", -100)])
            #expect(try run(carrier, "2027-01").map(\.outcome) == [.carried])
            try expectSoundBooks(carrier)
        }
    }

    // MARK: - Rounding by document

    @Test(arguments: [("document", "24", "24.000000"), ("line", "-", "0.000000")])
    func `sixty lines of 0.4 yen are billed where the total is rounded, not the lines`(
        rounding: String, total: String, receivable: String
    ) throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme", currency: "JPY")
            if rounding == "line" { try carrier.overwriteTerms("invoice_rounding = 'line'") }
            let calls = try (0..<60).map { number in
                TestCarrier.Call(
                    partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 400_000,
                    rate: try carrier.addRate("49151\(number)", "Mobile \(number)"))
            }
            try carrier.book(calls)
            let results = try run(carrier, "2026-10")
            #expect(results.map(\.exactMicros) == [24_000_000])
            #expect(results.map(\.outcome) == [rounding == "document" ? .draft : .carried])
            let ids = results.compactMap(\.invoiceID)
            let application = try carrier.database.connect(role: .app)
            try InvoiceSteps.approve(ids, on: application)
            try InvoiceSteps.issue(ids, on: application)
            #expect(
                try carrier.owner.texts("SELECT sum(total_minor)::text AS total FROM issued_invoice") == [total])
            #expect(
                try carrier.owner.texts(
                    """
                    SELECT COALESCE(sum(balance_micros) FILTER (WHERE type = 'receivable'), 0)::numeric / 1000000.000000
                    FROM account_balance JOIN ledger_account ON ledger_account.id = account_id
                    """
                ).map { $0.prefix(receivable.count) } == [receivable[...]])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `rounding is frozen on the invoice, its remainder is one entry, and the text adds up`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme", currency: "JPY")
            let mobile = try carrier.addRate("49151", "Germany Mobile"), fixed = try carrier.addRate("49", "Germany")
            func call(_ day: String, _ rate: TestCarrier.Rate) -> TestCarrier.Call {
                .init(partner: acme, startAt: "\(day)T10:00Z", billingOn: day, micros: 1_400_000, rate: rate)
            }
            try carrier.book([call("2026-09-03", fixed), call("2026-10-03", fixed), call("2026-10-03", mobile)])
            let id = try #require(try run(carrier, "2026-10").first?.invoiceID)
            try carrier.overwriteTerms("invoice_rounding = 'line'")
            let application = try carrier.database.connect(role: .app)
            try InvoiceSteps.approve([id], confirming: InvoiceAnswers(leavesEarlier: true), on: application)
            try InvoiceSteps.issue([id], confirming: InvoiceAnswers(leavesEarlier: true), on: application)
            let text = try Invoice.find("\(id)", on: application).text
            #expect(
                text.contains(
                    """
                    period of   destination     calls  minutes    rate/min  amount JPY
                    ----------  --------------  -----  -------  ----------  ----------
                    2026-10-01  Germany             1     1.00  0.0100 USD         1.4
                    2026-10-01  Germany Mobile      1     1.00  0.0100 USD         1.4
                    2026-09-01  Germany             1     1.00  0.0100 USD         1.4
                    ----------  --------------  -----  -------  ----------  ----------
                    Sum                                                            4.2
                    Rounding                                                      -0.2
                    Total                           3     3.00                       4

                    Lines are exact; their sum is rounded once, half up.
                    """), "\(text)")
            #expect(
                try carrier.owner.texts(
                    """
                    SELECT account.type, amount_micros, service_period
                    FROM entry JOIN ledger_account AS account ON account.id = debit_account_id
                    WHERE account.type = 'rounding'
                    """) == ["rounding 200000 2026-10-01"])
            try carrier.overwriteTerms("invoice_rounding = NULL")
            try expectSoundBooks(carrier)
        }
    }
}

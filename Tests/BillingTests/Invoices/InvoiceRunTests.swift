import Billing
import Postgres
import Testing

@Suite struct InvoiceRunTests {
    /// Runs a period on a connection of its own.
    private func run(
        _ carrier: TestCarrier, _ period: String, partner: Int32? = nil, isDryRun: Bool = false
    ) throws -> [InvoiceRun.Result] {
        try InvoiceRun.run(
            entityID: 1, period: #require(BillingPeriod(period)), partnerID: partner, isDryRun: isDryRun,
            on: carrier.database.connect(role: .app))
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
            // Pays by invoice from now on: what the deposit paid stays off it.
            try carrier.owner.execute("UPDATE agreement SET payment_mode = 'postpaid'")
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 30_000, rate: mobile)
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

    @Test func `two runs at once make one set of invoices`() throws {
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
}

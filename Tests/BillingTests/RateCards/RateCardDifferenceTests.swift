import Catalog
import Postgres
import RateCards
import Testing

@Suite struct RateCardDifferenceTests {
    private let november = "33,France,0.02,2026-11-01\n44,UK,0.01,2026-11-01\n49,Germany,0.03,2026-11-01"

    @Test func `a deck is compared with what is in effect and with what is scheduled`() throws {
        try withTestCard { card in
            try card.load(november)
            try card.load("44,UK,0.012,2026-12-01") { $0.amends = true }
            // Follows the scheduled version, since its change comes after that.
            let report = try card.load(
                "33,France,0.02,2026-11-01\n44,UK,0.012,2026-12-01\n49,Germany,0.04,2026-12-15"
            ) {
                $0.asOf = "2026-11-25"
                $0.approves = false
            }
            #expect((report.comparedWith, report.comparedStage) == (2, .scheduled))
            #expect(report.effectiveFrom == "2026-12-15T00:00:00Z")
            #expect(report.difference.map { "\($0.kind) \($0.prefix)" } == ["increase 49"])
            #expect(report.comparisons.map(\.version) == [1])
            #expect(report.comparisons.first?.stage == .inEffect)
            #expect(
                report.comparisons.first?.difference.map { "\($0.kind) \($0.prefix) \($0.effectiveFrom ?? "-")" } == [
                    "increase 44 2026-12-15T00:00:00Z", "increase 49 2026-12-15T00:00:00Z",
                ])
        }
    }

    /// Received on 25 November: an increase may begin on 2 December, a new prefix at once, a closed one on 5 December.
    @Test func `notice counts from the day of receipt, per partner and kind of change`() throws {
        try withTestCard { card in
            _ = try CatalogImport(.partners).run(
                Array(
                    """
                    partner,currency,role,notice_increase_days,notice_new_days,notice_closed_days
                    acme,USD,supplier,7,0,10

                    """.utf8), on: card.connection)
            try card.load(november + "\n81,Japan,0.05,2026-11-01\n82,Korea,0.05,2026-11-01")
            _ = try CatalogImport(.assignments).run([["partner": "acme", "card": "gold"]], on: card.connection)
            let report = try card.load(
                """
                33,France,0.021,2026-12-01
                44,UK,0.011,2026-12-02
                49,Germany,0.02,2026-11-26
                7,Russia,0.04,2026-11-26
                81,Japan,0.05,2026-11-27,60/30
                """
            ) { $0.approves = false }
            #expect(
                report.notice.map(\.description) == [
                    "acme, closed: 10 days (from 2026-12-05T00:00:00Z), 0 kept, 1 broken: 82",
                    "acme, increase: 7 days (from 2026-12-02T00:00:00Z), 1 kept, 2 broken: 33, 81",
                    "acme, new: 0 days (from 2026-11-25T00:00:00Z), 1 kept, 0 broken",
                ])
            #expect(
                report.difference.map { "\($0.prefix) \($0.keepsNotice.map { "\($0)" } ?? "-")" } == [
                    "33 false", "44 true", "49 -", "7 true", "81 false", "82 false",
                ])
        }
    }

    /// France: 600 s of the card at 0.02 cost 0.2; sold for 0.3, so the margin is 0.1. At 0.035 they cost 0.35: a loss of
    /// 0.05. Germany: 1200 s at 0.03 cost 0.6, at 0.02 they cost 0.4; half of what is sold there runs over this card:
    /// 1200 of 2400 s, sold for 2, so 1.0; the margin goes from 0.4 to 0.6.
    @Test func `the last 30 days are shown at the old and the new price, against what they were sold for`() throws {
        try withTestCarrier { carrier in
            // The carrier's own card has a number by hand.
            try carrier.owner.execute(
                """
                SELECT setval(pg_get_serial_sequence('rate_card', 'id'), 100);
                SELECT setval(pg_get_serial_sequence('card_version', 'id'), 100);
                """)
            let customer = try carrier.addPartner("cust")
            let supplier = try carrier.addPartner("supp")
            let european = try carrier.addPartner("euro", currency: "EUR")
            let connection = try carrier.database.connect(role: .app)
            defer { connection.close() }
            let card = TestCard(connection: connection)
            try card.load(november + "\n7,Russia,0.05,2026-11-01")
            func rate(_ prefix: String) throws -> TestCarrier.Rate {
                let row = try carrier.owner.query(
                    "SELECT id, destination_id FROM rate WHERE prefix = $1::text ORDER BY id LIMIT 1", [.text(prefix)]
                ).only()
                return try TestCarrier.Rate(
                    id: Int32(row.int("id")), destinationID: Int32(row.int("destination_id")))
            }
            func call(
                _ partner: Int32, _ side: TestCarrier.Side, _ prefix: String, _ day: String, _ seconds: Int64,
                _ micros: Int64
            ) throws -> TestCarrier.Call {
                TestCarrier.Call(
                    partner: partner, side: side, startAt: "\(day)T12:00:00Z", billingOn: day, seconds: seconds,
                    micros: micros, rate: try rate(prefix))
            }
            try carrier.book([
                try call(supplier, .buy, "33", "2026-11-10", 600, 200_000),
                try call(customer, .sell, "33", "2026-11-10", 600, 300_000),
                try call(supplier, .buy, "49", "2026-11-11", 1200, 600_000),
                try call(customer, .sell, "49", "2026-11-11", 1200, 1_000_000),
                try call(customer, .sell, "49", "2026-11-12", 1200, 1_000_000),
                try call(supplier, .buy, "7", "2026-11-12", 60, 50_000),
                try call(european, .sell, "49", "2026-11-12", 1200, 5_000_000),
                // Before the 30 days, and on the day of receipt.
                try call(supplier, .buy, "33", "2026-10-25", 600, 200_000),
                try call(supplier, .buy, "33", "2026-11-25", 600, 200_000),
            ])
            let report = try card.load("33,France,0.035,2026-12-01\n44,UK,0.01,2026-11-01\n49,Germany,0.02,2026-12-01")
            {
                $0.approves = false
            }
            let margin = try #require(report.margin)
            #expect((margin.firstOn, margin.endOn) == ("2026-10-26", "2026-11-25"))
            #expect(
                margin.destinations.map { line in
                    "\(line.destination ?? "-") \(line.billedSeconds) \(line.beforeMicros) \(line.afterMicros) "
                        + "\(line.marginBeforeMicros ?? -1) \(line.marginAfterMicros ?? -1) \(line.lostSeconds)"
                } == [
                    "Germany 1200 600000 400000 400000 600000 0", "France 600 200000 350000 100000 -50000 0",
                    "Russia 60 0 0 -1 -1 60",
                ])
            #expect(margin.lossMaking.map(\.destination) == ["France"])
            #expect(
                margin.description == """
                    Traffic of 2026-10-26 to before 2026-11-25: 31.00 minutes, cost 0.80 -> 0.75 USD
                    sold for 1.30, margin 0.50 -> 0.55 USD
                    Traffic sold in EUR is left out of the margin: prices of two currencies are not compared.
                    1.00 minutes would have no price any more.
                    destination  minutes  before  after  margin before  margin after
                    -----------  -------  ------  -----  -------------  ------------
                    Germany        20.00    0.60   0.40           0.40          0.60
                    France         10.00    0.20   0.35           0.10         -0.05
                    Russia          1.00    0.00   0.00              -             -
                    Loss-making after the change: France (-0.05)
                    """)
        }
    }

    @Test(arguments: [
        ("44,UK,0.01,2026-11-01", "2 of 3 prefixes are gone: is the file cut off, or an amendment (‹amend›)?"),
        (
            "33,France,0.2,2026-12-01\n44,UK,0.01,2026-11-01\n49,Germany,0.03,2026-11-01",
            "A price is ten times what it was, or a tenth: 33 0.02 -> 0.2."
        ),
        (
            "33,France,0.02,2026-11-01\n44,UK,0.01,2026-11-01\n49,Germany,0.003,2026-12-01",
            "A price is ten times what it was, or a tenth: 49 0.03 -> 0.003."
        ),
        (
            "33,France,0.02,2026-11-01\n44,UK,0.01,2026-11-01\n49,Germany,0.031,2027-12-01",
            "1 change begins more than 180 days after the deck was received, the last (49) on 2027-12-01T00:00:00Z."
        ),
    ]) func `an implausible difference is stored only when forced`(deck: String, sentence: String) throws {
        try withTestCard { card in
            try card.load(november)
            let refused = try card.load(deck)
            #expect(refused.implausible == [sentence])
            #expect((refused.state, refused.version) == (.refused, nil))
            #expect(try card.timeline() == ["1 2026-11-01T00:00:00Z"])
            let forced = try card.load(deck) { $0.isForced = true }
            #expect((forced.state, forced.version) == (.approved, 2))
            let detail = try card.stored.history(on: card.connection).first { $0["act"] == "ratecard.import" }
            #expect(detail?["detail"]?.contains(sentence) == true)
        }
    }

    @Test func `prices that moved by one factor are taken for another currency`() throws {
        try withTestCard { card in
            try card.load(november + "\n7,Russia,0.05,2026-11-01\n81,Japan,0.07,2026-11-01")
            let report = try card.load(
                """
                33,France,0.0184,2026-12-01
                44,UK,0.0092,2026-12-01
                49,Germany,0.0276,2026-12-01
                7,Russia,0.046,2026-12-01
                81,Japan,0.0644,2026-12-01
                """)
            #expect(
                report.implausible == [
                    "5 of 5 prices are 0.92 times what they were: is the deck in another currency or unit?"
                ])
            #expect(report.state == .refused)
        }
    }
}

import Catalog
import Postgres
import RateBook
import RateCards
import Rating
import Testing
import Vocabulary

@Suite struct RateCardGenerationTests {
    private func generation(
        from suppliers: [String], _ rules: String, effective: String = "2026-12-01"
    ) throws -> RateCardGeneration {
        var generation = RateCardGeneration(
            card: "retail", suppliers: suppliers, rules: try PricingRules(Array(rules.utf8)),
            effective: try #require(StatedMoment(effective)), nowMicros: TestCard.nowMicros, actor: "anna"
        ) { _ in { $0 } }
        generation.currency = .init(code: "USD")
        generation.approves = true
        return generation
    }

    private func suppliers(_ connection: Connection) throws -> (TestCard, TestCard) {
        let list = "prefix,destination\n33,France\n336,France Mobile\n49,Germany\n"
        _ = try DestinationImport.run(Array(list.utf8), on: connection)
        let one = TestCard(name: "one", connection: connection)
        let two = TestCard(name: "two", connection: connection)
        try one.load("33,FR,0.02,2026-11-01\n336,FR mob,0.05,2026-11-01,60/60\n49,DE,0.03,2026-11-01,1/1")
        try two.load("33,Frankreich,0.03,2026-11-01\n3366,Mobil,0.04,2026-11-01,30/6")
        return (one, two)
    }

    @Test func `a sell deck is made of buy decks, named by the master list, and kept with its rules`() throws {
        try withTestCard { card in
            let (one, _) = try suppliers(card.connection)
            let rules = "cost,percent,decimals\ncheapest,10,4\n"
            let report = try generation(from: ["one", "two"], rules).run(on: card.connection)
            #expect((report.state, report.version) == (.approved, 1))
            #expect(report.source == "generated from one version 1, two version 1")
            let retail = TestCard(name: "retail", side: .sell, connection: card.connection)
            #expect(
                try retail.rates() == [
                    "33 0.022 2026-12-01", "336 0.033 2026-12-01", "3366 0.044 2026-12-01", "49 0.033 2026-12-01",
                ])
            #expect(
                try card.connection.texts(
                    """
                    SELECT rate.prefix, own.name, initial_s, increment_s
                    FROM rate
                    JOIN card_destination AS own ON own.id = card_destination_id
                    JOIN card_version ON card_version.id = version_id AND scope = 'generated'
                    ORDER BY rate.prefix
                    """) == [
                        "33 France 60 60", "336 France Mobile 60 60", "3366 France Mobile 30 6", "49 Germany 1 1",
                    ])
            let version = try #require(try retail.versions.first)
            let record = try #require(version.generation)
            #expect(record.contains("cheapest,10,4") && record.contains("\"card\": \"one\""))
            #expect(try generation(from: ["one", "two"], rules).run(on: card.connection).state == .unchanged)

            // One price of a supplier changes: only what follows from it begins anew.
            try one.load("49,DE,0.04,2026-12-10,1/1") { $0.amends = true }
            let next = try generation(from: ["one", "two"], rules, effective: "2026-12-15").run(on: card.connection)
            #expect(next.difference.map { "\($0.kind) \($0.prefix) \($0.to ?? "-")" } == ["increase 49 0.044"])
            #expect(
                try retail.rates() == [
                    "33 0.022 2026-12-01", "336 0.033 2026-12-01", "3366 0.044 2026-12-01", "49 0.044 2026-12-15",
                ])
        }
    }

    @Test func `cards that do not fit are refused`() throws {
        try withTestCard { card in
            _ = try suppliers(card.connection)
            try TestCard(name: "euro", currency: "EUR", connection: card.connection).load("33,FR,0.02,2026-11-01")
            func refusal(_ names: String..., effective: String = "2026-12-01") -> String {
                do {
                    _ = try generation(from: names, "percent\n1\n", effective: effective).run(on: card.connection)
                    return ""
                } catch { return "\(error)" }
            }
            #expect(refusal("one", "one") == "A card is named twice: one, one")
            #expect(
                refusal("euro")
                    == "Card euro is in EUR, and no exchange rate between EUR and USD is in effect on 2026-12-01")
            #expect(
                refusal("one", effective: "2026-10-01").hasPrefix(
                    "Card one has no version in effect at 2026-10-01T00:00:00Z"))
            #expect(refusal("three").hasPrefix("There is no rate card 'three'"))
            #expect(try card.connection.query("SELECT FROM rate_card WHERE name = 'retail'").isEmpty)
        }
    }

    @Test func `prices of another currency are converted by the rate of the day, which is said and kept`() throws {
        try withTestCard { card in
            _ = try suppliers(card.connection)
            try TestCard(name: "euro", currency: "EUR", connection: card.connection).load("33,FR,0.01,2026-11-01")
            var options = ExchangeRateImport.Options()
            options.takesJumps = true
            _ = try ExchangeRateImport.run(
                Array("from,to,effective_on,rate\nEUR,USD,2026-11-20,1.1\nEUR,USD,2026-11-29,1.2\n".utf8),
                options, on: card.connection)
            let report = try generation(from: ["one", "euro"], "percent\n0\n").run(on: card.connection)
            #expect(
                report.notes.contains(
                    "Prices of card euro, in EUR, were converted by 1 EUR = 1.2 USD (stated for 2026-11-29, used for "
                        + "2026-12-01), and rounded up to 9 decimals."))
            let retail = TestCard(name: "retail", side: .sell, connection: card.connection)
            #expect(try retail.rates().first == "33 0.012 2026-12-01")
            let record = try #require(try retail.versions.first?.generation)
            #expect(record.contains("2026-11-29") && record.contains("1.2"))

            var terms = SupplierComparison.Terms(cards: ["euro", "one"], atMicros: 1_796_083_200_000_000)
            let entity = try Catalog.entityID(nil, on: card.connection)
            let comparison = try SupplierComparison(terms, entityID: entity, on: card.connection)
            // 0.02 USD are 0.0166… EUR.
            #expect(comparison.currency == "EUR")
            #expect(comparison.lines.first?.prices == ["0.01", "0.016666667"])
            terms.exchangeDaysMax = 1
            expectRefusal(
                "ratecard.exchange_rate_too_old",
                "Card one is in USD, and the exchange rate between USD and EUR of 2026-11-29 is older on 2026-12-01 than the 1 "
                    + "days allowed"
            ) {
                try SupplierComparison(terms, entityID: entity, on: card.connection)
            }
        }
    }

    @Test func `prices of time bands with other hours are not compared`() throws {
        try withTestCard { card in
            let connection = card.connection
            for (name, hours) in [("one", "08:00,20:00"), ("two", "09:00,20:00"), ("three", "08:00,20:00")] {
                let bands = TestCard(name: name, connection: connection)
                try bands.load(
                    deck: "prefix,destination,effective_from,rate_per_min,time_band\n33,France,2026-11-01,0.02,\n"
                        + "33,France,2026-11-01,0.05,peak")
                let file = "time_band,days,from,to\npeak,mon-fri,\(hours)\n"
                _ = try TimeBandImport { $0 }.run(
                    Array(file.utf8),
                    card: RateCard(named: name, entityID: Catalog.entityID(nil, on: connection), on: connection),
                    on: connection)
            }
            let entity = try Catalog.entityID(nil, on: connection)
            func comparison(_ cards: String...) throws -> SupplierComparison {
                try SupplierComparison(
                    SupplierComparison.Terms(cards: cards, atMicros: 1_796_083_200_000_000), entityID: entity,
                    on: connection)
            }
            #expect(
                try comparison("one", "three").lines.map { "\($0.kind ?? "any") \($0.prices.map { $0 ?? "-" })" } == [
                    "any [\"0.02\", \"0.02\"]", "peak [\"0.05\", \"0.05\"]",
                ])
            expectRefusal(
                "ratecard.other_time_bands",
                "Cards one and two have other time bands (peak mon-fri 08:00-20:00; by the clock of UTC against peak mon-fri "
                    + "09:00-20:00; by the clock of UTC): prices of bands with other hours are not compared"
            ) {
                try comparison("one", "two")
            }
        }
    }

    @Test func `suppliers are compared prefix by prefix`() throws {
        try withTestCard { card in
            _ = try suppliers(card.connection)
            func comparison(_ prefix: String?) throws -> SupplierComparison {
                var terms = SupplierComparison.Terms(cards: ["one", "two"], atMicros: TestCard.nowMicros)
                terms.prefix = prefix
                return try SupplierComparison(
                    terms, entityID: Catalog.entityID(nil, on: card.connection), on: card.connection)
            }
            func lines(_ comparison: SupplierComparison) -> [String] {
                comparison.lines.map { line in
                    "\(line.prefix) \(line.destination): \(line.prices.map { $0 ?? "-" }.joined(separator: " ")) -> "
                        + line.ranking.joined(separator: " ")
                }
            }
            let all = try comparison(nil)
            #expect(
                lines(all) == [
                    "33 France: 0.02 0.03 -> one two", "336 France Mobile: 0.05 0.03 -> two one",
                    "3366 France Mobile: 0.05 0.04 -> two one", "49 Germany: 0.03 - -> one",
                ])
            #expect((all.cheapest, all.unpriced) == ([2, 2], 0))
            // The prefix itself is on no card: what holds for it stands above.
            #expect(
                try lines(comparison("33661")) == ["3366 France Mobile: 0.05 0.04 -> two one"])
            #expect(try lines(comparison("336")).map { $0.prefix(4) } == ["336 ", "3366"])
        }
    }

    @Test func `a customer is told what changes, and nothing else`() throws {
        try withTestCard { connectionCard in
            let card = TestCard(side: .sell, connection: connectionCard.connection)
            _ = try CatalogImport(.partners).run(
                Array("partner,currency\nacme,USD\nzeta,USD\n".utf8), on: card.connection)
            try card.load(
                "33,France,0.02,2026-11-01\n44,\"UK, all\",0.01,2026-11-01\n49,Germany,0.03,2026-11-01\n7,Russia,0.05,2026-11-01"
            )
            _ = try CatalogImport(.assignments).run([["partner": "acme", "card": "gold"]], on: card.connection)
            try card.load(
                """
                33,France,0.02,2026-11-01
                44,"UK, all",0.012,2026-12-10
                49,Germany,0.03,2026-11-01,60/1
                81,Japan,0.07,2026-12-05,1/1
                """
            ) { $0.effective = "2026-12-01" }
            func notice(_ customer: String, version: Int64? = nil) throws -> RateChangeNotice {
                try RateChangeNotice(
                    card.stored, customer: customer, version: version, atMicros: TestCard.nowMicros,
                    entityID: Catalog.entityID(nil, on: card.connection), on: card.connection)
            }
            #expect(
                try notice("acme").csv == """
                    prefix,destination,change,currency,current_rate,new_rate,setup_fee,increments,details,effective_from
                    44,"UK, all",increase,USD,0.01,0.012,0,60/60,,2026-12-10T00:00:00Z
                    49,Germany,changed,USD,0.03,0.03,0,60/1,increments 60/60 -> 60/1,2026-12-01T00:00:00Z
                    7,Russia,closed,USD,0.05,,0,60/60,,2026-12-01T00:00:00Z
                    81,Japan,new,USD,,0.07,0,1/1,,2026-12-05T00:00:00Z

                    """)
            #expect { try notice("zeta") } throws: {
                "\($0)".hasPrefix("zeta does not have card gold on 2026-12-01T00:00:00Z")
            }
            #expect(throws: Refusal.self) { try notice("nobody") }
            #expect { try notice("acme", version: 9) } throws: { "\($0)" == "Card gold has no version 9" }
        }
    }
}

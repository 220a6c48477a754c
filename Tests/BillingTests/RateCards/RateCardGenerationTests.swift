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
            #expect(refusal("euro") == "Card euro is in EUR and not in USD: prices of two currencies are not compared")
            #expect(
                refusal("one", effective: "2026-10-01").hasPrefix(
                    "Card one has no version in effect at 2026-10-01T00:00:00Z"))
            #expect(refusal("three").hasPrefix("There is no rate card 'three'"))
            #expect(try card.connection.query("SELECT FROM rate_card WHERE name = 'retail'").isEmpty)
        }
    }

    @Test func `suppliers are compared prefix by prefix`() throws {
        try withTestCard { card in
            _ = try suppliers(card.connection)
            func comparison(_ prefix: String?) throws -> SupplierComparison {
                try SupplierComparison(
                    cards: ["one", "two"], prefix: prefix, atMicros: TestCard.nowMicros,
                    entityID: Catalog.entityID(nil, on: card.connection), on: card.connection)
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

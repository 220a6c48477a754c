import Catalog
import Database
import Money
import Postgres
import RateBook
import RateCards
import Rating
import TestSupport
import Testing

/// How a supplier's decks are read is kept, and the next one is held against it.
@Suite struct DeckProfileTests {
    private func withConnection(_ body: (Connection) throws -> Void) throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            defer { connection.close() }
            try body(connection)
        }
    }

    private func load(
        _ text: String, _ connection: Connection, _ change: (inout RateCardImport) -> Void = { _ in }
    ) throws -> RateCardReport {
        var request = RateCardImport(
            card: "gold", side: .buy, currency: try #require(Currency(code: "USD")), nowMicros: TestCard.nowMicros,
            actor: "anna"
        ) { _ in { $0 } }
        request.approves = true
        request.isForced = true
        request.effective = StatedMoment("2026-10-01")
        change(&request)
        return try request.run(Array(text.utf8), source: "deck.csv", on: connection)
    }

    @Test func `settings hold for the next deck, and a changed layout is asked about`() throws {
        try withConnection { connection in
            let deck = "Code;Voice;Name\n999;1,5;Examplia\n"
            let first = try load(deck, connection) {
                $0.settings.columns = ["rate_per_min": "Voice"]
                $0.settings.decimal = .comma
                $0.settings.markUp = MarkUp(milliPercent: 10_000)
                $0.savesProfile = true
            }
            #expect(first.state == .approved)
            let card = try RateCard(named: "gold", entityID: Catalog.entityID(nil, on: connection), on: connection)
            let saved = try #require(try card.deckProfile(on: connection))
            #expect(saved.settings.decimal == .comma)
            #expect(saved.layout?.columns.map(\.heading) == ["Code", "Voice", "Name"])
            // The same settings, though nothing is stated.
            #expect(try load(deck, connection).state == .unchanged)
            // An option comes before the profile.
            #expect(
                try load(deck, connection) { $0.settings.markUp = MarkUp(milliPercent: 20_000) }.difference.count == 1)

            let other = "Code;Voice;Name;Note\n999;1,5;Examplia;x\n"
            let asked = try load(other, connection)
            #expect(asked.state == .refused)
            #expect(
                asked.questions == [
                    "The layout has changed since the profile was saved: new: 'Note'. If it is understood rightly, take it with "
                        + "‹accept_layout›, and with ‹save_profile› for the next."
                ])
            #expect(try load(other, connection) { $0.acceptsLayout = true }.state != .refused)
            #expect(try load(other, connection).state == .refused)
            _ = try load(other, connection) {
                $0.acceptsLayout = true
                $0.savesProfile = true
            }
            #expect(try load(other, connection).questions == [])
            #expect(try connection.query("SELECT FROM deck_profile").count == 2)
        }
    }

    @Test func `a profile of a file goes before that of the card, and an export needs none`() throws {
        try withConnection { connection in
            let deck = "Code;Rate\n999;1,5\n"
            let profile = try DeckProfile(
                json: Array("{\"settings\": {\"decimal\": \"comma\", \"markUp\": {\"percent\": \"10\"}}}".utf8))
            let report = try load(deck, connection) {
                $0.profile = profile
                $0.savesProfile = true
            }
            #expect(report.state == .approved)
            let sheet = RateSheet(try DeckReader.read(Array("Code;Rate\n999;1.65\n".utf8)))
            var starting = sheet
            starting.rates[0].effectiveFromMicros = 1_790_812_800_000_000
            let canonical = String(decoding: DeckWriter.csv(starting, deckID: "gold"), as: UTF8.self)
            #expect(try load(canonical, connection).state == .unchanged)
            #expect(try DeckProfile(json: profile.json) == profile)
        }
    }

    @Test(arguments: [
        "{\"settings\": {\"columns\": {\"colour\": \"x\"}}}", "{\"settings\": {\"decimal\": \"dot\"}}", "{}", "[]",
        "{\"settings\": {\"unit\": \"mile\"}}", "{\"settings\": {\"headerRow\": -1}}",
        "{\"settings\": {\"increments\": {\"initial\": 1, \"further\": 0}}}",
    ])
    func `a profile that cannot be is refused`(json: String) {
        #expect(throws: (any Error).self) { try DeckProfile(json: Array(json.utf8)) }
    }

    @Test func `a deck with an open question stores nothing`() throws {
        try withConnection { connection in
            let report = try load("Code,Rate (EUR)\n999,1\n", connection) { $0.acceptsRefusals = true }
            #expect((report.state, report.questions.count) == (.refused, 1))
            #expect(try connection.query("SELECT FROM rate_card").isEmpty)
        }
    }
}

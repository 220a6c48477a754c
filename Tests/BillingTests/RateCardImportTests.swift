import Catalog
import Database
import Money
import Postgres
import RateBook
import RateCards
import Rating
import TestSupport
import Testing

@Suite struct RateCardImportTests {
    private let october = """
        Code,Destination,Rate,Effective Date,Increments
        49,Germany,0.01,2026-10-01,60/60
        4915,Germany Mobile,0.02,2026-10-01,1/1
        44,United Kingdom,0.005,2026-10-01,1/1

        """

    private func withConnection(_ body: (Connection) throws -> Void) throws {
        try withTestDatabase { database in
            let connection = try database.connect(role: .app)
            defer { connection.close() }
            try body(connection)
        }
    }

    /// 2026-10-10T00:00:00Z is now; the card's zone is UTC unless `zone` says Tokyo.
    private func request(
        _ card: String = "gold", side: Side = .sell, currency: String = "USD", approves: Bool = true
    ) throws -> RateCardImport {
        var request = RateCardImport(
            card: card, side: side, currency: try #require(Currency(code: currency)), nowMicros: 1_791_590_400_000_000,
            actor: "anna"
        ) { zone in
            let offset: Int64 = zone == "Asia/Tokyo" ? 32_400_000_000 : 0
            return { $0 - offset }
        }
        request.approves = approves
        return request
    }

    @discardableResult
    private func load(_ text: String, _ request: RateCardImport, _ connection: Connection) throws -> RateCardReport {
        try request.run(Array(text.utf8), source: "deck.csv", on: connection)
    }

    private func export(_ connection: Connection, version number: Int64? = nil) throws -> String {
        let card = try RateCard(named: "gold", entityID: Catalog.entityID(nil, on: connection), on: connection)
        let versions = try card.versions(on: connection)
        let version = try #require(
            number.map { number in versions.first { $0.number == number } } ?? versions.latestApproved)
        var bytes: [UInt8] = []
        try unsafe RateCardExport.csv(version, on: connection) { unsafe bytes.append(contentsOf: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a deck becomes a version, and the same deck again changes nothing`() throws {
        try withConnection { connection in
            let first = try load(october, request(), connection)
            #expect(first.state == .approved)
            #expect(first.version == 1)
            #expect(first.effectiveFrom == "2026-10-01T00:00:00Z")
            #expect(first.counts["new"] == 3)
            #expect(first.madeEntity == "Made entity main (USD) with switch main and product standard")

            let again = try load(october, request(), connection)
            #expect(again.state == .unchanged)
            #expect(again.version == 1)
            #expect(again.counts["unchanged"] == 3)

            let text = try export(connection)
            let lines = text.split(separator: "\n")
            #expect(lines.count == 4)
            #expect(lines[1] == "gold,44,United Kingdom,2026-10-01T00:00:00Z,0.005,0,1,1,0,,0,0,none,up,6,half_up,,")
            #expect(lines[3].hasPrefix("gold,4915,Germany Mobile,"))
            #expect(try load(text, request(), connection).state == .unchanged)
            let rows = try connection.query(
                "SELECT (SELECT count(*) FROM card_version) AS versions, (SELECT count(*) FROM rate) AS rates"
            ).only()
            #expect(try (rows.int("versions"), rows.int("rates")) == (1, 3))
        }
    }

    @Test func `a draft waits for its approval`() throws {
        try withConnection { connection in
            let draft = try load(october, request(approves: false), connection)
            #expect((draft.state, draft.version) == (.draft, 1))
            #expect(try load(october, request(approves: false), connection).state == .waiting)
            let card = try RateCard(named: "gold", entityID: 1, on: connection)
            #expect(try card.versions(on: connection).map(\.state) == [.draft])
            let (version, withdrawn) = try RateCardApproval.approve(
                card, number: nil, atMicros: 1_791_590_400_000_000, actor: "ben", on: connection)
            #expect((version.number, withdrawn) == (1, []))
            #expect(try card.versions(on: connection).map(\.state) == [.approved])
            expectRefusal("ratecard.no_draft", "Card gold has no draft") {
                try RateCardApproval.approve(
                    card, number: nil, atMicros: 1_791_590_400_000_000, actor: "ben", on: connection)
            }
            expectRefusal("ratecard.version_not_a_draft", "Version 1 of card gold is approved already") {
                try RateCardApproval.approve(
                    card, number: 1, atMicros: 1_791_590_400_000_000, actor: "ben", on: connection)
            }
            expectRefusal("ratecard.no_version", "Card gold has no version 7") {
                try RateCardApproval.approve(
                    card, number: 7, atMicros: 1_791_590_400_000_000, actor: "ben", on: connection)
            }
            #expect(try load(october, request(), connection).state == .unchanged)
        }
    }

    @Test func `a later deck takes over with its first change, and keeps prices until theirs begin`() throws {
        try withConnection { connection in
            try load(october, request(), connection)
            let changes = """
                Code,Destination,Rate,Effective Date,Increments
                49,Germany,0.012,2026-10-20,60/60
                4915,Germany Mobile,0.02,2026-10-01,1/1
                33,France,0.007,2026-10-15,1/1

                """
            let report = try load(changes, request(), connection)
            #expect((report.state, report.version, report.comparedWith) == (.approved, 2, 1))
            #expect(report.effectiveFrom == "2026-10-15T00:00:00Z")
            #expect(
                report.counts == [
                    "new": 1, "increase": 1, "decrease": 0, "changed": 0, "blocked": 0, "closed": 1, "unchanged": 1,
                ])
            #expect(report.keptRates == 1)
            #expect(report.withdrawn == [])
            let rows = try export(connection).split(separator: "\n").dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            #expect(
                rows.map { "\($0[1]) \($0[4]) \($0[3].prefix(10)) \($0[9].prefix(10))" } == [
                    "33 0.007 2026-10-15 ", "49 0.01 2026-10-01 2026-10-20", "49 0.012 2026-10-20 ",
                    "4915 0.02 2026-10-01 ",
                ])
            #expect(try load(changes, request(), connection).state == .unchanged)
            // Version 1 still says what was in effect before.
            #expect(try export(connection, version: 1).split(separator: "\n").count == 4)
        }
    }

    @Test func `a mended deck of the same date takes the place of the faulty one`() throws {
        try withConnection { connection in
            try load(october, request(), connection)
            let report = try load(october + "4420,London,0.003,2026-10-01,1/1\n", request(), connection)
            #expect((report.state, report.version, report.withdrawn) == (.approved, 2, [1]))
            #expect(report.effectiveFrom == "2026-10-01T00:00:00Z")
            #expect(report.counts["new"] == 1 && report.counts["unchanged"] == 3)
            // A price for a time before the only version.
            let earlier = try load(
                october + "4420,London,0.003,2026-10-01,1/1\n4421,Cardiff,0.003,2026-09-01,1/1\n", request(), connection
            )
            #expect((earlier.version, earlier.withdrawn) == (3, [2]))
            #expect(earlier.effectiveFrom == "2026-09-01T00:00:00Z")
        }
    }

    @Test func `what a draft replaces is withdrawn when it is approved`() throws {
        try withConnection { connection in
            try load(october, request(), connection)
            let draft = try load(october + "4421,Cardiff,0.003,2026-09-01,1/1\n", request(approves: false), connection)
            #expect((draft.state, draft.effectiveFrom) == (.draft, "2026-09-01T00:00:00Z"))
            let card = try RateCard(named: "gold", entityID: 1, on: connection)
            #expect(
                try RateCardApproval.approve(
                    card, number: 2, atMicros: 1_791_590_400_000_000, actor: "ben", on: connection
                ).withdrawn == [1])
            #expect(try card.versions(on: connection).map(\.state) == [.approved, .withdrawn])
        }
    }

    @Test func `a deck that only closes prefixes does so when it was received`() throws {
        try withConnection { connection in
            try load(october, request(), connection)
            let shorter = october.split(separator: "\n").dropLast().joined(separator: "\n")
            let report = try load(shorter, request(), connection)
            #expect(report.effectiveFrom == "2026-10-10T00:00:00Z")
            #expect(report.counts["closed"] == 1)
            #expect(report.difference.map(\.prefix) == ["44"])
        }
    }

    @Test func `dates begin in the zone of the card`() throws {
        try withConnection { connection in
            var tokyo = try request()
            tokyo.zone = "Asia/Tokyo"
            tokyo.effective = StatedMoment("2026-10-02")
            let report = try load("prefix,rate,increments\n81,0.01,1/1\n", tokyo, connection)
            #expect(report.effectiveFrom == "2026-10-01T15:00:00Z")
            #expect(report.notes.contains("The file names no destinations: they are named after the master list."))
            #expect(try export(connection).contains("gold,81,Prefix 81,2026-10-01T15:00:00Z,0.01,"))
            tokyo.zone = "Asia/Seoul"
            expectRefusal("ratecard.other_zone", "The zone of card gold is Asia/Tokyo, and it does not change") {
                try load("prefix,rate,increments\n81,0.01,1/1\n", tokyo, connection)
            }
            tokyo.zone = "Tokyo"
            expectRefusal("zone.unknown", "'Tokyo' is not a time zone of the IANA list") {
                try load("prefix,rate,increments\n81,0.01,1/1\n", tokyo, connection)
            }
        }
    }

    @Test func `a deck with refused rows loads nothing unless they are accepted`() throws {
        try withConnection { connection in
            let faulty = october + "33,France,,2026-10-01,1/1\n"
            let refused = try load(faulty, request(), connection)
            #expect((refused.state, refused.version) == (.refused, nil))
            #expect(refused.refusals.map(\.description) == ["line 5, column 3 (Rate): empty"])
            #expect(try connection.query("SELECT FROM rate_card").isEmpty)
            #expect(try connection.query("SELECT FROM entity").isEmpty)
            var accepting = try request()
            accepting.acceptsRefusals = true
            let accepted = try load(faulty, accepting, connection)
            #expect((accepted.state, accepted.rates, accepted.refusals.count) == (.approved, 3, 1))
        }
    }

    @Test func `a rate without a date needs one for the deck`() throws {
        try withConnection { connection in
            let text = "prefix,rate\n49,0.01\n"
            let asked = try load(text, request(), connection)
            #expect(asked.state == .refused)
            #expect(asked.questions == ["The deck has no column of start dates: state the start with ‹effective›."])
            var dated = try request()
            dated.effective = StatedMoment("2026-10-01")
            let report = try load(text, dated, connection)
            #expect(report.state == .approved)
            #expect(report.notes.contains("The file states no increments: 1/1 was taken (see ‹increments›)."))
            #expect(try load(text, dated, connection).state == .unchanged)
        }
    }

    @Test func `of a file with several decks one is taken by its id`() throws {
        try withConnection { connection in
            let text =
                "deck_id,prefix,rate,effective_from\na,49,0.01,2026-10-01\nb,49,0.02,2026-10-01\nb,44,0.02,2026-10-01\n"
            expectRefusal("deck.several", "The file holds 2 decks (a, b)") {
                try load(text, request(), connection)
            }
            var second = try request()
            second.deckID = "c"
            expectRefusal("deck.no_deck_of_that_id", "The file has no deck 'c'; it has a, b") {
                try load(text, second, connection)
            }
            second.deckID = "b"
            #expect(try load(text, second, connection).rates == 2)
        }
    }

    @Test func `a card keeps its side and currency`() throws {
        try withConnection { connection in
            try load(october, request(), connection)
            expectRefusal("ratecard.other_side", "Card gold is one of the sell side") {
                try load(october, request(side: .buy), connection)
            }
            expectRefusal("ratecard.other_currency", "Card gold is in USD") {
                try load(october, request(currency: "EUR"), connection)
            }
        }
    }

    @Test func `destinations follow the longest prefix of the master list`() throws {
        try withConnection { connection in
            let list = Array("prefix,destination\n49,Germany\n4915,Germany Mobile\n44,UK\n".utf8)
            #expect(try DestinationImport.run(list, on: connection).added == 3)
            #expect(try DestinationImport.run(list, on: connection).unchanged == 3)
            try load(
                """
                prefix,destination,effective_from,rate,initial_s,increment_s
                49,DE fix,2026-10-01,0.01,1,1
                49151,DE mob,2026-10-01,0.02,1,1
                4930,,2026-10-01,0.01,1,1
                33,FR,2026-10-01,0.01,1,1

                """, request(), connection)
            let rows = try connection.query(
                """
                SELECT rate.prefix, master.name AS master, own.name AS own
                FROM rate
                JOIN destination AS master ON master.id = rate.destination_id
                JOIN card_destination AS own ON own.id = rate.card_destination_id
                ORDER BY prefix
                """)
            #expect(
                rows.map { "\($0["prefix"] ?? "") \($0["master"] ?? "") / \($0["own"] ?? "")" } == [
                    "33 FR / FR", "49 Germany / DE fix", "49151 Germany Mobile / DE mob", "4930 Germany / Germany",
                ])
            #expect { try DestinationImport.run(Array("prefix,destination\n4x,A\n".utf8), on: connection) } throws: {
                "\($0)" == "line 2, column 1 (prefix): not a prefix of 1 to 15 digits: '4x'"
            }
            let moved = try DestinationImport.run(Array("prefix,destination\n44,United Kingdom\n".utf8), on: connection)
            #expect((moved.added, moved.changed, moved.unchanged) == (0, 1, 0))
        }
    }

    @Test func `cards are assigned where currency and role fit, and do not overlap`() throws {
        try withConnection { connection in
            _ = try CatalogImport(.partners).run(
                Array("partner,currency,role\nacme,USD,customer\neuro,EUR,customer\nsup,USD,supplier\n".utf8),
                on: connection)
            try load(october, request(), connection)
            try load(october, request("silver"), connection)
            let text = "partner,card,from,to\nacme,gold,2026-10-01,\n"
            func assign(_ text: String, replaces: Bool = false) throws -> CatalogReport {
                var assignments = CatalogImport(.assignments)
                assignments.replacesAssignments = replaces
                return try assignments.run(Array(text.utf8), on: connection)
            }
            #expect(try assign(text).added == ["acme sell: card gold"])
            #expect(try assign(text).unchanged == 1)
            for (row, reason) in [
                (
                    "euro,gold,,",
                    "column 2 (card): the card is in USD and the partner's agreement in EUR, and there is no exchange rate between them: import one first: 'gold'"
                ),
                (
                    "sup,gold,,",
                    "column 2 (card): the card is one of the sell side and the partner is a supplier: 'gold'"
                ),
                ("acme,none,,", "column 2 (card): no rate card of that name: import it first: 'none'"),
                ("nobody,gold,,", "column 1 (partner): no partner of that code: import it first: 'nobody'"),
                ("acme,gold,2026-10-01,2026-10-01", "column 4 (to): not after the beginning: '2026-10-01'"),
                (
                    "acme,gold,1.10.2026,",
                    "column 3 (from): not a date such as 2026-10-01, or an instant such as 2026-10-01T12:00:00Z: '1.10.2026'"
                ),
                (
                    "acme,silver,2026-11-01,",
                    "column 2 (card): overlaps the assignment of card gold, from 2026-10-01 00:00 UTC; state ‹replace› to end that one where this one begins: 'silver'"
                ),
            ] {
                #expect { try assign("partner,card,from,to\n\(row)\n") } throws: { "\($0)" == "line 2, \(reason)" }
            }
            #expect { try assign("partner,card\nacme,gold\nacme,silver\n") } throws: {
                "\($0)".contains("line 3, column 2 (card): overlaps the assignment in line 2: 'silver'")
            }
            let replaced = try assign("partner,card,from\nacme,silver,2026-11-01T12:00:00+02:00\n", replaces: true)
            #expect(replaced.added == ["acme sell: card silver"])
            #expect(replaced.changes.map(\.to) == ["2026-11-01T10:00:00Z"])
            let rows = try Catalog.list(.assignments, code: "acme", on: connection)
            #expect(rows.map { $0["card"] } == ["gold", "silver"])
            #expect(rows.map { $0["to"] } == ["2026-11-01T10:00:00Z", nil])
        }
    }
}

import Catalog
import Postgres
import RateBook
import RateCards
import Testing

@Suite struct DestinationMappingTests {
    private func list(_ card: TestCard, unreviewed: Bool = false) throws -> [String] {
        try DestinationMapping.list(card.stored, unreviewed: unreviewed, on: card.connection).map { row in
            [row["name"], row["destination"], row["method"], row["matched"].map { "\($0)/\(row["prefixes"] ?? "")" }]
                .map { $0 ?? "-" }.joined(separator: " | ")
        }
    }

    private func masters(_ card: TestCard) throws -> [String] {
        try card.connection.texts(
            """
            SELECT rate.prefix, destination.name
            FROM rate
            JOIN destination ON destination.id = rate.destination_id
            WHERE version_id = (SELECT max(id) FROM card_version)
            ORDER BY prefix
            """)
    }

    private func withMasterList(_ body: (TestCard) throws -> Void) throws {
        try withTestCard { card in
            let list = "prefix,destination\n33,France\n336,France Mobile\n49,Germany\n4915,Germany Mobile\n81,Japan\n"
            _ = try DestinationImport.run(Array(list.utf8), on: card.connection)
            try body(card)
        }
    }

    private let deck = """
        33,FR all,0.01,2026-11-01
        3361,FR all,0.02,2026-11-01
        3362,FR all,0.02,2026-11-01
        49,Deutschland,0.01,2026-11-01
        870,japan ,0.5,2026-11-01
        881,Satellite,2,2026-11-01
        """

    @Test func `names are mapped by most of their prefixes, then by name, else they are their own`() throws {
        try withMasterList { card in
            try card.load(deck)
            #expect(
                try list(card) == [
                    "Deutschland | Germany | prefix | 1/1", "FR all | France Mobile | prefix | 2/3",
                    "Satellite | Satellite | own | 0/1", "japan | Japan | name | 0/1",
                ])
            // Without a review each rate goes by its own prefix.
            #expect(
                try masters(card) == [
                    "33 France", "3361 France Mobile", "3362 France Mobile", "49 Germany", "870 Japan", "881 Satellite",
                ])
        }
    }

    @Test func `a review holds for the next deck of the card and is not overwritten`() throws {
        try withMasterList { card in
            try card.load(deck)
            let statements = [
                DestinationMapping.Statement(name: "FR all", destination: "France"),
                DestinationMapping.Statement(line: 2, name: "Deutschland", destination: nil),
            ]
            func review() throws -> Int {
                try DestinationMapping.review(statements, of: card.stored, actor: "ben", on: card.connection)
            }
            #expect(try review() == 2)
            #expect(try review() == 0)
            #expect(try list(card, unreviewed: true).map { $0.prefix(5) } == ["Satel", "japan"])
            try card.load("3361,FR all,0.03,2026-12-01\n3369,FR all,0.03,2026-12-01\n33,FR all,0.01,2026-11-01") {
                $0.amends = true
            }
            #expect(
                try masters(card) == [
                    "33 France", "3361 France", "3362 France", "3369 France", "49 Germany", "870 Japan",
                    "881 Satellite",
                ])
            #expect(try list(card).contains("FR all | France | hand | 0/3"))
            #expect(
                try card.stored.history(on: card.connection).filter { $0["act"] == "destination.map" }.count == 2)
        }
    }

    @Test func `reviews go out and come in as a file`() throws {
        try withMasterList { card in
            try card.load(deck)
            let stored = try card.stored
            func load(_ csv: String) throws -> Int {
                try DestinationMapping.import(Array(csv.utf8), of: stored, actor: "ben", on: card.connection)
            }
            let csv = try DestinationMapping.csv(stored, on: card.connection)
            #expect(
                csv == """
                    name,destination,method,prefixes,matched,reviewed
                    Deutschland,Germany,prefix,1,1,no
                    FR all,France Mobile,prefix,3,2,no
                    Satellite,Satellite,own,1,0,no
                    japan,Japan,name,1,0,no

                    """)
            #expect(try load(csv) == 0)
            #expect(try load(csv.replacing("FR all,France Mobile", with: "FR all,France")) == 1)
            #expect(try load(csv.replacing("1,1,no", with: "1,1,yes")) == 2)
            #expect { try load("name,destination\nFR,France\nFR all,Frankreich\n") } throws: { error in
                "\(error)".contains("line 2 (name): not a name that the card has used: 'FR'")
                    && "\(error)".contains("line 3 (destination): not a destination of the master list")
            }
        }
    }
}

internal import Database
import Foundation
public import Postgres
public import RateCards

// Profiles as JSON, in files and with cards.

extension DeckProfile {
    /// - Throws: `DecodingError` for what is no such JSON, `DeckProfile.Fault` for fields that there are not.
    public init(json bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(DeckProfile.self, from: Data(bytes)).checked()
    }

    /// For people, too: keys in order, a line each.
    public var json: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        }
    }
}

extension RateCard {
    /// How its decks are read, as it was saved last; nil = never.
    public func deckProfile(on connection: Connection) throws -> DeckProfile? {
        guard let row = try connection.run(query: "deck_profile_of_card", ["card_id": .id(id)]).first else {
            return nil
        }
        return try DeckProfile(json: Array(try row.string("profile").utf8))
    }

    /// Saves how its decks are read; what was saved before stays in the table.
    func save(_ profile: DeckProfile, source: String, on connection: Connection) throws {
        _ = try connection.run(
            job: "add_deck_profile",
            [
                "card_id": .id(id), "profile": .text(String(decoding: try profile.json, as: UTF8.self)),
                "source_name": .text(source),
            ])
    }
}

import Money
import Rating
import Testing

@testable import RateCards

@Suite struct InterchangeTests {
    private func read(_ text: String, _ change: (inout DeckOptions) -> Void = { _ in }) throws -> DeckReading {
        var options = DeckOptions()
        change(&options)
        return try DeckReader.read(Array(text.utf8), options: options)
    }

    private static let card = """
        {"schema_version": "1.0.0", "effective_date": "2026-10-01T00:00:00Z", "expiry_date": "2027-01-01T00:00:00Z",
         "timezone": "UTC", "cards": {"main": {"type": "termination", "currency": "USD", "tech_prefix": "555",
         "fields": [{"name": "prefix"}, {"name": "name"}, {"name": "rate"}, {"name": "billing_interval"}],
         "rate": {"default_initial": 30, "default_pulse": 6, "connection": 0.01},
         "charge": {"precision": 4, "rounding": "up"},
         "rates": [["999", "Examplia \\u00c9", 5e-05, 1], [9991, "x", "0.5", null], [["9992", "9993-9994"], "y", 1.25E1, 60],
                   ["99x", "z", 1, 1], ["9996", "w", 1]]}}}
        """

    @Test func `a card becomes rates with what it states for all`() throws {
        let reading = try read(Self.card)
        #expect(
            reading.refusals.map(\.description) == [
                "rate 4, column 1 (prefix): not a prefix of 1 to 15 digits: '99x'"
            ])
        let rates = reading.decks[0].rates
        #expect(rates.map(\.prefix.description) == ["999", "9991", "9992", "9993", "9994", "9996"])
        #expect(
            rates.map(\.nanosPerMinute) == [
                50_000, 500_000_000, 12_500_000_000, 12_500_000_000, 12_500_000_000, 1_000_000_000,
            ])
        #expect(rates.map(\.incrementSeconds) == [1, 6, 60, 60, 60, 6])
        #expect(reading.destinations.text(Int(rates[0].destination)) == "Examplia É")
        #expect(rates.allSatisfy { $0.effectiveFromMicros == 1_790_812_800_000_000 && $0.setupFeeNanos == 10_000_000 })
        #expect(rates.allSatisfy { $0.terms.roundingDecimals == 4 && $0.terms.roundingMode == .up })
        #expect(reading.shape.sentence == "JSON, card 'main'")
        #expect(reading.assumptions.contains { $0.contains("tech prefix 555") })
        #expect(reading.questions == [])
    }

    @Test func `what a card says of another kind of prices is asked about`() throws {
        #expect(try read(Self.card) { $0.currency = "EUR" }.questions.count == 1)
        #expect(try read(Self.card.replacing("termination", with: "messaging")).questions.count == 1)
        #expect(try read(Self.card.replacing("\"up\"", with: "\"half_down\"")).questions.count == 1)
        // The rates have no dates of their own; the file's have their offset.
        #expect(try read(Self.card.replacing("UTC", with: "Asia/Tokyo")) { $0.zone = "UTC" }.questions == [])
        let dated =
            "{\"timezone\": \"Asia/Tokyo\", \"cards\": {\"a\": {\"fields\": [\"prefix\", \"rate\", \"effective_date\"], "
            + "\"rates\": [[\"999\", 1, \"2026-10-01\"]]}}}"
        #expect(try read(dated) { $0.zone = "UTC" }.questions.count == 1)
        #expect(try read(dated) { $0.zone = "Asia/Tokyo" }.questions == [])
    }

    @Test func `a list of objects is a deck, too`() throws {
        let reading = try read(
            "[{\"prefix\": \"44\", \"rate\": 0.01}, {\"rate\": 2, \"code_name\": \"x\", \"prefix\": 45}, 7]")
        #expect(reading.decks[0].rates.map(\.nanosPerMinute) == [10_000_000, 2_000_000_000])
        #expect(reading.refusals.map(\.line) == [3], "\(reading.assumptions) \(reading.questions)")
    }

    @Test func `of several cards one has to be stated`() throws {
        let two = Self.card.replacing(
            "\"cards\": {", with: "\"cards\": {\"other\": {\"fields\": [\"prefix\", \"rate\"], \"rates\": []}, ")
        #expect { try read(two) } throws: { "\($0)".contains("cards 'other', 'main' each hold a deck: which one?") }
        #expect(try read(two) { $0.settings.sheet = "main" }.decks[0].rates.count == 6)
        #expect { try read(two) { $0.settings.sheet = "x" } } throws: {
            "\($0)" == "there is no card 'x'; there is 'other', 'main'"
        }
    }

    @Test(arguments: [
        ("{", "line 1: not JSON: the file ends in the middle of a value"),
        ("[1,\n2,\n", "line 3: not JSON: the file ends in the middle of a value"),
        ("{\"a\": 01}", "line 1: not JSON: not a value of JSON"),
        ("[\"\\ud800\"]", "line 1: not JSON: half of a character"),
        ("{\"a\": 1} x", "line 1: not JSON: text behind the end of the JSON"),
        ("[tru]", "line 1: not JSON: not a value of JSON"),
        ("{}", "the JSON has neither 'cards' of the interchange format nor a list of rates"),
        (
            "{\"schema_version\": \"2.0.0\", \"cards\": {}}",
            "the JSON is of schema version 2.0.0; versions 1.x are understood"
        ),
        (String(repeating: "[", count: 100_000), "line 1: not JSON: nested more than 64 deep"),
    ])
    func `what is no card is refused with a sentence`(text: String, message: String) {
        #expect { try read(text) } throws: { "\($0)" == message }
    }

    @Test(arguments: [
        ("5e-05", "0.00005"), ("1.25E1", "12.5"), ("1e3", "1000"), ("-1.5e-1", "-0.15"), ("12", "12"), ("0.5", "0.5"),
        ("1e40", "1" + String(repeating: "0", count: 40)), ("123.456e2", "12345.6"),
    ])
    func `numbers with exponents are written out exactly`(number: String, text: String) throws {
        #expect(String(decoding: try #require(PlainNumber.text(Array(number.utf8))), as: UTF8.self) == text)
    }
}

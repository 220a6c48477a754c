import Rating
import Testing
import Vocabulary

@testable import RateCards

/// What becomes of a deck: it is taken, asked about, or a row of it is refused.
enum Verdict: Sendable {
    /// Without a question and a refusal; the rates as `describe` writes them.
    case taken([String])
    /// A question with these words is open.
    case question(String)
    /// A row of this line is refused with these words.
    case refused(Int, String)
    /// The file is no deck, with these words.
    case noDeck(String)
}

struct OddDeck: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var set: @Sendable (inout DeckOptions) -> Void = { _ in }
    let verdict: Verdict

    init(
        _ name: String, _ text: String, _ verdict: Verdict,
        set: @escaping @Sendable (inout DeckOptions) -> Void = { _ in }
    ) {
        self.name = name
        self.text = text
        self.verdict = verdict
        self.set = set
    }

    var testDescription: String { name }
}

/// Bad and odd decks, one habit each, and what becomes of them. A deck that is asked about stands a second time with the answer.
@Suite struct OddDeckTests {
    @Test(arguments: OddDeck.all)
    func `an odd deck is taken, asked about or refused`(deck: OddDeck) throws {
        var options = DeckOptions()
        options.currency = "USD"
        deck.set(&options)
        let reading: DeckReading
        do throws(TableError) {
            reading = try DeckReader.read(Array(deck.text.utf8), options: options)
        } catch {
            guard case .noDeck(let words) = deck.verdict else {
                Issue.record("no deck: \(error)")
                return
            }
            #expect(OddDeckTests.worded(error.description).contains(words))
            return
        }
        let refusals = reading.refusals.map { OddDeckTests.worded($0.description) }
        let questions = reading.questions.map(OddDeckTests.worded)
        switch deck.verdict {
        case .taken(let rates):
            #expect(reading.questions.isEmpty)
            #expect(refusals.isEmpty)
            #expect(OddDeckTests.described(reading) == rates)
        case .question(let words): #expect(questions.contains { $0.contains(words) }, "\(questions)")
        case .refused(let line, let words):
            #expect(
                reading.refusals.contains { $0.line == line && OddDeckTests.worded($0.reason).contains(words) },
                "\(refusals)")
        case .noDeck: Issue.record("taken: \(OddDeckTests.described(reading))")
        }
    }

    @Test func `there are at least eighty, each with a name of its own`() {
        #expect(OddDeck.all.count >= 80)
        #expect(Set(OddDeck.all.map(\.name)).count == OddDeck.all.count)
    }

    /// With choices as the options of the command line.
    private static func worded(_ text: String) -> String {
        Choice.worded(in: text) { choice in
            let option = "--\(choice.name.rawValue.replacing("_", with: "-"))"
            return choice.value.map { "\(option) \($0)" } ?? option
        }
    }

    /// `49 0.01`, and what is not usual behind it: the fee, increments, minimum, `blocked`, and the time band.
    private static func described(_ reading: DeckReading) -> [String] {
        let rates: [Rate] = reading.decks.flatMap { $0.rates }
        return rates.map { rate in
            let sample = DeckSample(rate, codes: [], name: "")
            var parts = [rate.prefix.description, sample.ratePerMinute ?? ""].filter { !$0.isEmpty }
            if rate.setupFeeNanos > 0 { parts.append("fee \(sample.setupFee)") }
            if let fee = sample.attemptFee { parts.append("attempt \(fee)") }
            if rate.initialSeconds != 1 || rate.incrementSeconds != 1 {
                parts.append("\(rate.initialSeconds)/\(rate.incrementSeconds)")
            }
            if rate.minimumSeconds > 0 { parts.append("min \(rate.minimumSeconds)") }
            if rate.blocked { parts.append("blocked") }
            if rate.variant.timeBand > 0 { parts.append(reading.destinations.text(Int(rate.variant.timeBand) - 1)) }
            if let jurisdiction = rate.variant.jurisdiction { parts.append(jurisdiction.name) }
            return parts.joined(separator: " ")
        }
    }
}

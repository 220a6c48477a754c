internal import Catalog
import Foundation
import Rating

/// What is in a compiled tariff, for people; `JSON.TariffFile` is for programs.
struct TariffReport {
    struct Deck {
        var deck: String
        var rates: Int
    }

    var file: String
    var bytes: Int
    /// SHA-256 of everything that decides a price, apart from exchange rates; hexadecimal.
    var hash: String
    var compiledAt: String
    var program: String
    var source: String
    var decks: [Deck]
    var rates: Int
    var prefixes: Int
    var destinations: Int
    var customers: Int
    var suppliers: Int
    /// Numbers of customers, each span of time counted.
    var dids: Int
    var zones: [String]
    var currencies: [String]

    init(path: String, bytes: Int, tariff: Tariff, facts: TariffFacts) {
        file = path
        self.bytes = bytes
        hash = facts.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let seconds = TimeInterval(facts.compiledAtMicros) / 1_000_000
        compiledAt = Date(timeIntervalSince1970: seconds).formatted(.iso8601)
        program = facts.program
        source = facts.source
        decks = facts.decks.map { Deck(deck: $0.name, rates: $0.rateCount) }
        rates = tariff.rateCount
        prefixes = tariff.prefixCount
        destinations = facts.destinations.count { !$0.isEmpty }
        customers = tariff.parties(.sell).count(where: \.isNamedByRecords)
        suppliers = tariff.parties(.buy).count(where: \.isNamedByRecords)
        dids = tariff.didCount
        zones = facts.zones
        currencies = facts.currencies
    }

    var text: String {
        var facts = TextTable([.left("Tariff"), .left(file)])
        facts.rows = [
            ["compiled", "\(compiledAt) by didtron \(program)"],
            ["from", source],
            ["hash", hash],
            ["size", "\(AmountText.count(Int64(bytes))) bytes"],
            ["rates", "\(count(rates)) in \(count(decks.count)) decks, \(count(prefixes)) prefixes"],
            ["destinations", count(destinations)],
            ["accounts", "\(count(customers)) on the sell side, \(count(suppliers)) on the buy side"],
        ]
        if dids > 0 { facts.rows.append(["numbers of customers", count(dids)]) }
        if !zones.isEmpty { facts.rows.append(["billing zones", zones.joined(separator: ", ")]) }
        if !currencies.isEmpty { facts.rows.append(["currencies", currencies.joined(separator: ", ")]) }
        guard !decks.isEmpty else { return facts.text }
        var table = TextTable([.left("Deck"), .right("rates")])
        table.rows = decks.map { [$0.deck, count($0.rates)] }
        return facts.text + "\n" + table.text
    }

    private func count(_ number: Int) -> String { AmountText.count(Int64(number)) }
}

import Foundation
internal import RateBook
import RateCards
import Rating

/// The files of `didtron rate`, compiled.
struct RateTables {
    let tariff: Tariff
    /// Names by the index that rates carry.
    let destinations: [[UInt8]]
    /// In the order of the tariff.
    let decks: [TariffFacts.Deck]
    /// SHA-256 of the files and of how time bands are to be read.
    let hash: [UInt8]
    /// Sentences about what is odd but no fault.
    private(set) var warnings: [String] = []

    /// - Throws: `InputError` or `TableError` for a file that cannot be read, `RowsRefused` with line and column.
    init(rates: String, customers: String, suppliers: String, variants: VariantFiles) throws {
        let builder = Tariff.Builder(looksUpUnanswered: false)
        var decks: [[UInt8]: Int32] = [:]
        var names: [[UInt8]] = []
        var facts: [TariffFacts.Deck] = []
        var rateBytes = try RateTables.bytes(of: rates)
        var digests = [TariffFile.digest(of: rateBytes)]
        let tables = try VariantTables(variants)
        var found: [String] = []
        try RateTables.named(rates) {
            var options = DeckOptions()
            options.groupsByDeckID = true
            options.isCanonical = true
            options.refusalsMax = 1_000
            var reading = try DeckReader.read(rateBytes, options: options)
            // What was read is let go as soon as it is not needed: with it, large files would be in memory three times.
            rateBytes = []
            guard reading.refusals.isEmpty else { throw RowsRefused(reading.refusals) }
            builder.reserveCapacity(reading.decks.reduce(0) { $0 + $1.rates.count })
            for position in reading.decks.indices {
                let deck = reading.decks[position]
                reading.decks[position].rates = []
                let id = String(decoding: deck.id, as: UTF8.self)
                decks[deck.id] = try builder.addDeck(
                    deck.rates, settings: tables.settings(deck: id, names: reading.destinations))
                facts.append(TariffFacts.Deck(name: id, rateCount: deck.rates.count))
                found += tables.unknownNames(of: deck.rates, deck: id, names: reading.destinations)
            }
            names = (0..<reading.destinations.count).map { Array(reading.destinations[$0]) }
        }
        for (side, file, column) in [(Side.sell, customers, "customer_id"), (.buy, suppliers, "supplier_id")] {
            let bytes = try RateTables.bytes(of: file)
            digests.append(TariffFile.digest(of: bytes))
            try RateTables.named(file) {
                found += try RateTables.addParties(
                    side, table: bytes, column: column, decks: decks, to: builder
                ).map { "\(file), \($0)" }
            }
        }
        tariff = try builder.build(references: tables.references)
        destinations = names
        self.decks = facts
        for path in variants.paths { digests.append(TariffFile.digest(of: try RateTables.bytes(of: path))) }
        if variants.bands != nil {
            digests.append(TariffFile.digest(of: Array("\(variants.bandZone) \(variants.bandPricing)".utf8)))
        }
        hash = TariffFile.hash(of: digests)
        warnings = found
    }

    private static func addParties(
        _ side: Side, table: [UInt8], column: String, decks: [[UInt8]: Int32], to builder: Tariff.Builder
    ) throws -> [String] {
        let table = try Table(
            table, columns: [.init(column, isRequired: true), .init("deck_id", isRequired: true)])
        var lines: [String: Int] = [:]
        var refusals: [RowRefusal] = []
        var warnings: [String] = []
        for row in table.rows {
            guard let account = row[column] else {
                refusals.append(row.refusal(column, "\(column) is empty"))
                continue
            }
            guard let deck = row["deck_id"] else {
                refusals.append(row.refusal("deck_id", "deck_id is empty"))
                continue
            }
            if let first = lines.updateValue(row.line, forKey: account) {
                refusals.append(row.refusal(column, "named before, in line \(first)"))
                continue
            }
            let index = decks[Array(deck.utf8)]
            if index == nil {
                warnings.append("line \(row.line): deck \(deck) has no rates; calls of \(account) have no price.")
            }
            builder.addParty(
                Party(account: Array(account.utf8), assignments: index.map { [Assignment(deck: $0)] } ?? []), side: side
            )
        }
        guard refusals.isEmpty else { throw RowsRefused(refusals) }
        return warnings
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Puts the file's name before what is wrong with it.
    private static func named(_ path: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let refused as RowsRefused {
            throw RateTableError(path: path, reasons: refused.refusals.map(\.description))
        } catch let error as TableError {
            throw RateTableError(path: path, reasons: [error.description])
        }
    }
}

/// A file of rates or parties that cannot be used.
struct RateTableError: Error, CustomStringConvertible {
    let path: String
    let reasons: [String]

    var description: String {
        let most = 20
        var text = reasons.prefix(most).map { "\(path), \($0)" }.joined(separator: "\n")
        if reasons.count > most { text += "\n… and \(reasons.count - most) more rows refused" }
        return ChoiceWording.options(in: text) + "\nNothing was rated. Correct the file and run the command again."
    }
}

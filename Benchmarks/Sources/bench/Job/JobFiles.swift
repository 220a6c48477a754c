import Foundation
import SyntheticCarrier

/// One job for everybody: decks, parties and calls as canonical files, of a carrier that a seed makes up.
///
/// Decks have numbers for names, nothing is blocked and no record is faulty, so that a program which knows only the plain
/// case can do the same job; one called number in a thousand has no prefix.
struct JobFiles {
    let folder: URL
    let calls: Int
    let rates: Int

    /// - Parameter prefixes: on each of 25 decks.
    init(folder: URL, calls: [Int], prefixes: Int, customers: Int) throws {
        self.folder = folder
        self.calls = calls[0]
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var size = SyntheticCarrier.Size()
        size.customers = customers
        size.suppliers = 40
        size.sellDecks = 20
        size.buyDecks = 5
        size.prefixesPerDeck = prefixes
        // Decks are in effect from 2025-01-01, some change their prices in the middle of the month of calls.
        let carrier = SyntheticCarrier(seed: 42, size: size, firstDay: 20_119, days: 31)
        rates = try JobFiles.writeRates(carrier, to: folder.appending(path: "rates.csv"))
        let customers = carrier.customers.map { "\($0.account),\(1 + $0.deck)\n" }.joined()
        try Data("customer_id,deck_id\n\(customers)".utf8).write(to: folder.appending(path: "customers.csv"))
        let suppliers = carrier.suppliers.map { "\($0.account),\(101 + $0.deck)\n" }.joined()
        try Data("supplier_id,deck_id\n\(suppliers)".utf8).write(to: folder.appending(path: "suppliers.csv"))
        var faults = SyntheticCalls.Faults.none
        faults.unknownPrefixes = 1_000
        for count in Set(calls + [0]) {
            try JobFiles.write(
                SyntheticCalls(carrier: carrier, count: count, faults: faults),
                to: folder.appending(path: "cdrs_\(count).csv"))
        }
    }

    /// The CDR file of so many calls; of none at all, for the cost of what comes before the first.
    func cdrs(_ count: Int) -> String { folder.appending(path: "cdrs_\(count).csv").path }

    private static func writeRates(_ carrier: SyntheticCarrier, to file: URL) throws -> Int {
        var text = "deck_id,prefix,destination,effective_from,rate_per_min,setup_fee,initial_s,increment_s\n"
        var count = 0
        for deck in carrier.sellDecks + carrier.buyDecks {
            let number = deck.side == .sell ? 1 + deck.index : 101 + deck.index
            for row in carrier.rates(of: deck) {
                // Without the last column, `blocked`.
                let line = row.csv(deck: "\(number)").dropLast(3)
                text += line + "\n"
                count += 1
            }
        }
        try Data(text.utf8).write(to: file)
        return count
    }

    private static func write(_ calls: SyntheticCalls, to file: URL) throws {
        _ = FileManager.default.createFile(atPath: file.path, contents: Data(SyntheticCalls.header.utf8))
        let output = try FileHandle(forWritingTo: file)
        defer { try? output.close() }
        try output.seekToEnd()
        for start in stride(from: 0, to: calls.count, by: 8_192) {
            try output.write(contentsOf: calls.text(start..<min(start + 8_192, calls.count)))
        }
    }
}

import Foundation
import SyntheticCarrier

/// A made-up carrier as files in a folder.
struct SyntheticFiles {
    let calls: SyntheticCalls
    let folder: URL

    private var carrier: SyntheticCarrier { calls.carrier }

    /// `rates.csv` with every deck, and `decks/NAME.csv` with each of them.
    func writeDecks() throws {
        let decks = folder.appending(path: "decks")
        try FileManager.default.createDirectory(at: decks, withIntermediateDirectories: true)
        var all = SyntheticCarrier.RateRow.csvHeader
        for deck in carrier.sellDecks + carrier.buyDecks {
            let rows = carrier.rates(of: deck).map { $0.csv(deck: deck.name) }.joined()
            all += rows
            try write(SyntheticCarrier.RateRow.csvHeader + rows, to: "decks/\(deck.name).csv")
        }
        try write(all, to: "rates.csv")
    }

    /// `customers.csv` and `suppliers.csv`: which deck prices whom in `didtron rate`.
    func writeParties() throws {
        try write(
            "customer_id,deck_id\n"
                + carrier.customers.map { "\($0.account),\(carrier.sellDecks[$0.deck].name)\n" }.joined(),
            to: "customers.csv")
        try write(
            "supplier_id,deck_id\n"
                + carrier.suppliers.map { "\($0.account),\(carrier.buyDecks[$0.deck].name)\n" }.joined(),
            to: "suppliers.csv")
    }

    /// `partners.csv`, `accounts.csv`, `assignments.csv` and `exchange_rates.csv`: the same parties for the database.
    func writeCatalog() throws {
        try write(carrier.partnersCSV, to: "partners.csv")
        try write(carrier.accountsCSV, to: "accounts.csv")
        try write(carrier.assignmentsCSV, to: "assignments.csv")
        try write(carrier.exchangeRatesCSV, to: "exchange_rates.csv")
    }

    /// `cdrs.csv`, a block at a time; `progress` hears the number of records written so far. Returns the file's bytes.
    func writeCalls(progress: (Int) -> Void) throws -> Int {
        let url = folder.appending(path: "cdrs.csv")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: url.path, contents: Data(SyntheticCalls.header.utf8))
        let file = try FileHandle(forWritingTo: url)
        defer { try? file.close() }
        var bytes = Int(try file.seekToEnd())
        for block in stride(from: 0, to: calls.count, by: recordsPerBlock) {
            let records = calls.text(block..<min(block + recordsPerBlock, calls.count))
            try file.write(contentsOf: records)
            bytes += records.count
            progress(min(block + recordsPerBlock, calls.count))
        }
        return bytes
    }

    private let recordsPerBlock = 8_192

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }
}

import CallRecords
import Foundation
import Rating
import SyntheticCarrier

/// The carrier and the calls that everything is measured on: 25 decks, so that the tables do not fit the caches.
struct Workload {
    let carrier: SyntheticCarrier
    let calls: SyntheticCalls
    /// The canonical CDR file, header included.
    let text: [UInt8]
    /// Where everything that has to be a file is; removed by `clean`.
    let folder: URL

    /// - Parameters:
    ///   - keepsText: whether `text` holds the file.
    ///   - parent: where `folder` is made.
    init(
        _ options: BenchOptions, sellDecks: Int = 20, buyDecks: Int = 5, keepsText: Bool = true,
        folder parent: URL = URL(filePath: "/tmp")
    ) throws {
        var size = SyntheticCarrier.Size()
        size.customers = options.customers
        size.suppliers = 40
        size.sellDecks = sellDecks
        size.buyDecks = buyDecks
        size.prefixesPerDeck = options.rates
        carrier = SyntheticCarrier(seed: 42, size: size, firstDay: 20_727, days: 31)
        calls = SyntheticCalls(carrier: carrier, count: options.calls)
        folder = parent.appending(path: "didtron-bench-\(getpid())-\(UInt32.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var text = Array(SyntheticCalls.header.utf8)
        try calls.write(0..<options.calls, to: folder.appending(path: "cdrs.csv")) { block in
            if keepsText { text += block }
        }
        self.text = text
    }

    /// The CDR file on disk.
    var file: URL { folder.appending(path: "cdrs.csv") }

    func clean() throws { try FileManager.default.removeItem(at: folder) }

    /// The rates of all decks, the sell decks first, as the tariff's builder takes them, and the names of destinations.
    func rates() -> (decks: [[Rate]], destinations: [[UInt8]]) {
        var destinations: [String: Int32] = [:]
        var id: Int32 = 0
        let decks = (carrier.sellDecks + carrier.buyDecks).map { deck in
            carrier.rates(of: deck).compactMap { row -> Rate? in
                guard let prefix = Prefix(row.prefix) else { return nil }
                let next = Int32(destinations.count)
                let destination = destinations[row.destination, default: next]
                if destination == next { destinations[row.destination] = next }
                var rate = Rate(prefix: prefix, id: id, destination: destination)
                rate.effectiveFromMicros = Int64(row.effectiveDay) * 86_400_000_000
                rate.nanosPerMinute = Int64(row.microsPerMinute) * 1_000
                rate.setupFeeNanos = Int64(row.setupFeeMicros) * 1_000
                rate.initialSeconds = Int32(row.initialSeconds)
                rate.incrementSeconds = Int32(row.incrementSeconds)
                rate.blocked = row.isBlocked
                id += 1
                return rate
            }
        }
        return (decks, destinations.sorted { $0.value < $1.value }.map { Array($0.key.utf8) })
    }

    func tariff(_ decks: [[Rate]], looksUpUnanswered: Bool) throws -> Tariff {
        let builder = Tariff.Builder(looksUpUnanswered: looksUpUnanswered)
        let ids = try decks.map { try builder.addDeck($0) }
        for customer in carrier.customers {
            builder.addParty(party(customer, deck: ids[customer.deck]), side: .sell)
        }
        for supplier in carrier.suppliers {
            builder.addParty(party(supplier, deck: ids[carrier.sellDecks.count + supplier.deck]), side: .buy)
        }
        return try builder.build()
    }
}

extension Workload {
    private func party(_ party: SyntheticCarrier.Party, deck: Int32) -> Party {
        Party(account: Array(party.account.utf8), assignments: [Assignment(deck: deck)])
    }

    /// The records of the file in chunks of about `bytes`, cut behind a line feed, without the header.
    func chunks(bytes: Int) -> [Chunk] {
        var chunks: [Chunk] = []
        var start = SyntheticCalls.header.utf8.count
        while start < text.count {
            var end = min(start + bytes, text.count)
            while end < text.count, text[end - 1] != UInt8(ascii: "\n") { end -= 1 }
            chunks.append(Chunk(text: Array(text[start..<end]), number: chunks.count, byteOffset: start))
            start = end
        }
        return chunks
    }
}

extension SyntheticCalls {
    /// Writes some of the records as a file, header first.
    ///
    /// - Parameter body: is given each block of records as it is written.
    func write(_ range: Range<Int>, to file: URL, _ body: ([UInt8]) -> Void = { _ in }) throws {
        _ = FileManager.default.createFile(atPath: file.path, contents: Data(SyntheticCalls.header.utf8))
        let output = try FileHandle(forWritingTo: file)
        defer { try? output.close() }
        try output.seekToEnd()
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 65_536) {
            let block = text(start..<min(start + 65_536, range.upperBound))
            try output.write(contentsOf: block)
            body(block)
        }
    }
}

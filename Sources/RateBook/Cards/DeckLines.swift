internal import Database
internal import Postgres
import RateCards
internal import Vocabulary

/// From which line of its deck each rate of a version came.
enum DeckLines {
    /// Rates of a row.
    private static let blockRates = 10_000

    /// Stores them; rates that were kept from the version before have none.
    static func store(_ sheet: RateSheet, versionID: CardVersionID, on connection: Connection) throws {
        guard sheet.rates.contains(where: { $0.id > 0 }) else { return }
        var prefixes: [String] = []
        var lines: [Int64] = []
        func flush() throws {
            guard !prefixes.isEmpty else { return }
            try connection.run(
                job: "add_deck_lines",
                ["version_id": .id(versionID), "prefixes": .texts(prefixes), "lines": .ints(lines)])
            prefixes.removeAll(keepingCapacity: true)
            lines.removeAll(keepingCapacity: true)
        }
        for rate in sheet.rates {
            let prefix = rate.prefix.description
            if prefixes.count >= blockRates, prefixes.last != prefix { try flush() }
            prefixes.append(prefix)
            lines.append(Int64(max(0, rate.id)))
        }
        try flush()
    }
}

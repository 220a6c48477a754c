import Postgres
import RateCards
import Testing

/// The difference of two revisions, against what SQL makes of the stored rates.
@Suite struct RevisionDifferenceTests {
    /// Of each prefix its last rate in either version, compared column by column.
    private static let differenceInSQL = """
        WITH last_rate AS (
            SELECT DISTINCT ON (version.number, rate.prefix) version.number, rate.prefix, rate.nanos_per_minute AS nanos,
                rate.blocked, own.name, rate.initial_s, rate.increment_s
            FROM rate
            JOIN card_version AS version ON version.id = rate.version_id
            JOIN card_destination AS own ON own.id = rate.card_destination_id
            ORDER BY version.number, rate.prefix, rate.effective_from DESC
        ), compared AS (
            SELECT coalesce(old.prefix, new.prefix) AS prefix,
                CASE WHEN old.prefix IS NULL THEN 'new' WHEN new.prefix IS NULL THEN 'closed'
                    WHEN new.blocked AND NOT old.blocked THEN 'blocked'
                    WHEN old.blocked <> new.blocked THEN 'changed'
                    WHEN NOT new.blocked AND new.nanos > old.nanos THEN 'increase'
                    WHEN NOT new.blocked AND new.nanos < old.nanos THEN 'decrease'
                    WHEN (new.nanos, new.name, new.initial_s, new.increment_s)
                        <> (old.nanos, old.name, old.initial_s, old.increment_s) THEN 'changed'
                    ELSE 'unchanged' END AS kind,
                CASE WHEN old.blocked THEN 'blocked' ELSE trim_scale(old.nanos / 1000000000.0)::text END AS before,
                CASE WHEN new.blocked THEN 'blocked' ELSE trim_scale(new.nanos / 1000000000.0)::text END AS after
            FROM (SELECT * FROM last_rate WHERE number = 1) AS old
            FULL JOIN (SELECT * FROM last_rate WHERE number = 2) AS new ON new.prefix = old.prefix
        )
        SELECT kind, prefix, before, after
        FROM compared
        WHERE kind <> 'unchanged'
        ORDER BY prefix COLLATE "C"
        """

    @Test(arguments: [UInt64(11), 12, 13]) func `the difference is what SQL finds between the stored rates`(
        seed: UInt64
    ) throws {
        try withTestCard { card in
            var numbers = SeededNumbers(seed: seed)
            var deck: [String: (name: String, price: String, start: String, increments: String)] = [:]
            while deck.count < 400 {
                let prefix = String(numbers.int(1...99_999))
                deck[prefix] = (
                    "Country \(prefix.prefix(2))", "0.0\(numbers.int(1000...9999))", "2026-11-01",
                    numbers.int(0...1) == 0 ? "60/60" : "1/1"
                )
            }
            func lines() -> String {
                deck.sorted { $0.key < $1.key }.map { prefix, rate in
                    "\(prefix),\(rate.name),\(rate.price),\(rate.start),\(rate.increments)"
                }.joined(separator: "\n")
            }
            try card.load(lines())
            for prefix in deck.keys.sorted() {
                switch numbers.int(0...19) {
                case 0: deck[prefix] = nil
                case 1...3: deck[prefix]?.price = "0.0\(numbers.int(1000...9999))"
                case 4: deck[prefix]?.increments = "30/6"
                case 5: deck[prefix]?.name += " (new name)"
                case 6: deck[prefix + "9"] = ("New", "0.05", "2026-12-01", "1/1")
                default: continue
                }
                deck[prefix]?.start = "2026-12-0\(numbers.int(1...5))"
            }
            let report = try card.load(lines()) { ($0.isForced, $0.approves) = (true, false) }
            let found = report.difference.map {
                "\($0.kind.rawValue) \($0.prefix) \($0.from ?? "-") \($0.to ?? "-")"
            }
            let expected = try card.connection.texts(Self.differenceInSQL)
            #expect(Set(expected).subtracting(found) == [], "seed \(seed)")
            #expect(Set(found).subtracting(expected) == [], "seed \(seed)")
            #expect(found == expected)
            #expect(found.count > 60)
        }
    }
}

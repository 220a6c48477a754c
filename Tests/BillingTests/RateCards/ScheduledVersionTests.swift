import Catalog
import Postgres
import RateBook
import RateCards
import Testing

/// Decks that arrive while a version is scheduled; today is 2026-11-25.
@Suite struct ScheduledVersionTests {
    private let november = "33,France,0.02,2026-11-01\n44,UK,0.01,2026-11-01\n49,Germany,0.03,2026-11-01"
    /// 44 is dearer from December 20 on.
    private let scheduled = "33,France,0.02,2026-11-01\n44,UK,0.012,2026-12-20\n49,Germany,0.03,2026-11-01"
    /// Knows nothing of that, and makes 49 dearer from November 26 on.
    private let earlier = "33,France,0.02,2026-11-01\n44,UK,0.01,2026-11-01\n49,Germany,0.05,2026-11-26"

    private func withScheduled(_ body: (TestCard) throws -> Void) throws {
        try withTestCard { card in
            try card.load(november)
            try card.load(scheduled)
            try body(card)
        }
    }

    /// The prices of a prefix a minute at noon of days of 2026, in nanos.
    private func prices(_ card: TestCard, _ prefix: String, _ days: String...) throws -> [String] {
        try days.flatMap { day in
            try card.connection.texts(Self.pricesInSQL, [.text("2026-\(day)T12:00:00Z"), .text(prefix)])
        }
    }

    private static let pricesInSQL = """
        SELECT coalesce((
            SELECT CASE WHEN rate.blocked THEN 'blocked' ELSE trim_scale(nanos_per_minute / 1000000000.0)::text END
            FROM rate
            WHERE version_id = (SELECT id FROM card_version WHERE state = 'approved' AND effective_from <= $1::timestamptz
                    ORDER BY effective_from DESC LIMIT 1)
                AND prefix = $2::text AND effective_from <= $1::timestamptz AND effective_to > $1::timestamptz
            ORDER BY effective_from DESC
            LIMIT 1), 'none') AS price
        """

    @Test func `a deck that begins before a scheduled version is a question, and until its answer nothing is stored`()
        throws
    {
        try withScheduled { card in
            let report = try card.load(earlier)
            #expect((report.state, report.version) == (.refused, nil))
            #expect(
                report.questions == [
                    "Version 2 takes over from this deck on 2026-12-20T00:00:00Z with other prices (2 prefixes: "
                        + "44 0.01 -> 0.012, 49 0.05 -> 0.03). Does it stay (‹scheduled keep›), or does this deck hold instead "
                        + "and the version is withdrawn when this one is approved (‹scheduled replace›)?"
                ])
            #expect(report.effectiveFrom == "2026-11-26T00:00:00Z")
            #expect(try card.versions.count == 2)
            #expect(try card.timeline() == ["1 2026-11-01T00:00:00Z", "2 2026-12-20T00:00:00Z"])
        }
    }

    @Test func `a scheduled version that is kept takes over from the deck as it is`() throws {
        try withScheduled { card in
            let report = try card.load(earlier) { $0.scheduled = .keep }
            #expect((report.state, report.withdrawn, report.comparedWith) == (.approved, [], 1))
            #expect(
                try card.timeline() == [
                    "1 2026-11-01T00:00:00Z", "3 2026-11-26T00:00:00Z", "2 2026-12-20T00:00:00Z",
                ])
            #expect(try prices(card, "49", "11-25", "11-26", "12-21") == ["0.03", "0.05", "0.03"])
            #expect(try prices(card, "44", "11-26", "12-21") == ["0.01", "0.012"])
            // The answer is on record: the same deck again asks nothing and changes nothing.
            let again = try card.load(earlier)
            #expect((again.state, again.version, again.questions) == (.unchanged, 3, []))
        }
    }

    @Test func `a scheduled version that is replaced is withdrawn, and comes back when that is undone`() throws {
        try withScheduled { card in
            let before = try card.timeline()
            let report = try card.load(earlier) { $0.scheduled = .replace }
            #expect((report.state, report.withdrawn) == (.approved, [2]))
            #expect(try prices(card, "49", "11-25", "11-26", "12-21") == ["0.03", "0.05", "0.05"])
            #expect(try prices(card, "44", "11-26", "12-21") == ["0.01", "0.01"])
            #expect(try card.load(earlier).state == .unchanged)
            let (_, restored) = try RateCardApproval.withdraw(
                card.stored, number: 3, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            #expect(restored == [2])
            #expect(try card.timeline() == before)
        }
    }

    @Test func `notice is judged by the start that the deck states`() throws {
        try withTestCard { card in
            _ = try CatalogImport(.partners).run(
                Array("partner,currency,role,notice_increase_days\nacme,USD,supplier,7\n".utf8), on: card.connection)
            try card.load(november)
            _ = try CatalogImport(.assignments).run([["partner": "acme", "card": "gold"]], on: card.connection)
            try card.load(scheduled)
            let report = try card.load(earlier) { ($0.scheduled, $0.approves) = (.keep, false) }
            #expect(
                report.notice.map(\.description) == [
                    "acme, increase: 7 days (from 2026-12-02T00:00:00Z), 0 kept, 1 broken: 49"
                ])
        }
    }

    @Test func `a deck that says what is scheduled as well is not asked about`() throws {
        try withScheduled { card in
            let both = "33,France,0.02,2026-11-01\n44,UK,0.012,2026-12-20\n49,Germany,0.05,2026-12-27"
            let later = try card.load(both) { $0.approves = false }
            #expect((later.state, later.comparedWith, later.effectiveFrom) == (.draft, 2, "2026-12-27T00:00:00Z"))
            // The same prices, dated anew and earlier than the scheduled version.
            let redated =
                "33,France,0.02,2026-11-25\n44,UK,0.01,2026-11-25\n44,UK,0.012,2026-12-20\n49,Germany,0.03,2026-11-25"
            let report = try card.load(redated)
            #expect((report.questions, report.state) == ([], .approved))
            #expect(try prices(card, "44", "11-26", "12-21") == ["0.01", "0.012"])
        }
    }

    @Test func `a whole deck that contradicts a scheduled version before its own start is a question`() throws {
        try withScheduled { card in
            let contrary = "33,France,0.02,2026-11-01\n44,UK,0.01,2026-11-01\n49,Germany,0.04,2026-12-27"
            let question = try #require(card.load(contrary).questions.first)
            #expect(
                question.hasPrefix(
                    "Version 2 takes over on 2026-12-20T00:00:00Z, before this deck does on 2026-12-27T00:00:00Z, "
                        + "with other prices (1 prefix: 44 0.01 -> 0.012)."))
            let kept = try card.load(contrary) { $0.scheduled = .keep }
            #expect((kept.comparedWith, kept.effectiveFrom) == (2, "2026-12-27T00:00:00Z"))
            #expect(try prices(card, "44", "12-19", "12-21", "12-28") == ["0.01", "0.012", "0.01"])
            _ = try RateCardApproval.withdraw(
                card.stored, number: 3, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            let replaced = try card.load(contrary) { $0.scheduled = .replace }
            #expect((replaced.comparedWith, replaced.withdrawn) == (1, [2]))
            #expect(try prices(card, "44", "12-19", "12-21", "12-28") == ["0.01", "0.01", "0.01"])
            #expect(try prices(card, "49", "12-26", "12-28") == ["0.03", "0.04"])
        }
    }

    @Test func `a deck that repeats what is in effect is asked about a scheduled version`() throws {
        try withScheduled { card in
            #expect(try card.load(november).questions.count == 1)
            let kept = try card.load(november) { $0.scheduled = .keep }
            #expect((kept.state, kept.version) == (.unchanged, 1))
            let replaced = try card.load(november) { $0.scheduled = .replace }
            #expect((replaced.state, replaced.withdrawn) == (.approved, [2]))
            #expect(try prices(card, "44", "12-19", "12-21") == ["0.01", "0.01"])
            #expect(try card.load(november).state == .unchanged)
        }
    }

    @Test func `an amendment is asked about the prefixes that it names`() throws {
        try withScheduled { card in
            let other = try card.load("44,UK,0.015,2026-11-26") { $0.amends = true }
            #expect(other.questions.count == 1)
            #expect(
                other.questions.first?.contains(
                    "import the amendment a second time with ‹effective 2026-12-20T00:00:00Z›") == true)
            let kept = try card.load("44,UK,0.015,2026-11-26") { ($0.amends, $0.scheduled) = (true, .keep) }
            #expect(kept.state == .approved)
            let second = try card.load("44,UK,0.015,2026-11-26") {
                ($0.amends, $0.effective) = (true, "2026-12-20")
            }
            #expect((second.state, second.withdrawn) == (.approved, [2]))
            #expect(try prices(card, "44", "11-25", "11-27", "12-21") == ["0.01", "0.015", "0.015"])
            // Of 49, which the amendment does not name, nothing is asked.
            let agreed = try card.load("49,Germany,0.03,2026-11-26") { $0.amends = true }
            #expect((agreed.questions, agreed.state) == ([], .approved))
        }
    }

    @Test func `with nothing in effect yet, an earlier deck is a question as well`() throws {
        try withTestCard { card in
            try card.load("44,UK,0.012,2026-12-10")
            let first = "44,UK,0.02,2026-12-05"
            #expect(try card.load(first).questions.count == 1)
            #expect(try card.load(first) { $0.scheduled = .keep }.effectiveFrom == "2026-12-05T00:00:00Z")
            #expect(try prices(card, "44", "12-06", "12-11") == ["0.02", "0.012"])
        }
    }

    @Test func `a price dated before the version in effect says from when it holds`() throws {
        try withTestCard { card in
            try card.load("33,France,0.02,2026-10-01\n44,UK,0.01,2026-10-01")
            try card.load("33,France,0.02,2026-10-01\n44,UK,0.012,2026-11-01")
            let report = try card.load("33,France,0.03,2026-10-15\n44,UK,0.012,2026-11-01")
            #expect(
                report.notes.contains(
                    "The first new or changed price is dated 2026-10-15T00:00:00Z, before version 2 took over on "
                        + "2026-11-01T00:00:00Z: it holds from then on. For an earlier start state ‹effective›."))
        }
    }

    // MARK: - Drafts

    @Test func `a draft replaces a scheduled version when it is approved, unless that has begun`() throws {
        try withScheduled { card in
            let draft = try card.load(earlier) { ($0.scheduled, $0.approves) = (.replace, false) }
            #expect((draft.state, draft.replaces) == (.draft, [2]))
            #expect(try card.timeline().count == 2)
            // Another answer is another draft.
            #expect(try card.load(earlier) { ($0.scheduled, $0.approves) = (.keep, false) }.version == 4)
            let christmas = TestCard.nowMicros + 30 * 86_400_000_000
            #expect {
                try RateCardApproval.approve(
                    card.stored, number: 3, atMicros: christmas, actor: "ben", on: card.connection)
            } throws: {
                "\($0)".contains("has been in effect since 2026-12-20T00:00:00Z and may have priced calls")
            }
            let (_, withdrawn) = try RateCardApproval.approve(
                card.stored, number: 3, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            #expect(withdrawn == [2])
        }
    }

    @Test func `a draft is not approved beside a version that was scheduled after it was made`() throws {
        try withTestCard { card in
            try card.load(november)
            try card.load(earlier) { $0.approves = false }
            try card.load(scheduled)
            #expect {
                try RateCardApproval.approve(
                    card.stored, number: 2, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            } throws: {
                "\($0)".hasPrefix(
                    "Version 3 takes over on 2026-12-20T00:00:00Z, after version 2 of card gold, and was not there")
            }
        }
    }

    // MARK: - Withdrawn prices

    @Test(arguments: [true, false])
    func `a version is not withdrawn while a later one that was made from it has its prices`(amends: Bool) throws {
        try withTestCard { card in
            try card.load(november)
            try card.load("44,UK,0.09,2026-12-01") { $0.amends = true }
            let later =
                amends
                ? "49,Germany,0.04,2026-12-15"
                : "33,France,0.02,2026-11-01\n44,UK,0.09,2026-12-01\n49,Germany,0.04,2026-12-15"
            try card.load(later) { $0.amends = amends }
            func withdraw(_ number: Int64) throws {
                _ = try RateCardApproval.withdraw(
                    card.stored, number: number, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            }
            expectRefusal(
                "ratecard.withdrawal_returns_prices",
                "Version 3, which takes over on 2026-12-15T00:00:00Z, was made from version 2 and would bring its prices "
                    + "back (1 prefix: 44 0.09)"
            ) { try withdraw(2) }
            try withdraw(3)
            try withdraw(2)
            try card.load(later) { $0.amends = amends }
            #expect(try prices(card, "44", "12-16") == [amends ? "0.01" : "0.09"])
        }
    }

    @Test func `a version whose prices a later one does not have is withdrawn`() throws {
        try withTestCard { card in
            try card.load(november)
            try card.load("44,UK,0.09,2026-12-01") { $0.amends = true }
            try card.load("44,UK,0.012,2026-12-15") { ($0.amends, $0.isForced) = (true, true) }
            _ = try RateCardApproval.withdraw(
                card.stored, number: 2, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            #expect(try prices(card, "44", "12-02", "12-16") == ["0.01", "0.012"])
        }
    }

    @Test func `a draft made from a version that was withdrawn is not approved`() throws {
        try withTestCard { card in
            try card.load(november)
            try card.load("44,UK,0.09,2026-12-01") { $0.amends = true }
            try card.load("49,Germany,0.04,2026-12-15") { ($0.amends, $0.approves) = (true, false) }
            _ = try RateCardApproval.withdraw(
                card.stored, number: 2, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            #expect {
                try RateCardApproval.approve(
                    card.stored, number: 3, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            } throws: {
                "\($0)".contains("was made against version 2, but it would follow version 1 now")
            }
        }
    }

    // MARK: - Random decks

    /// Whole decks of random prices and dates: one that asks nothing gives the same prices as if there had been no scheduled
    /// version, and one that keeps scheduled versions changes no price before its start, nor behind the next of them.
    @Test(arguments: [UInt64(22), 23, 24, 25])
    func `what is not asked makes no difference`(seed: UInt64) throws {
        try withTestCard { card in
            var numbers = SeededNumbers(seed: seed)
            try card.load(november)
            var asked = 0
            var silent = 0
            for step in 0..<14 {
                let deck = [("33", 2), ("44", 1), ("49", 3)].flatMap { prefix, first in
                    // Few prices and dates, so that decks often agree.
                    let price = numbers.int(0...7) == 0 ? numbers.int(1...3) : first
                    let later =
                        numbers.int(0...2) > 0
                        ? ["\(prefix),D,0.0\(numbers.int(2...3)),2026-12-\(10 + numbers.int(0...2) * 5)"] : []
                    return ["\(prefix),D,0.0\(price),2026-11-01"] + later
                }.joined(separator: "\n")
                let place = "seed \(seed), step \(step): \(deck)"
                let before = try table(card)
                func outcome(
                    withdrawing: Bool = false, _ answer: ScheduledAnswer?
                ) throws -> (report: RateCardReport, table: [String]) {
                    try undone(card.connection) {
                        if withdrawing {
                            try card.connection.execute(
                                """
                                UPDATE card_version SET state = 'withdrawn', withdrawn_at = now()
                                WHERE state = 'approved' AND effective_from > '2026-11-25'
                                """)
                        }
                        let report = try card.load(deck) { ($0.scheduled, $0.isForced) = (answer, true) }
                        return (report, try table(card))
                    }
                }
                let alone = try outcome(withdrawing: true, nil).table
                let plain = try outcome(nil)
                if plain.report.questions.isEmpty {
                    silent += 1
                    #expect(plain.table == alone, "\(place)")
                } else {
                    asked += 1
                    let kept = try outcome(.keep)
                    #expect(plain.table == before, "\(place)")
                    #expect(try outcome(.replace).table == alone, "\(place)")
                    let start = try #require(kept.report.effectiveFrom).prefix(10)
                    let starts = try card.versions.filter { $0.state == .approved }.map { $0.effectiveFrom.prefix(10) }
                    let end = starts.filter { $0 > start }.min() ?? "9"
                    let outside = { (line: String) in line.prefix(10) < start || line.prefix(10) >= end }
                    if kept.report.state == .approved {
                        #expect(kept.table.filter(outside) == before.filter(outside), "\(place)")
                    } else {
                        #expect(kept.table == before, "\(place)")
                    }
                }
                try card.load(deck) {
                    ($0.scheduled, $0.isForced) = (numbers.int(0...1) == 0 ? .keep : .replace, true)
                }
            }
            #expect(asked > 2 && silent > 2, "seed \(seed): \(asked) questions, \(silent) none")
        }
    }

    /// `day prefix price` for some weeks.
    private func table(_ card: TestCard) throws -> [String] {
        try card.connection.texts(
            """
            SELECT day::date AS day, rate.prefix, rate.nanos_per_minute
            FROM generate_series('2026-11-25T12:00:00Z'::timestamptz, '2026-12-28', '1 day') AS day
            CROSS JOIN LATERAL (SELECT id FROM card_version WHERE state = 'approved' AND effective_from <= day
                ORDER BY effective_from DESC LIMIT 1) AS version
            CROSS JOIN LATERAL (SELECT DISTINCT ON (prefix) prefix, nanos_per_minute FROM rate
                WHERE version_id = version.id AND effective_from <= day AND effective_to > day
                ORDER BY prefix, effective_from DESC) AS rate
            ORDER BY 1, 2
            """)
    }

    private struct Undone: Error {}

    /// Runs `body` in a transaction that is rolled back.
    private func undone<T>(_ connection: Connection, _ body: () throws -> T) throws -> T {
        var value: T?
        do {
            try connection.transaction {
                value = try body()
                throw Undone()
            }
        } catch is Undone {}
        return try #require(value)
    }
}

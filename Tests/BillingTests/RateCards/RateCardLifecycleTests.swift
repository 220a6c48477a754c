import Catalog
import Postgres
import RateBook
import RateCards
import Testing
import Vocabulary

@Suite struct RateCardLifecycleTests {
    private let november = "33,France,0.02,2026-11-01\n44,UK,0.01,2026-11-01\n49,Germany,0.03,2026-11-01"

    private func stages(_ card: TestCard, at day: String = "2026-11-25") throws -> [String] {
        let instant = try #require(StatedMoment(day)).utcMicros { $0 }
        let versions = try card.versions
        return versions.map { "\($0.number) \(versions.stage(of: $0, atMicros: instant).rawValue)" }
    }

    @Test func `a version is a draft, then scheduled, in effect and superseded`() throws {
        try withTestCard { card in
            try card.load(november)
            try card.load("33,France,0.02,2026-11-01\n44,UK,0.012,2026-12-01\n49,Germany,0.03,2026-11-01")
            try card.load("33,France,0.02,2026-11-01\n44,UK,0.012,2026-12-01\n49,Germany,0.04,2026-12-05") {
                $0.approves = false
            }
            #expect(try stages(card) == ["3 draft", "2 scheduled", "1 in effect"])
            #expect(try stages(card, at: "2026-12-02") == ["3 draft", "2 in effect", "1 superseded"])
            #expect(try stages(card, at: "2026-10-02") == ["3 draft", "2 scheduled", "1 scheduled"])
        }
    }

    @Test func `an amendment leaves what it does not name, and the same one again changes nothing`() throws {
        try withTestCard { card in
            try card.load(november)
            let report = try card.load("44,UK,0.012,2026-12-01\n4420,London,0.015,2026-12-01") { $0.amends = true }
            #expect((report.counts["closed"], report.counts["increase"], report.counts["new"]) == (0, 1, 1))
            #expect(report.effectiveFrom == "2026-12-01T00:00:00Z")
            #expect(
                try card.rates() == [
                    "33 0.02 2026-11-01", "44 0.012 2026-12-01", "4420 0.015 2026-12-01", "49 0.03 2026-11-01",
                ])
            #expect(try card.versions.first?.scope == .amendment)
            let again = try card.load("44,UK,0.012,2026-12-01\n4420,London,0.015,2026-12-01") { $0.amends = true }
            #expect((again.state, again.version) == (.unchanged, 2))
            // A price that begins later than the others of its amendment keeps the old one until then.
            try card.load("33,France,0.021,2026-12-10\n49,Germany,0.031,2026-12-05") { $0.amends = true }
            #expect(
                try card.rates() == [
                    "33 0.02 2026-11-01 2026-12-10", "33 0.021 2026-12-10", "44 0.012 2026-12-01",
                    "4420 0.015 2026-12-01", "49 0.031 2026-12-05",
                ])
        }
    }

    @Test func `several decks a day take over one after the other, and the last of one instant holds`() throws {
        try withTestCard { card in
            try card.load(november)
            for (hour, price) in [("06:00", "0.011"), ("12:00", "0.012"), ("18:00", "0.013")] {
                try card.load("44,UK,\(price),2026-11-26T\(hour):00Z") { $0.amends = true }
            }
            #expect(
                try card.timeline() == [
                    "1 2026-11-01T00:00:00Z", "2 2026-11-26T06:00:00Z", "3 2026-11-26T12:00:00Z",
                    "4 2026-11-26T18:00:00Z",
                ])
            let mended = try card.load("44,UK,0.0125,2026-11-26T18:00:00Z") { $0.amends = true }
            #expect(mended.withdrawn == [4])
            #expect(try stages(card) == ["5 scheduled", "4 withdrawn", "3 scheduled", "2 scheduled", "1 in effect"])
        }
    }

    @Test func `a version is taken back before it is in effect, and what it displaced is back`() throws {
        try withTestCard { card in
            try card.load(november)
            try card.load("44,UK,0.012,2026-12-01") { $0.amends = true }
            let before = try (card.timeline(), card.rates())
            let mended = try card.load("44,UK,0.013,2026-12-01\n33,France,0.03,2026-12-01") { $0.amends = true }
            #expect(mended.withdrawn == [2])
            let (taken, restored) = try RateCardApproval.withdraw(
                card.stored, number: nil, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            #expect((taken.number, restored) == (3, [2]))
            #expect(try card.timeline() == before.0)
            #expect(try card.rates() == before.1)
            expectRefusal("ratecard.withdrawn_already", "Version 3 of card gold is withdrawn already") {
                try RateCardApproval.withdraw(
                    card.stored, number: 3, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            }
        }
    }

    @Test func `what is in effect stays, and the refusal says what to do instead`() throws {
        try withTestCard { card in
            try card.load(november)
            expectRefusal(
                "ratecard.version_was_in_effect",
                "Version 1 of card gold has been in effect since 2026-11-01T00:00:00Z and may have priced calls"
            ) {
                try RateCardApproval.withdraw(
                    card.stored, number: 1, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            }
            #expect(try card.timeline() == ["1 2026-11-01T00:00:00Z"])
        }
    }

    @Test func `a version does not come back beside another of the same start`() throws {
        try withTestCard { card in
            try card.load("44,UK,0.012,2026-12-10")
            try card.load("44,UK,0.012,2026-12-10\n49,Germany,0.02,2026-12-05") { $0.scheduled = .replace }
            try card.load("44,UK,0.013,2026-12-10\n49,Germany,0.02,2026-12-05")
            #expect(try card.timeline() == ["2 2026-12-05T00:00:00Z", "3 2026-12-10T00:00:00Z"])
            expectRefusal(
                "ratecard.versions_begin_together",
                "Version 1, which would be in effect again, begins when version 3 does"
            ) {
                try RateCardApproval.withdraw(
                    card.stored, number: 2, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            }
        }
    }

    @Test func `a draft is approved by somebody else where the setting asks`() throws {
        try withTestCard { card in
            #expect(try Setting.secondApprover.set("yes", actor: "root", on: card.connection) == "off")
            #expect(try Setting.secondApprover.set("on", actor: "root", on: card.connection) == nil)
            #expect {
                try card.load(november)
            } throws: {
                ($0 as? Refusal)?.reason == "ratecard.second_approver"
            }
            try card.load(november) { $0.approves = false }
            #expect {
                try RateCardApproval.approve(
                    card.stored, number: nil, atMicros: TestCard.nowMicros, actor: "anna", on: card.connection)
            } throws: {
                "\($0)".hasPrefix("anna imported version 1 of card gold")
            }
            _ = try RateCardApproval.approve(
                card.stored, number: nil, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            let version = try #require(try card.versions.first)
            #expect((version.importedBy, version.approvedBy) == ("anna", "ben"))
            #expect(throws: Refusal.self) {
                try Setting.secondApprover.set("perhaps", actor: "root", on: card.connection)
            }
        }
    }

    @Test func `a draft made against a version that it would not follow is not approved`() throws {
        try withTestCard { card in
            try card.load(november)
            try card.load("44,UK,0.012,2026-12-10") { ($0.amends, $0.approves) = (true, false) }
            try card.load("49,Germany,0.04,2026-12-01") { $0.amends = true }
            #expect {
                try RateCardApproval.approve(
                    card.stored, number: 2, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            } throws: {
                "\($0)".contains("was made against version 1, but it would follow version 3 now")
            }
            let again = try card.load("44,UK,0.012,2026-12-10") { $0.amends = true }
            #expect((again.state, again.version, again.comparedWith) == (.approved, 4, 3))
            #expect(try card.rates() == ["33 0.02 2026-11-01", "44 0.012 2026-12-10", "49 0.04 2026-12-01"])
        }
    }

    @Test func `every act leaves a row that nobody can change`() throws {
        try withTestCard { card in
            try card.load(november)
            try card.load("44,UK,0.012,2026-12-01") { ($0.amends, $0.approves) = (true, false) }
            let stored = try card.stored
            _ = try card.connection.acting("ratecard.approve", by: "ben") {
                try RateCardApproval.approve(
                    stored, number: nil, atMicros: TestCard.nowMicros, actor: "ben", on: card.connection)
            }
            _ = try card.connection.acting("ratecard.withdraw", by: "cleo") {
                try RateCardApproval.withdraw(
                    stored, number: 2, atMicros: TestCard.nowMicros, actor: "cleo", on: card.connection)
            }
            let acts = try stored.history(on: card.connection).map {
                "\($0["actor"] ?? "") \($0["act"] ?? "") \($0["version"] ?? "")"
            }
            #expect(
                acts == [
                    "cleo ratecard.withdraw 2", "ben ratecard.approve 2", "anna ratecard.import 2",
                    "anna ratecard.approve 1", "anna ratecard.import 1",
                ])
            #expect { try card.connection.query("DELETE FROM audit_event") } throws: {
                ($0 as? PostgresError)?.code == .statementFailed
            }
        }
    }

    /// Random decks, amendments, approvals and withdrawals; after each withdrawal the card is what it was before the act
    /// that it took back.
    @Test(arguments: [UInt64(1), 2, 3]) func `taking back restores exactly what was`(seed: UInt64) throws {
        try withTestCard { card in
            var numbers = SeededNumbers(seed: seed)
            try card.load(november)
            for step in 0..<12 {
                let before = try state(card)
                let day = 26 + numbers.int(0...3)
                let lines = ["33", "44", "49", "4420", "491"].filter { _ in numbers.int(0...2) > 0 }.map {
                    "\($0),D\($0),0.0\(numbers.int(10...99)),2026-11-\(day)"
                }
                guard !lines.isEmpty else { continue }
                let report = try card.load(lines.joined(separator: "\n")) {
                    $0.amends = numbers.int(0...1) == 0
                    $0.isForced = true
                    $0.asOf = numbers.int(0...1) == 0 ? "2026-11-25" : nil
                    $0.scheduled = numbers.int(0...1) == 0 ? .keep : .replace
                }
                guard report.state == .approved else { continue }
                if numbers.int(0...1) == 0 {
                    let (_, restored) = try RateCardApproval.withdraw(
                        card.stored, number: report.version, atMicros: TestCard.nowMicros, actor: "ben",
                        on: card.connection)
                    #expect(restored == report.withdrawn, "seed \(seed), step \(step)")
                    #expect(try state(card) == before, "seed \(seed), step \(step)")
                }
            }
        }
    }

    private func state(_ card: TestCard) throws -> [String] {
        let timeline = try card.timeline()
        return try timeline
            + timeline.compactMap { $0.split(separator: " ").first.flatMap { Int64($0) } }
            .flatMap { number in try card.rates(number) }
    }
}

/// A stream of numbers that a seed determines (splitmix64).
struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }
}

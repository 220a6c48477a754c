import RateBook
import RateCards
import Testing

/// Decks that say `same` in place of a price.
@Suite struct KeptPriceTests {
    private let november = "33,France,0.02,2026-11-01\n44,UK,0.01,2026-11-01\n49,Germany,0.03,2026-11-01"
    private let header = "prefix,destination,rate,effective_from,increments"

    private func entries(_ report: RateCardReport) -> [String] {
        report.difference.map { "\($0.kind.rawValue) \($0.prefix) \($0.from ?? "") \($0.to ?? "") \($0.details ?? "")" }
    }

    @Test(arguments: ["same", "No change", "UNCHANGED", "n/c", "as before", " same rate "])
    func `a code keeps its price and the rest of the deck is taken`(words: String) throws {
        try withTestCard { card in
            try card.load(november)
            let report = try card.load(
                deck: "\(header)\n33,France,\(words),2026-12-01,\n44,UK,0.012,2026-12-01,60/60\n49,Germany,\(words),,")
            #expect(report.refusals == [])
            #expect((report.keptPrices, report.rates, report.keptRates) == (2, 3, 0))
            #expect(entries(report) == ["increase 44 0.01 0.012 "])
            #expect((report.counts["unchanged"], report.counts["closed"]) == (2, 0))
            #expect(report.effectiveFrom == "2026-12-01T00:00:00Z")
            #expect(
                try card.rates() == ["33 0.02 2026-11-01", "44 0.012 2026-12-01", "49 0.03 2026-11-01"])
        }
    }

    @Test func `a deck of nothing but kept prices changes nothing, whole or as an amendment`() throws {
        try withTestCard { card in
            try card.load(november)
            let whole = try card.load(deck: "\(header)\n33,,same,,\n44,,same,,\n49,,same,2026-12-01,")
            #expect((whole.state, whole.version, whole.keptPrices) == (.unchanged, 1, 3))
            let amendment = try card.load(deck: "\(header)\n33,,same,,") { $0.amends = true }
            #expect((amendment.state, amendment.keptPrices) == (.unchanged, 1))
        }
    }

    @Test(arguments: [false, true])
    func `other increments on such a row are the change that it is`(amends: Bool) throws {
        try withTestCard { card in
            try card.load(november)
            let rest = amends ? "" : "\n33,,same,,\n49,,same,,"
            let report = try card.load(deck: "\(header)\n44,UK,same,2026-12-05,1/1\(rest)") { $0.amends = amends }
            #expect(entries(report) == ["changed 44 0.01 0.01 increments 60/60 -> 1/1"])
            #expect(report.difference.first?.effectiveFrom == "2026-12-05T00:00:00Z")
            #expect(report.counts["unchanged"] == 2)
            #expect(try card.rates() == ["33 0.02 2026-11-01", "44 0.01 2026-12-05", "49 0.03 2026-11-01"])
            let again = try card.load(deck: "\(header)\n44,UK,same,2026-12-05,1/1\(rest)") { $0.amends = amends }
            #expect(again.state == .unchanged)
        }
    }

    @Test func `the price is that of the version in effect when the deck takes over`() throws {
        try withTestCard { card in
            try card.load(november)
            try card.load("33,France,0.02,2026-11-01\n44,UK,0.015,2026-12-01\n49,Germany,0.03,2026-11-01")
            let later = try card.load(deck: "\(header)\n33,,0.022,2026-12-10,60/60\n44,,same,,\n49,,same,,")
            #expect((later.comparedWith, later.version) == (2, 3))
            #expect(
                try card.rates() == [
                    "33 0.022 2026-12-10", "44 0.015 2026-12-01", "49 0.03 2026-11-01",
                ])
            let earlier = try card.load(deck: "\(header)\n33,,0.021,2026-11-20,60/60\n44,,same,,\n49,,same,,") {
                ($0.effective, $0.approves, $0.scheduled) = ("2026-11-20", false, .keep)
            }
            #expect((earlier.comparedWith, earlier.keptPrices) == (1, 2))
            #expect(
                try card.rates(earlier.version) == ["33 0.021 2026-11-20", "44 0.01 2026-11-01", "49 0.03 2026-11-01"])
        }
    }

    @Test func `a kept price before a stated one lasts until that begins`() throws {
        try withTestCard { card in
            try card.load(november)
            let report = try card.load(
                deck: "\(header)\n33,,same,2026-11-01,\n33,,0.03,2026-12-01,60/60\n44,,same,,\n49,,same,,")
            #expect(entries(report) == ["increase 33 0.02 0.03 "])
            #expect(
                try card.rates() == [
                    "33 0.03 2026-12-01", "44 0.01 2026-11-01", "49 0.03 2026-11-01",
                ])
            let unclear = try card.load(
                deck: "\(header)\n33,,0.03,2026-12-01,60/60\n33,,same,2026-12-15,\n44,,same,,\n49,,same,,")
            #expect(
                unclear.refusals.map(\.description) == [
                    "line 3, column 3 (rate): the same as what? line 2 gives the code a price from an earlier start: '33'"
                ])
        }
    }

    @Test func `what has no price to keep is refused with its line`() throws {
        try withTestCard { card in
            let first = try card.load(deck: "\(header)\n33,,same,2026-11-01,\n44,UK,0.01,2026-11-01,60/60")
            #expect(first.state == .refused)
            #expect(
                first.refusals.map(\.description) == [
                    "line 2, column 3 (rate): keeps its price, but the card has no version before that has one: '33'"
                ])
            try card.load(
                deck: "\(header),blocked,effective_to\n33,,0.02,2026-11-01,60/60,0,\n44,,,2026-11-01,60/60,1,\n"
                    + "49,,0.03,2026-11-01,60/60,0,2026-11-20\n7,,0.1,2026-11-01,60/60,0,")
            let report = try card.load(
                deck:
                    "\(header)\n33,,same,,\n44,,same,,\n49,,same,,\n3361,,same,,\n1,,same,,\n7;77,,same,,\n7,,same,,1/1"
            ) {
                $0.acceptsRefusals = true
            }
            #expect(
                report.refusals.map(\.description) == [
                    "line 3, column 3 (rate): keeps its price, but version 1 has the code blocked; write the price: '44'",
                    "line 4, column 3 (rate): keeps its price, but the one in version 1 has ended; write the price: '49'",
                    "line 5, column 3 (rate): keeps its price, but version 1 has none for this code, only for 33; write the "
                        + "price: '3361'",
                    "line 6, column 3 (rate): keeps its price, but version 1 has none for this code; write the price: '1'",
                    "line 7, column 1 (prefix): the same prefix and start as in line 8: '7'",
                    "line 8, column 1 (prefix): the same prefix and start as in line 7: '7'",
                ])
            #expect((report.inspection?.rowsTaken, report.inspection?.refusedRows, report.keptPrices) == (1, 6, 1))
            let other = try card.load(deck: "\(header)\n33,,same,,30/6\n7;77,,same,,")
            #expect(
                other.refusals.map(\.reason) == [
                    "keeps its price with other settings than version 1 (increments 60/60 -> 30/6), and does not say from "
                        + "when; state a start",
                    "keeps its price, but version 1 has none for this code, only for 7; write the price",
                ])
            #expect(other.keptPrices == 0)
        }
    }

    @Test func `a row without columns of bands keeps all prices of its code, and with them its own`() throws {
        try withTestCard { card in
            try card.load(
                deck: "\(header),time_band\n33,,0.02,2026-11-01,60/60,peak\n33,,0.01,2026-11-01,60/60,offpeak")
            let all = try card.load(deck: "\(header)\n33,,same,,")
            #expect((all.state, all.keptPrices) == (.unchanged, 1))
            let one = try card.load(
                deck: "\(header),time_band\n33,,same,,,peak\n33,,0.015,2026-12-01,60/60,offpeak")
            #expect(one.difference.map { "\($0.kind.rawValue) \($0.variant ?? "")" } == ["increase offpeak"])
            #expect(one.counts["unchanged"] == 1)
            let none = try card.load(deck: "\(header),time_band\n33,,same,,,\n33,,0.02,2026-12-01,60/60,peak")
            #expect(none.refusals.map(\.line) == [2])
        }
    }
}

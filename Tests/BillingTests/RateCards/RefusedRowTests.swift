import RateCards
import Testing

/// What becomes of a code whose row is refused, and of rows that say the same twice.
@Suite struct RefusedRowTests {
    private let header = "prefix,destination,rate,effective_from,increments"
    private let november = "44,UK,0.01,2026-11-01\n447,UK Mobile,0.04,2026-11-01\n49,Germany,0.03,2026-11-01"

    @Test func `a refused row keeps the price that its code had`() throws {
        try withTestCard { card in
            try card.load(november)
            let report = try card.load(
                "44,UK,0.012,2026-12-01\n447,UK Mobile,TBA,2026-12-01\n49,Germany,0.03,2026-11-01"
            ) {
                $0.acceptsRefusals = true
            }
            #expect(report.refusals.map(\.description) == ["line 3, column 3 (rate): no price yet; ask for it: 'TBA'"])
            #expect(report.state == .approved)
            #expect(
                try card.rates() == ["44 0.012 2026-12-01", "447 0.04 2026-11-01", "49 0.03 2026-11-01"])
            #expect((report.counts["closed"], report.counts["unchanged"]) == (0, 2))
        }
    }

    @Test func `rows that say the same twice are one`() throws {
        try withTestCard { card in
            let report = try card.load(
                "44,UK,0.01,2026-11-01\n447,UK Mobile,0.04,2026-11-01\n447,UK Mobile,0.040,2026-11-01")
            #expect(report.refusals == [])
            #expect(try card.rates() == ["44 0.01 2026-11-01", "447 0.04 2026-11-01"])
            #expect(
                report.notes.contains("Rows that say the same as another of their code, taken once: 1 (first: line 4).")
            )
        }
    }

    @Test func `rows of one code that contradict each other keep the price that it had`() throws {
        try withTestCard { card in
            try card.load(november)
            let report = try card.load(
                "44,UK,0.012,2026-12-01\n447,UK Mobile,0.05,2026-12-01\n447,UK Mobile,0.06,2026-12-01\n"
                    + "49,Germany,0.03,2026-11-01"
            ) { $0.acceptsRefusals = true }
            #expect(report.refusals.map(\.line) == [3, 4])
            #expect(report.notes.contains("1 code of refused rows keeps the price that it had."))
            #expect(try card.rates() == ["44 0.012 2026-12-01", "447 0.04 2026-11-01", "49 0.03 2026-11-01"])
        }
    }

    private let december = "44,UK,0.012,2026-12-01\n447,UK Mobile,TBA,2026-12-01\n49,Germany,0.03,2026-11-01"

    @Test(arguments: [false, true])
    func `codes of refused rows are blocked or closed if that is stated`(amends: Bool) throws {
        try withTestCard { card in
            try card.load(november)
            let blocked = try card.load(december) {
                ($0.acceptsRefusals, $0.refusedCodes, $0.amends) = (true, .block, amends)
            }
            #expect(blocked.counts["blocked"] == 1)
            #expect(blocked.notes.contains("1 code of refused rows is blocked, as stated."))
            #expect(try card.rates() == ["44 0.012 2026-12-01", "447 0 2026-12-01", "49 0.03 2026-11-01"])
            #expect(try card.connection.texts("SELECT prefix FROM rate WHERE blocked") == ["447"])
        }
        try withTestCard { card in
            try card.load(november)
            let closed = try card.load(december) {
                ($0.acceptsRefusals, $0.refusedCodes, $0.amends) = (true, .close, amends)
            }
            #expect(closed.counts["closed"] == 1)
            #expect(closed.notes.contains("1 code of refused rows is left to shorter ones, as stated."))
            #expect(try card.rates() == ["44 0.012 2026-12-01", "49 0.03 2026-11-01"])
        }
    }

    @Test func `a refused code without a price to keep is a question where a shorter one would price it`() throws {
        try withTestCard { card in
            let first = try card.load(december) { $0.acceptsRefusals = true }
            #expect(first.state == .refused)
            #expect(
                first.questions == [
                    "1 code of refused rows has no price to keep and would be priced by a shorter one: 447 (line 3) by 44. Have its "
                        + "row corrected, or state ‹refused block› (no calls) or ‹refused close› (the shorter one prices them)."
                ])
            let alone = try card.load("44,UK,0.01,2026-11-01\n33,France,TBA,2026-11-01") { $0.acceptsRefusals = true }
            #expect(alone.state == .approved)
            let later = try card.load("44,UK,0.01,2026-11-01\n447,UK Mobile,TBA,2026-12-01") {
                $0.acceptsRefusals = true
            }
            #expect((later.state, later.questions.count) == (.refused, 1))
            let blocked = try card.load("44,UK,0.01,2026-11-01\n447,UK Mobile,TBA,2026-12-01") {
                ($0.acceptsRefusals, $0.refusedCodes) = (true, .block)
            }
            #expect(blocked.state == .approved)
            #expect(try card.connection.texts("SELECT prefix FROM rate WHERE blocked") == ["447"])
        }
    }

    @Test func `the price is kept whatever was wrong with the row`() throws {
        for row in [
            "447,UK Mobile,0.05,soon", "447,UK Mobile,0.05,2026-12-01,60/0", "447;447x1,UK Mobile,0.05,2026-12-01",
            "447,UK Mobile,\"0,5\",2026-12-01", "447,UK, Mobile,0.05,2026-12-01", "447,UK Mobile,same,,1/1",
            "447xxx,UK Mobile,0.05,2026-12-01",
        ] {
            try withTestCard { card in
                try card.load(november)
                let report = try card.load("44,UK,0.012,2026-12-01\n\(row)\n49,Germany,0.03,2026-11-01") {
                    $0.acceptsRefusals = true
                }
                #expect(report.refusals.map(\.line) == [3], "\(row)")
                #expect(
                    try card.rates() == ["44 0.012 2026-12-01", "447 0.04 2026-11-01", "49 0.03 2026-11-01"], "\(row)")
            }
        }
    }

    @Test func `a refused row whose code cannot be read is told of where codes are closed`() throws {
        try withTestCard { card in
            try card.load(november)
            let report = try card.load(
                "44,UK,0.012,2026-12-01\n4.47E+02,UK Mobile,0.05,2026-12-01\n49,Germany,0.03,2026-11-01"
            ) {
                $0.acceptsRefusals = true
            }
            #expect(
                report.notes.contains(
                    "1 refused row has no code that can be read: see that its code is none of those closed.")
            )
        }
    }

    @Test func `a refused price of some calls keeps that of these calls alone`() throws {
        try withTestCard { card in
            try card.load(
                deck: "\(header),time_band\n44,,0.02,2026-11-01,60/60,\n447,,0.05,2026-11-01,60/60,peak\n"
                    + "447,,0.04,2026-11-01,60/60,offpeak")
            let report = try card.load(
                deck: "\(header),time_band\n44,,0.02,2026-11-01,60/60,\n447,,TBA,2026-12-01,60/60,peak\n"
                    + "447,,0.03,2026-12-01,60/60,offpeak"
            ) { $0.acceptsRefusals = true }
            #expect(report.refusals.map(\.line) == [3])
            #expect(try card.rates().sorted() == ["44 0.02 2026-11-01", "447 0.03 2026-12-01", "447 0.05 2026-11-01"])
        }
    }
}

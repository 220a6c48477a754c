import Postgres
import TestSupport
import Testing

/// Cards that round calls to fewer decimals than the currency of their partners has.
@Suite struct CoarseRoundingTests {
    private func withCarrier(_ body: (DidtronProgram) throws -> Void) throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            for (arguments, input) in [
                (["partner", "import", "-"], "partner,role,currency\nacme,customer,USD\nyen,customer,JPY\n"),
                (["fx", "import", "-"], "from,to,rate,day\nJPY,USD,0.0067,2026-09-01\n"),
            ] {
                let outcome = try program.run(arguments, input: input)
                try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
            }
            try body(program)
        }
    }

    private func deck(_ program: DidtronProgram, decimals: Int, approve: Bool = true) throws -> DidtronProgram.Outcome {
        try program.run(
            [
                "ratecard", "import", "-", "--card", "tokyo", "--side", "sell", "--currency", "JPY", "--effective",
                "2026-09-01", "--force",
            ] + (approve ? ["--approve"] : []),
            input: "prefix,destination,rate_per_min,rounding_decimals\n44,UK,40,\(decimals)\n1,USA,20,6\n")
    }

    private func assign(_ program: DidtronProgram, to partner: String) throws -> DidtronProgram.Outcome {
        try program.run(["ratecard", "assign", "--card", "tokyo", "--partner", partner])
    }

    @Test func `a card that would round charges away behind the conversion is not assigned`() throws {
        try withCarrier { program in
            #expect(try deck(program, decimals: 0).status == 0)
            let refused = try assign(program, to: "acme")
            #expect(refused.status != 0)
            #expect(
                (refused.errors + refused.output).contains(
                    "the card is in JPY and rounds calls to 0 decimals, too coarse for the 2 of USD"), "\(refused)")
            // In its own currency it rounds as it says.
            #expect(try assign(program, to: "yen").status == 0)
            // A version that rounds to the minor unit may be.
            #expect(try deck(program, decimals: 2).status == 0)
            #expect(try assign(program, to: "acme").status == 0)
        }
    }

    @Test func `nor does a version of an assigned card come into effect that would`() throws {
        try withCarrier { program in
            #expect(try deck(program, decimals: 2).status == 0)
            #expect(try assign(program, to: "acme").status == 0)
            let sentence =
                "The deck rounds calls to 1 decimal, too coarse for the 2 of USD, the currency of partner acme"
            let imported = try deck(program, decimals: 1)
            #expect(imported.status != 0 && imported.errors.contains(sentence), "\(imported)")
            #expect(try deck(program, decimals: 1, approve: false).status == 0)
            let approved = try program.run(["ratecard", "approve", "--card", "tokyo"])
            #expect(approved.status != 0 && approved.errors.contains(sentence), "\(approved)")
        }
    }
}

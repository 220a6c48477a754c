import Ledger
import Postgres
import TestSupport
import Testing
import Vocabulary

/// What foreign currencies are worth at the end of a month.
@Suite struct RevaluationTests {
    private typealias Books = TestBooks

    private func revalue(_ books: Books, _ day: String = "2026-10-31") throws -> Revaluation? {
        try books.app.acting("ledger.revalue", by: "anna") {
            try Revaluation.make(entityID: 1, monthEnd: day, on: books.app)
        }
    }

    private func withRates(_ body: (Books) throws -> Void) throws {
        try withTestBooks { books throws in
            try books.rate("USD", "EUR", "2026-10-01", "0.9")
            try books.rate("EUR", "KWD", "2026-10-01", "0.4")
            try books.rate("USD", "EUR", "2026-10-31", "0.95")
            try books.rate("EUR", "KWD", "2026-10-31", "0.5")
            try body(books)
        }
    }

    @Test func `receivables, payables and banks are measured anew, deposits and costs are not`() throws {
        try withRates { books throws in
            try books.enter([
                Books.line("receivable revenue 100 USD acme"), Books.line("bank receivable 40 USD acme"),
                Books.line("bank prepaid 10 USD acme"), Books.line("cost payable 4 KWD kuwait"),
                Books.line("receivable revenue 5 EUR home"),
            ])
            let made = try #require(try revalue(books))
            #expect(
                made.lines.map {
                    "\($0.type) \($0.currency) \($0.micros) \($0.bookedMicros) \($0.closingMicros) \($0.rate) \($0.isInverse)"
                }
                    == [
                        "payable KWD -4000000 -10000000 -8000000 0.5 true",
                        "bank USD 50000000 45000000 47500000 0.95 false",
                        "receivable USD 60000000 54000000 57000000 0.95 false",
                    ])
            #expect(
                try books.entries().suffix(6) == [
                    "payable fx_gain_loss 0 2000000 2026-10-31 2026-10-01",
                    "bank fx_gain_loss 0 2500000 2026-10-31 2026-10-01",
                    "receivable fx_gain_loss 0 3000000 2026-10-31 2026-10-01",
                    "fx_gain_loss payable 0 2000000 2026-11-01 2026-10-01",
                    "fx_gain_loss bank 0 2500000 2026-11-01 2026-10-01",
                    "fx_gain_loss receivable 0 3000000 2026-11-01 2026-10-01",
                ])
            // On the next day everything is as it was booked.
            let after = try ForeignPosition.list(entityID: 1, asOf: "2026-11-01", on: books.app)
            #expect(after.first { $0.type == "receivable" }?.bookedMicros == 54_000_000)
            try books.expectSound()
        }
    }

    @Test func `done again it finds nothing, or what was booked in the month since`() throws {
        try withRates { books throws in
            try books.enter([Books.line("receivable revenue 100 USD acme")])
            #expect(try revalue(books)?.revision == 1)
            #expect(try revalue(books) == nil)
            #expect(try books.owner.texts("SELECT count(*) AS n FROM journal") == ["3"])
            try books.enter([Books.line("receivable revenue 20 USD acme", on: "2026-10-20")])
            let second = try #require(try revalue(books))
            #expect(second.revision == 2 && second.lines.map(\.bookedMicros) == [113_000_000])
            #expect(second.lines.map(\.closingMicros) == [114_000_000])
            let position = try ForeignPosition.list(entityID: 1, asOf: "2026-10-31", on: books.app)
            #expect(position.filter(\.isRevalued).map(\.bookedMicros) == [114_000_000])
            #expect(try Revaluation.list(entityID: 1, on: books.app).map(\.revision) == [2, 1])
            try books.expectSound()
        }
    }

    @Test func `the next month is measured from what was booked, not from the last measure`() throws {
        try withRates { books throws in
            try books.rate("USD", "EUR", "2026-09-30", "0.8")
            try books.enter([Books.line("receivable revenue 100 USD acme", on: "2026-09-30")])
            try books.rate("USD", "EUR", "2026-09-29", "0.7")
            #expect(try revalue(books, "2026-09-30") == nil)
            let october = try #require(try revalue(books))
            #expect(october.lines.map { "\($0.bookedMicros) \($0.closingMicros)" } == ["80000000 95000000"])
            try books.enter([Books.line("receivable revenue 1 USD acme", on: "2026-11-01", ["functional_amount": "1"])])
            #expect(
                try ForeignPosition.list(entityID: 1, asOf: "2026-11-02", on: books.app).filter(\.isRevalued)
                    .map(\.bookedMicros) == [81_000_000])
            try books.expectSound()
        }
    }

    @Test func `entries without an exchange rate are left as they are and counted`() throws {
        try withRates { books throws in
            try books.enter([Books.line("receivable revenue 100 USD acme", on: "2026-09-20")])
            try books.enter([Books.line("receivable revenue 10 USD acme")])
            let made = try #require(try revalue(books))
            #expect(made.lines.map(\.unconverted) == [1])
            #expect(made.lines.map(\.micros) == [10_000_000] && made.lines.map(\.closingMicros) == [9_500_000])
            try books.expectSound()
        }
    }

    @Test func `without a rate, in a locked month and before its end it is refused, and nothing is posted`() throws {
        try withRates { books throws in
            try books.enter([Books.line("receivable revenue 7 JPY nippon", ["functional_amount": "0.05"])])
            expectRefused("revaluation.no_rate") { try revalue(books) }
            try books.rate("EUR", "JPY", "2026-10-30", "160")
            expectRefused("revaluation.month_not_over") { try revalue(books, "2199-12-31") }
            try books.lock("2026-10-31")
            expectRefused("revaluation.month_locked") { try revalue(books) }
            #expect(throws: PostgresError.self) { try revalue(books, "2026-10-30") }
            #expect(try books.owner.texts("SELECT count(*) AS n FROM journal") == ["1"])
        }
    }

    @Test func `an own account is measured anew where it was added so`() throws {
        try withRates { books throws in
            try books.app.acting("ledger_account_type.add", by: "anna") {
                try AccountType.add(
                    "bank_usd", name: "Bank, dollars", accountClass: "asset", isRevalued: true, on: books.app)
                try AccountType.add("loans", name: "Loans", accountClass: "liability", isRevalued: false, on: books.app)
            }
            try books.enter([Books.line("bank_usd loans 10 USD")])
            #expect(try revalue(books)?.lines.map(\.type) == ["bank_usd"])
            expectRefused("chart.account_exists") {
                try AccountType.add("loans", name: "Loans", accountClass: "liability", isRevalued: false, on: books.app)
            }
            for (code, accountClass, isRevalued) in [
                ("Loans", "asset", false), ("gains", "profit", false), ("fees", "expense", true),
            ] {
                expectRefused("value.not_allowed") {
                    try AccountType.add(
                        code, name: "X", accountClass: accountClass, isRevalued: isRevalued, on: books.app)
                }
            }
            try books.expectSound()
        }
    }

    @Test func `of several who measure a month at once one does`() throws {
        try withRates { books throws in
            try books.enter([Books.line("receivable revenue 100 USD acme")])
            let made = Counter()
            let database = books.database
            try atOnce(4) { number in
                let app = try database.connect(role: .app)
                let revaluation = try app.acting("ledger.revalue", by: "p\(number)") {
                    try Revaluation.make(entityID: 1, monthEnd: "2026-10-31", on: app)
                }
                if revaluation != nil { made.add() }
            }
            #expect(made.value == 1)
            try books.expectSound()
        }
    }
}

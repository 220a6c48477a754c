import Checks
import Foundation
import Ledger
import Postgres
import TestSupport
import Testing
import Vocabulary

/// Trial balance, general ledger and statements, as of any day and as they were known at any moment.
@Suite struct LedgerReportTests {
    private typealias Books = TestBooks

    /// Date, account, debit, credit and balance of each row, in units.
    private func statement(
        _ books: Books, _ partner: Int32 = 1,
        _ accounts: [PartnerStatement.Account] = PartnerStatement.Account.allCases,
        from: String? = nil, to: String? = nil, knownAt: String? = nil
    ) throws -> [String] {
        func units(_ micros: Int128) -> String { "\(micros / 1_000_000)" }
        return try PartnerStatement.read(
            entityID: 1, partnerID: PartnerID(partner), accounts: accounts, from: from, to: to, knownAt: knownAt,
            on: books.app
        ).flatMap { statement in
            ["opening \(units(statement.openingMicros))"]
                + statement.movements.map {
                    "\($0.effectiveOn) \($0.account) \(units($0.debitMicros)) \(units($0.creditMicros)) \(units($0.balanceMicros))"
                } + ["closing \(units(statement.closingMicros))"]
        }
    }

    @Test func `opening 17,500, invoiced 5,000 and paid 10,000 leaves 12,500`() throws {
        try withTestBooks { books throws in
            try books.enter(
                [
                    [
                        "account": "receivable", "partner": "acme", "amount": "17500", "currency": "USD",
                        "as_of": "2025-12-31",
                    ]
                ],
                .opening)
            try books.enter([Books.line("receivable revenue 5000 USD acme", on: "2026-01-15")])
            try books.enter([Books.line("bank receivable 10000 USD acme", on: "2026-01-20")])
            #expect(
                try statement(books, from: "2026-01-01", to: "2026-01-31") == [
                    "opening 17500", "2026-01-15 receivable 5000 0 22500", "2026-01-20 receivable 0 10000 12500",
                    "closing 12500",
                ])
            // Where one statement closes the next one opens.
            #expect(
                try statement(books, from: "2026-01-01", to: "2026-01-15").last == "closing 22500")
            #expect(try statement(books, from: "2026-01-16").first == "opening 22500")
            #expect(try statement(books, from: "2026-02-01") == ["opening 12500", "closing 12500"])
            #expect(try statement(books).first == "opening 0")
            #expect(try statement(books, 2).isEmpty)
            let account = try LedgerAccountLine.only(nil, accountFilter("receivable"), on: books.app)
            let ledger = try AccountLedger.read(
                accountID: account.accountID, from: "2026-01-01", to: "2026-01-31", rowsMax: 100, on: books.app)
            #expect(ledger.openingMicros == 17_500_000_000 && ledger.closingMicros == 12_500_000_000)
            #expect(ledger.movements.map(\.balanceMicros) == [22_500_000_000, 12_500_000_000])
            #expect(ledger.movements.map(\.otherType) == ["revenue", "bank"])
        }
    }

    private func accountFilter(_ type: String) -> LedgerAccountLine.Filter {
        var filter = LedgerAccountLine.Filter()
        filter.type = type
        return filter
    }

    @Test func `receivable less payable less deposit is what a partner owes`() throws {
        try withTestBooks { books throws in
            try books.enter([
                Books.line("receivable revenue 100 EUR home"), Books.line("cost payable 30 EUR home"),
                Books.line("bank prepaid 50 EUR home", on: "2026-10-05"),
            ])
            #expect(
                try statement(books, 3) == [
                    "opening 0", "2026-10-05 payable 0 30 -30", "2026-10-05 prepaid 0 50 -80",
                    "2026-10-05 receivable 100 0 20", "closing 20",
                ])
            #expect(try statement(books, 3, [.receivable, .payable]).last == "closing 70")
            #expect(try statement(books, 3, [.deposit]).last == "closing -50")
            // Netting moves both and nothing in sum.
            try books.enter([Books.line("payable receivable 30 EUR home", on: "2026-10-31")])
            #expect(try statement(books, 3, [.receivable, .payable]).last == "closing 70")
            #expect(try statement(books, 3, [.payable]).last == "closing 0")
        }
    }

    @Test func `what is recorded later for an earlier day changes the day, not what was known of it`() throws {
        try withTestBooks { books throws in
            try books.enter([Books.line("receivable revenue 100 USD acme", on: "2026-10-05")])
            let then = try books.owner.texts("SELECT replace(clock_timestamp()::text, ' ', 'T') AS now")[0]
            try books.enter([Books.line("receivable revenue 7 USD acme", on: "2026-10-06")])
            let all = ["2026-10-05 receivable 100 0 100", "2026-10-06 receivable 7 0 107", "closing 107"]
            #expect(try statement(books) == ["opening 0"] + all)
            #expect(try statement(books, knownAt: then) == ["opening 0", all[0], "closing 100"])
            #expect(try statement(books, from: "2026-10-06", knownAt: then) == ["opening 100", "closing 100"])
            #expect(
                try trial(books, asOf: "2026-10-31", knownAt: nil) == ["receivable 107000000", "revenue -107000000"])
            #expect(
                try trial(books, asOf: "2026-10-31", knownAt: then) == ["receivable 100000000", "revenue -100000000"])
            #expect(try trial(books, asOf: "2026-10-04", knownAt: nil).isEmpty)
            let account = try LedgerAccountLine.only(nil, accountFilter("receivable"), on: books.app)
            let known = try AccountLedger.read(
                accountID: account.accountID, from: nil, to: nil, knownAt: then, rowsMax: 100, on: books.app)
            #expect(known.closingMicros == 100_000_000 && known.movementsInAll == 1)
        }
    }

    private func trial(_ books: Books, asOf: String?, knownAt: String?) throws -> [String] {
        try TrialBalanceLine.read(entityID: 1, asOf: asOf, knownAt: knownAt, on: books.app).map {
            "\($0.type) \($0.debitMicros - $0.creditMicros)"
        }
    }

    @Test func `an account that is not there, or several, is asked about`() throws {
        try withTestBooks { books throws in
            expectRefused("ledger.account_not_found") {
                try LedgerAccountLine.only(nil, accountFilter("receivable"), on: books.app)
            }
            try books.enter([
                Books.line("receivable revenue 1 USD acme"), Books.line("receivable revenue 1 EUR home"),
            ])
            expectRefused("ledger.several_accounts") {
                try LedgerAccountLine.only(nil, accountFilter("receivable"), on: books.app)
            }
            expectRefused("ledger.account_not_found") { try LedgerAccountLine.only(99, .init(), on: books.app) }
        }
    }

    /// Random journals, some taken back, by a seed: whatever the days, each report sums up to the others and to the balances.
    @Test(arguments: [1, 2, 3] as [UInt64]) func `reports agree with each other and with the balances`(seed: UInt64)
        throws
    {
        try withTestBooks { books throws in
            var random = Seeded(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
            try books.rate("USD", "EUR", "2026-09-25", "0.9")
            try books.rate("EUR", "KWD", "2026-10-12", "0.35")
            let accounts = ["receivable", "payable", "prepaid", "cost", "revenue", "bank"]
            for _ in 0..<40 {
                let partner = Books.partners[random.below(4)]
                let debit = accounts[random.below(accounts.count)]
                let credit = accounts.filter { $0 != debit }[random.below(accounts.count - 1)]
                let posted = try books.enter([
                    Books.line(
                        "\(debit) \(credit) \(1 + random.below(9999)) \(partner.currency) \(partner.code)",
                        on: "2026-10-\(String(100 + 1 + random.below(30)).dropFirst())")
                ])
                if random.below(5) == 0 {
                    try books.reverse(posted[0].number, from: "2026-10-\(10 + random.below(20))")
                }
            }
            for day in ["2026-10-01", "2026-10-11", "2026-10-20", "2026-11-30"] {
                try compare(books, on: day)
            }
            for account in try LedgerAccountLine.list(.init(), on: books.app) where account.partner != nil {
                #expect(
                    try books.owner.texts(
                        "SELECT balance_micros FROM account_balance WHERE account_id = \(account.accountID)")
                        == ["\(account.balanceMicros)"], "seed \(seed)")
            }
            try books.expectSound()
        }
    }

    private func compare(_ books: Books, on day: String) throws {
        let trial = try TrialBalanceLine.read(entityID: 1, asOf: day, on: books.app)
        for currency in Set(trial.map(\.currency)) {
            let lines = trial.filter { $0.currency == currency }
            #expect(lines.reduce(Int128(0)) { $0 + $1.debitMicros - $1.creditMicros } == 0)
            #expect(lines.reduce(Int128(0)) { $0 + $1.functionalMicros } == 0)
        }
        var filter = LedgerAccountLine.Filter()
        filter.asOf = day
        var sums: [String: Int128] = [:], functionalSums: [String: Int128] = [:]
        for account in try LedgerAccountLine.list(filter, on: books.app) where account.entries > 0 {
            let ledger = try AccountLedger.read(
                accountID: account.accountID, from: "2026-10-08", to: day, rowsMax: 1000, on: books.app)
            #expect(ledger.closingMicros == account.balanceMicros)
            #expect(
                ledger.movements.last?.balanceMicros ?? ledger.openingMicros == account.balanceMicros
                    || day < "2026-10-08")
            sums["\(account.type) \(account.currency)", default: 0] += account.balanceMicros
            functionalSums["\(account.type) \(account.currency)", default: 0] += account.functionalMicros
        }
        #expect(
            sums
                == Dictionary(
                    uniqueKeysWithValues: trial.map { ("\($0.type) \($0.currency)", $0.debitMicros - $0.creditMicros) })
        )
        #expect(
            functionalSums
                == Dictionary(uniqueKeysWithValues: trial.map { ("\($0.type) \($0.currency)", $0.functionalMicros) }))
        for partner in Books.partners {
            for from in [nil, "2026-10-08"] {
                let statements = try PartnerStatement.read(
                    entityID: 1, partnerID: PartnerID(partner.id), from: from, to: day, on: books.app)
                var wanted = LedgerAccountLine.Filter()
                wanted.partnerID = PartnerID(partner.id)
                wanted.asOf = day
                let owed = try LedgerAccountLine.list(wanted, on: books.app).reduce(Int128(0)) { $0 + $1.balanceMicros }
                for statement in statements where from == nil || day >= "2026-10-08" {
                    #expect(statement.closingMicros == owed)
                    #expect(statement.closings.reduce(Int128(0)) { $0 + $1.balanceMicros } == owed)
                    #expect((statement.movements.last?.balanceMicros ?? statement.openingMicros) == owed)
                }
            }
        }
    }
}

/// xorshift64*.
struct Seeded {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % bound
    }
}

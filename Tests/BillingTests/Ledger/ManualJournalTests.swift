import Calendar
import Catalog
import Database
import Foundation
import Ledger
import Postgres
import RateCards
import Receivables
import TestSupport
import Testing
import Vocabulary

/// Journals by hand: what they move, who may post them, what is refused, and how they are taken back.
@Suite struct ManualJournalTests {
    private typealias Books = TestBooks

    @Test func `a journal by hand is a numbered document with an entry a line, in both currencies`() throws {
        try withTestBooks { books throws in
            try books.rate("USD", "EUR", "2026-10-01", "0.9")
            let posted = try books.enter([
                Books.line("receivable revenue 17500 USD acme"), Books.line("bank_fees bank 2.50 EUR"),
                Books.line(
                    "receivable revenue 100 USD acme", ["functional_amount": "88", "service_period": "2026-09-01"]),
            ])
            #expect(posted.count == 1)
            #expect(posted[0].number.hasPrefix("JV-main-") && posted[0].number.hasSuffix("-000001"))
            #expect(posted[0].entries == 3 && posted[0].unconverted == 0)
            #expect(
                try books.entries() == [
                    "receivable revenue 17500000000 15750000000 2026-10-05 2026-10-01",
                    "bank_fees bank 2500000 2500000 2026-10-05 2026-10-01",
                    "receivable revenue 100000000 88000000 2026-10-05 2026-09-01",
                ])
            try books.expectSound()
        }
    }

    @Test func `rows of one file with the same key are one journal`() throws {
        try withTestBooks { books throws in
            let posted = try books.enter([
                Books.line("cost bank 1 EUR", ["journal": "a"]),
                Books.line("cost bank 2 EUR", on: "2026-10-06", ["journal": "b"]),
                Books.line("cost bank 3 EUR", ["journal": "a", "description": ""]),
            ])
            #expect(posted.map(\.entries) == [2, 1])
            #expect(posted.map(\.effectiveOn) == ["2026-10-05", "2026-10-06"])
            try books.expectSound()
        }
    }

    /// Line, column, part of the reason.
    @Test(arguments: [
        ("cost bank 0 EUR", "amount", "not above zero"), ("cost bank -1 EUR", "amount", "below zero"),
        ("cost bank 9223372036854.775808 EUR", "amount", "too large"), ("cost bank 1e5 EUR", "amount", "not a decimal"),
        ("cost bank NaN EUR", "amount", "not a decimal"), ("cost bank 1,5 EUR", "amount", "not a decimal"),
        ("cost bank 1.005 EUR", "amount", "whole minor units of EUR"),
        ("receivable revenue 1.5 JPY nippon", "amount", "whole minor units of JPY"),
        ("receivable revenue 1.0001 KWD kuwait", "amount", "whole minor units of KWD"),
        ("cost nonsense 1 EUR", "credit", "no account of the chart"), ("cost cost 1 EUR", "credit", "same account"),
        ("receivable revenue 1 EUR", "partner", "kept per partner"),
        ("receivable revenue 1 EUR nobody", "partner", "no such partner"),
        ("receivable revenue 1 EUR acme", "currency", "is in USD"), ("cost bank 1 EURO", "currency", "not a currency"),
    ])
    func `a line that cannot be is refused with its column, and nothing is entered`(
        line: String, column: String, reason: String
    ) throws {
        try withTestBooks { books throws in
            let refused = #expect(throws: RowsRefused.self) {
                try books.enter([Books.line("cost bank 1 EUR"), Books.line(line)])
            }
            #expect(
                refused?.refusals.contains { $0.line == 2 && $0.field == column && $0.reason.contains(reason) } == true,
                "\(String(describing: refused))")
            #expect(try books.owner.texts("SELECT FROM manual_journal").isEmpty)
        }
    }

    /// Amounts that are: a millionth where exact amounts are kept, 10^12, and currencies without and with three decimals.
    @Test(arguments: [
        ("prepaid revenue 0.000001 EUR home", "1"), ("cost bank 1000000000000 EUR", "1000000000000000000"),
        ("receivable revenue 7 JPY nippon", "7000000"), ("receivable revenue 1.001 KWD kuwait", "1001000"),
        ("cost revenue 9223372036854.775807 EUR", "9223372036854775807"),
    ])
    func `an amount is booked exactly`(line: String, micros: String) throws {
        try withTestBooks { books throws in
            try books.enter([Books.line(line)])
            #expect(try books.owner.texts("SELECT amount_micros FROM entry") == [micros])
            try books.expectSound()
        }
    }

    // MARK: - Two persons

    @Test func `where a second person is asked for, somebody else posts, once, or refuses`() throws {
        try withTestBooks { books throws in
            _ = try Setting.secondPerson.set("on", actor: "test", on: books.app)
            let documents = try books.propose([Books.line("cost bank 1 EUR")], by: "anna")
            #expect(try books.entries().isEmpty)
            expectRefused("journal.same_person") { try books.post(documents, by: "anna") }
            #expect(try books.entries().isEmpty)
            // What was asked for then holds, whatever the setting says now.
            _ = try Setting.secondPerson.set("off", actor: "test", on: books.app)
            expectRefused("journal.same_person") { try books.post(documents, by: "anna") }
            #expect(try books.post(documents, by: "ben").count == 1)
            expectRefused("journal.wrong_state") { try books.post(documents, by: "ben") }
            #expect(try books.entries().count == 1)

            let second = try books.propose([Books.line("cost bank 2 EUR")], by: "anna")
            try books.app.acting("journal.refuse", by: "ben") {
                try ManualJournals.refuse(second, entityID: 1, on: books.app)
            }
            expectRefused("journal.wrong_state") { try books.post(second, by: "ben") }
            expectRefused("journal.none_by_hand") { try books.post([999], by: "ben") }
            #expect(
                try ManualJournal.list(.init(), on: books.app).map {
                    "\($0.state) \($0.proposedBy) \($0.decidedBy ?? "-")"
                }
                    == ["refused shell:anna shell:ben", "posted shell:anna shell:ben"])
            try books.expectSound()
        }
    }

    @Test func `where a second person is asked for, a reversal is asked for by one and confirmed by another`() throws {
        try withTestBooks { books throws in
            let posted = try books.enter([Books.line("receivable revenue 5 USD acme")])
            let name = posted[0].number
            _ = try Setting.secondPerson.set("on", actor: "test", on: books.app)
            #expect(try books.reverse(name, from: "2026-10-20", by: "anna").journalID == nil)
            #expect(try books.entries().count == 1)
            expectRefused("journal.same_person_reverses") { try books.reverse(name, by: "anna") }
            let reversed = try books.reverse(name, by: "ben")
            #expect(reversed.journalID != nil && reversed.effectiveOn == "2026-10-20")
            #expect(try books.entries().count == 2)
            expectRefused("journal.reversed_already") { try books.reverse(name, by: "eve") }
            // What was asked for is done by one alone once nobody wants two any more.
            _ = try Setting.secondPerson.set("off", actor: "test", on: books.app)
            let other = try books.enter([Books.line("cost bank 1 EUR")])
            _ = try Setting.secondPerson.set("on", actor: "test", on: books.app)
            #expect(try books.reverse(other[0].number, by: "anna").journalID == nil)
            _ = try Setting.secondPerson.set("off", actor: "test", on: books.app)
            #expect(try books.reverse(other[0].number, by: "anna").journalID != nil)
            #expect(
                try books.owner.texts("SELECT state FROM reversal_request ORDER BY id") == ["done", "withdrawn"])
            try books.expectSound()
        }
    }

    @Test func `amounts moved by hand are open items, due since they are there`() throws {
        try withTestBooks { books throws in
            try books.enter(
                [
                    [
                        "account": "receivable", "partner": "acme", "currency": "USD", "amount": "100",
                        "as_of": "2026-09-01",
                    ]
                ],
                .opening)
            let posted = try books.enter([Books.line("bank receivable 30 USD acme", on: "2026-10-10")])
            try books.enter([Books.line("cost payable 7 KWD kuwait")])
            func open(_ day: String) throws -> [String] {
                try OpenItem.list(entityID: 1, asOf: CivilDay(day), on: books.app).map {
                    "\($0.partner) \($0.account) \($0.kind) \($0.openMinor) \($0.dueOn ?? "-")"
                }
            }
            #expect(try open("2026-09-30") == ["acme receivable opening 10000 2026-09-01"])
            #expect(
                try open("2026-10-31") == [
                    "acme receivable opening 10000 2026-09-01", "acme receivable manual_journal -3000 -",
                    "kuwait payable manual_journal -7000 -",
                ])
            let aged = try #require(
                try Ageing.list(entityID: 1, asOf: CivilDay("2026-10-31"), on: books.app).first)
            #expect(aged.days60Minor == 100_00 && aged.unappliedMinor == 30_00 && aged.totalMinor == 70_00)
            #expect(aged.ledgerMicros == 70_000_000)
            // What was taken back is open until then.
            try books.reverse(posted[0].number, from: "2026-10-20")
            #expect(try open("2026-10-19").count == 3)
            #expect(try open("2026-10-20").count == 2)
            try books.expectSound()
        }
    }

    @Test func `of two who post a proposal at once one does`() throws {
        try withTestBooks { books throws in
            let documents = try books.propose([Books.line("cost bank 1 EUR")])
            let posted = Counter()
            let database = books.database
            try atOnce(4) { number in
                let app = try database.connect(role: .app)
                do {
                    try app.acting("journal.approve", by: "p\(number)") {
                        _ = try ManualJournals.post(documents, entityID: 1, on: app)
                    }
                    posted.add()
                } catch let error where Refusal(error)?.reason == "journal.wrong_state" {}
            }
            #expect(posted.value == 1)
            #expect(try books.entries().count == 1)
            try books.expectSound()
        }
    }

    @Test func `numbers have no gap, whoever posts at once and whatever is refused between`() throws {
        try withTestBooks { books throws in
            let database = books.database
            try atOnce(4) { thread in try Self.enterFive(by: "p\(thread)", database) }
            #expect(
                try books.owner.texts("SELECT number FROM document_issue ORDER BY number").compactMap { Int($0) }
                    == Array(1...16))
            #expect(
                try books.owner.texts("SELECT count(*) AS n FROM manual_journal WHERE state = 'proposed'") == ["4"])
        }
    }

    /// Posts five journals, of which one is taken back behind its number.
    private static func enterFive(by actor: String, _ database: Database) throws {
        let app = try database.connect(role: .app)
        for round in 1...5 {
            let stated = StatedJournals(.manualJournal, [Books.line("cost bank \(round) EUR")])
            let documents = try app.acting("journal.enter", by: actor) {
                try ManualJournals.propose(stated, entityID: 1, on: app).map(\.documentID)
            }
            do {
                try app.acting("journal.approve", by: actor) {
                    _ = try ManualJournals.post(documents, entityID: 1, on: app)
                    if round == 3 { throw Counter.Stop() }
                }
            } catch is Counter.Stop {}
        }
    }

    // MARK: - Reversal

    @Test func `a journal is taken back once, by one that names it, at the same amounts`() throws {
        try withTestBooks { books throws in
            try books.rate("USD", "EUR", "2026-10-01", "0.9")
            let posted = try books.enter([Books.line("receivable revenue 100 USD acme"), Books.line("cost bank 1 EUR")])
            try books.rate("USD", "EUR", "2026-10-10", "0.5")
            let reversed = try books.reverse(posted[0].number, from: "2026-10-20")
            #expect(reversed.reversedJournalID == posted[0].journalID && reversed.effectiveOn == "2026-10-20")
            #expect(
                try books.entries().suffix(2) == [
                    "revenue receivable 100000000 90000000 2026-10-20 2026-10-01",
                    "bank cost 1000000 1000000 2026-10-20 2026-10-01",
                ])
            expectRefused("journal.reversed_already") { try books.reverse("\(posted[0].journalID)") }
            let mirror = try #require(reversed.journalID)
            expectRefused("journal.is_a_reversal") { try books.reverse("\(mirror)") }
            expectRefused("journal.not_found") { try books.reverse("4711") }
            #expect(
                try books.owner.texts("SELECT balance_micros, functional_micros, entries FROM account_balance") == [
                    "0 0 2"
                ])
            #expect(try ManualJournal.list(.init(), on: books.app).map(\.state) == ["reversed"])
            try books.expectSound()
        }
    }

    @Test func `of several who take a journal back at once one does`() throws {
        try withTestBooks { books throws in
            let posted = try books.enter([Books.line("receivable revenue 100 USD acme")])
            let done = Counter()
            let database = books.database
            try atOnce(4) { number in
                let app = try database.connect(role: .app)
                do {
                    try app.acting("journal.reverse", by: "p\(number)") {
                        _ = try ManualJournals.reverse(posted[0].number, entityID: 1, from: nil, on: app)
                    }
                    done.add()
                } catch let error where Refusal(error)?.reason == "journal.reversed_already" {}
            }
            #expect(done.value == 1)
            #expect(try books.owner.texts("SELECT balance_micros FROM account_balance") == ["0"])
            try books.expectSound()
        }
    }

    @Test func `what another act records is not taken back by hand`() throws {
        try withTestCarrier { carrier in
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let acme = try carrier.addPartner("acme")
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 10_000, rate: mobile)
            ])
            let app = try carrier.database.connect(role: .app)
            expectRefused("journal.not_by_hand") { try ManualJournals.reverse("1", entityID: 1, from: nil, on: app) }
        }
    }

    // MARK: - Opening balances

    private static func balance(_ text: String, _ more: [String: String] = [:]) -> [String: String] {
        let words = text.split(separator: " ").map(String.init)
        var row = ["account": words[0], "amount": words[1], "currency": words[2], "as_of": "2026-09-30"]
        if words.count > 3 { row["partner"] = words[3] }
        return row.merging(more) { $1 }
    }

    @Test func `opening balances are one document, each account on its usual side against opening`() throws {
        try withTestBooks { books throws in
            try books.rate("KWD", "EUR", "2026-09-30", "3")
            let posted = try books.enter(
                [
                    Self.balance("receivable 17500 USD acme", ["functional_amount": "16000"]),
                    Self.balance("receivable -5 EUR home"), Self.balance("payable 2 KWD kuwait"),
                    Self.balance("prepaid 7.5 EUR home"), Self.balance("bank 1000 EUR"), Self.balance("cost 3 EUR"),
                ], .opening)
            #expect(posted.count == 1 && posted[0].number.hasPrefix("OB-main-"))
            #expect(
                try books.entries().map { $0.split(separator: " ").prefix(5).joined(separator: " ") } == [
                    "receivable opening 17500000000 16000000000 2026-09-30",
                    "opening receivable 5000000 5000000 2026-09-30",
                    "opening payable 2000000 6000000 2026-09-30", "opening prepaid 7500000 7500000 2026-09-30",
                    "bank opening 1000000000 1000000000 2026-09-30", "cost opening 3000000 3000000 2026-09-30",
                ])
            let again = #expect(throws: RowsRefused.self) {
                try books.enter([Self.balance("receivable 1 USD acme"), Self.balance("payable 1 USD acme")], .opening)
            }
            #expect(again?.refusals.map(\.field) == ["account"] && again?.refusals.first?.line == 1)
            // Taken back, it can be opened otherwise.
            try books.reverse(posted[0].number)
            try books.enter([Self.balance("receivable 1 USD acme")], .opening)
            try books.expectSound()
        }
    }

    @Test func `an account of opening itself, one twice, and one without a day are refused`() throws {
        try withTestBooks { books throws in
            let refused = #expect(throws: RowsRefused.self) {
                try books.enter(
                    [Self.balance("opening 1 EUR"), Self.balance("bank 1 EUR"), Self.balance("bank 2 EUR")], .opening)
            }
            #expect(refused?.refusals.map(\.line) == [1, 3], "\(String(describing: refused))")
            var undated = Self.balance("bank 1 EUR")
            undated["as_of"] = nil
            let dateless = #expect(throws: RowsRefused.self) { try books.enter([undated], .opening) }
            #expect(dateless?.refusals.map(\.field) == ["as_of"])
        }
    }

    // MARK: - What the database itself refuses

    @Test(arguments: [
        "UPDATE manual_journal_line SET amount_micros = 1", "DELETE FROM manual_journal",
        "UPDATE journal SET kind = 'usage'",
        "INSERT INTO manual_journal_line SELECT (jsonb_populate_record(l, '{\"line_number\": 9}')).* FROM manual_journal_line l",
        "UPDATE manual_journal SET description = 'x'", "UPDATE manual_journal SET state = 'refused'",
        "INSERT INTO journal (entity_id, kind, document_id) SELECT entity_id, kind, document_id FROM journal",
        "INSERT INTO journal (entity_id, kind, document_id, reverses_journal_id) "
            + "SELECT entity_id, kind, document_id, id FROM journal WHERE reverses_journal_id IS NULL",
    ])
    func `the application cannot rewrite what was posted`(sql: String) throws {
        try withTestBooks { books throws in
            let posted = try books.enter([Books.line("cost bank 1 EUR")])
            try books.reverse(posted[0].number)
            #expect(throws: PostgresError.self) { try books.app.execute(sql) }
            try books.expectSound()
        }
    }
}

/// Counts across threads.
final class Counter: @unchecked Sendable {
    struct Stop: Error {}
    // Guarded by the lock.
    private var count = 0
    private let lock = NSLock()

    func add() { lock.withLock { count += 1 } }
    var value: Int { lock.withLock { count } }
}

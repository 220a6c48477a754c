import Foundation
import Ledger
import Postgres
import RateCards
import TestSupport
import Testing

/// Books that others published, and small ones of our own, loaded as journals by hand: their balance assertions hold.
@Suite struct LedgerDataTests {
    /// One posting: an account of the data's own chart, and what it gets.
    private struct Posting {
        var transaction: String
        var day: String
        var description: String
        var account: String
        /// Micros (10^-6), above zero for a debit.
        var micros: Int64
        var currency: String
    }

    /// An account at the beginning of a day, with those below it.
    private struct Assertion {
        var day: String
        var account: String
        var micros: Int128
        var currency: String
    }

    /// What the data trades in that is no currency, as currencies of whole units.
    private static let commodities = ["AAPL": "XAF", "EWJ": "XOF"]

    private static let folders: [(name: String, path: URL)] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return [
            ("own", root.appending(path: "fixtures/ledger/small-company")),
            ("published", root.deletingLastPathComponent().appending(path: "shared/data/ledger/beancount_basic")),
        ]
    }()

    @Test(arguments: ["own", "published"]) func `the postings load and their assertions hold`(name: String) throws {
        let folder = try #require(Self.folders.first { $0.name == name }?.path)
        // What others published lies beside the repository, where it is at all.
        guard FileManager.default.fileExists(atPath: folder.path) else {
            #expect(name == "published")
            return
        }
        let postings = try self.postings(folder)
        #expect(postings.count > 10)
        try withTestBooks { books throws in
            let codes = try addAccounts(Set(postings.map(\.account)).sorted(), books)
            let file = csv(postings, codes)
            let posted = try books.app.acting("journal.enter", by: "anna") {
                let proposed = try ManualJournals.propose(
                    StatedJournals(.manualJournal, Array(file.utf8)), entityID: 1, on: books.app)
                return try ManualJournals.post(proposed.map(\.documentID), entityID: 1, on: books.app)
            }
            #expect(posted.count == Set(postings.map(\.transaction)).count)
            for assertion in try assertions(folder) {
                var filter = LedgerAccountLine.Filter()
                filter.currency = assertion.currency
                filter.asOf = try books.owner.texts("SELECT '\(assertion.day)'::date - 1 AS day")[0]
                let covered = codes.filter {
                    $0.key == assertion.account || $0.key.hasPrefix(assertion.account + ":")
                }.values
                let found = try LedgerAccountLine.list(filter, on: books.app).filter { covered.contains($0.type) }
                    .reduce(Int128(0)) { $0 + $1.balanceMicros }
                #expect(found == assertion.micros, "\(assertion)")
            }
            try books.expectSound()
        }
    }

    private func addAccounts(_ names: [String], _ books: TestBooks) throws -> [String: String] {
        let classes = [
            "Assets": "asset", "Liabilities": "liability", "Equity": "equity", "Income": "income",
            "Expenses": "expense",
        ]
        var codes: [String: String] = [:]
        try books.app.acting("ledger_account_type.add", by: "anna") {
            for (number, name) in names.enumerated() {
                let code = "own\(number)"
                let accountClass = try #require(classes[String(name.prefix { $0 != ":" })])
                try AccountType.add(code, name: name, accountClass: accountClass, isRevalued: false, on: books.app)
                codes[name] = code
            }
        }
        return codes
    }

    /// Lines from one account to another: what is left in a currency of a transaction was exchanged.
    private func csv(_ postings: [Posting], _ codes: [String: String]) -> String {
        var text = "journal,on,description,debit,credit,amount,currency\n"
        var transactions: [String] = []
        for posting in postings where transactions.last != posting.transaction {
            transactions.append(posting.transaction)
        }
        for transaction in transactions {
            let own = postings.filter { $0.transaction == transaction }
            for currency in Set(own.map(\.currency)).sorted() {
                var sums: [String: Int64] = [:]
                for posting in own where posting.currency == currency {
                    sums[codes[posting.account] ?? "", default: 0] += posting.micros
                }
                sums["fx_position"] = -sums.values.reduce(0, +)
                var debits = sums.filter { $0.value > 0 }.sorted { $0.key < $1.key }
                var credits = sums.filter { $0.value < 0 }.sorted { $0.key < $1.key }
                while let debit = debits.first, let credit = credits.first {
                    let moved = min(debit.value, -credit.value)
                    debits[0].value -= moved
                    credits[0].value += moved
                    if debits[0].value == 0 { debits.removeFirst() }
                    if credits[0].value == 0 { credits.removeFirst() }
                    let amount = "\(moved / 1_000_000).\(String(1_000_000 + moved % 1_000_000).dropFirst())"
                    text +=
                        "\(transaction),\(own[0].day),\"\(own[0].description)\",\(debit.key),\(credit.key),\(amount),\(currency)\n"
                }
            }
        }
        return text
    }

    // MARK: - The files

    private func postings(_ folder: URL) throws -> [Posting] {
        let columns = ["txn", "date", "payee", "narration", "account", "amount", "currency"].map { Table.Column($0) }
        return try table(folder, "postings.csv", columns).map { row in
            let words = [row["payee"], row["narration"]].compactMap(\.self).joined(separator: ", ")
            return try Posting(
                transaction: #require(row["txn"]), day: #require(row["date"]),
                description: words.isEmpty ? "Transaction" : words.replacing("\"", with: "'"),
                account: #require(row["account"]), micros: micros(#require(row["amount"])),
                currency: currency(#require(row["currency"])))
        }
    }

    private func assertions(_ folder: URL) throws -> [Assertion] {
        let columns = ["date", "account", "amount", "balance", "currency"].map { Table.Column($0) }
        let dated = try table(folder, "balance_assertions_at_start_of_day.csv", columns).map { row in
            try Assertion(
                day: #require(row["date"]), account: #require(row["account"]),
                micros: Int128(micros(#require(row["amount"]))), currency: currency(#require(row["currency"])))
        }
        // Of one account alone; those below it have rows of their own.
        let closing = try table(folder, "expected_closing_balances.csv", columns)
        let stated = try closing.map { row in
            try Assertion(
                day: "2199-12-31", account: #require(row["account"]), micros: Int128(micros(#require(row["balance"]))),
                currency: currency(#require(row["currency"])))
        }
        return dated
            + stated.map { assertion in
                var whole = assertion
                whole.micros = stated.filter {
                    $0.currency == assertion.currency
                        && ($0.account == assertion.account || $0.account.hasPrefix(assertion.account + ":"))
                }.reduce(Int128(0)) { $0 + $1.micros }
                return whole
            }
    }

    private func table(_ folder: URL, _ name: String, _ columns: [Table.Column]) throws -> [Table.Row] {
        try Table(Array(Data(contentsOf: folder.appending(path: name))), columns: columns).rows
    }

    private func currency(_ code: String) -> String { Self.commodities[code] ?? code }

    private func micros(_ text: String) throws -> Int64 {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".")
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        let digits = String(parts[0]) + fraction + String(repeating: "0", count: 6 - fraction.count)
        let whole: Int64 = try #require(Int64(digits))
        return isNegative ? -whole : whole
    }
}

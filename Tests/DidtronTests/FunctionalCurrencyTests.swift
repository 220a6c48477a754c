import Foundation
import TestSupport
import Testing

/// Books in a currency without decimals, and in one with three: what is shown in the entity's own currency has its decimals.
@Suite struct FunctionalCurrencyTests {
    /// An entity in a currency; what 100 dollars are worth in it when they are booked, at the end of the month, and the difference.
    struct Books: Sendable, CustomTestStringConvertible {
        var currency: String
        var rate: String
        var closingRate: String
        var booked: String
        var closing: String
        var difference: String
        /// Without commas.
        var plain: String
        /// An amount of the currency that has its last decimal, and one that has a decimal too many.
        var own: String
        var tooFine: String
        var testDescription: String { currency }
    }

    static let books = [
        Books(
            currency: "JPY", rate: "150", closingRate: "152", booked: "15,000", closing: "15,200", difference: "200",
            plain: "15000", own: "1235", tooFine: "1234.5"),
        Books(
            currency: "KWD", rate: "0.3", closingRate: "0.31", booked: "30.000", closing: "31.000", difference: "1.000",
            plain: "30.000", own: "1234.567", tooFine: "1234.5678"),
        Books(
            currency: "EUR", rate: "0.9", closingRate: "0.95", booked: "90.00", closing: "95.00", difference: "5.00",
            plain: "90.00", own: "1234.56", tooFine: "1234.567"),
    ]

    @Test(arguments: books)
    func `amounts of the entity's own currency have its decimals in every report`(books: Books) throws {
        try withTestDatabase { database in
            let program = DidtronProgram(database: database)
            func run(_ command: String, _ input: String = "") throws -> String {
                let outcome = try program.run(command.split(separator: " ").map(String.init), input: input)
                #expect(outcome.status == 0, "\(command): \(outcome.errors)\(outcome.output)")
                return outcome.output
            }
            func lines(_ text: String, with word: String) -> [String] {
                text.split(separator: "\n").map(String.init).filter { $0.contains(word) }
            }
            /// The cells of a line of a table.
            func cells(_ line: String) -> [String] {
                line.split(separator: /\s{2,}/).map(String.init)
            }
            _ = try run("entity import -", "entity,name,currency\nhome,Home,\(books.currency)\n")
            _ = try run(
                "partner import -", "partner,role,currency\nacme,customer,USD\nown,customer,\(books.currency)\n")
            _ = try run(
                "fx import - --force",
                "from,to,effective_on,rate\nUSD,\(books.currency),2026-10-01,\(books.rate)\n"
                    + "USD,\(books.currency),2026-10-31,\(books.closingRate)\n")
            let header = "on,description,debit,credit,partner,currency,amount\n"
            _ = try run(
                "ledger journal -",
                header + "2026-10-02,Fee,receivable,revenue,acme,USD,100\n"
                    + "2026-10-02,Own,receivable,revenue,own,\(books.currency),\(books.own)\n")
            let refused = try program.run(
                ["ledger", "journal", "-"],
                input: header + "2026-10-02,Own,receivable,revenue,own,\(books.currency),\(books.tooFine)\n")
            #expect(refused.status == 1 && refused.errors.contains("minor unit"), "\(refused)")

            let balance = lines(try run("ledger trial-balance --as-of 2026-10-30 --csv"), with: ",USD,receivable,")
            #expect(balance.count == 1 && balance[0].hasSuffix(",\(books.currency),\(books.plain),0"), "\(balance)")
            let accounts = lines(try run("ledger accounts --as-of 2026-10-30"), with: "acme")
            #expect(accounts.map(cells).first?.suffix(2) == [books.booked, books.currency], "\(accounts)")
            let ownAccount = lines(try run("ledger accounts --as-of 2026-10-30 --csv"), with: ",own,")
            #expect(ownAccount.first?.contains(",\(books.own),") == true, "\(ownAccount)")
            let positions = lines(try run("ledger fx --as-of 2026-10-31"), with: "acme")
            #expect(
                positions.map(cells).first?.dropFirst(4).prefix(4)
                    == [books.booked, books.closing, books.difference, books.currency], "\(positions)")
            let one = "ledger account --type receivable --partner acme --to 2026-10-30"
            let account = try run(one)
            #expect(account.contains("In \(books.currency): "), "\(account)")
            #expect(account.contains("\(books.booked) behind"), "\(account)")
            let movements = lines(try run("\(one) --csv"), with: "manual_journal")
            #expect(movements.first?.hasSuffix(",\(books.plain),\(books.plain)") == true, "\(movements)")
            let revalued = try run("ledger revalue --month 2026-10")
            #expect(lines(revalued, with: "Total").map(cells).first?.contains(books.difference) == true, "\(revalued)")
            #expect(
                lines(revalued, with: "acme").map(cells).first?.contains(books.closing) == true, "\(revalued)")
            _ = try run("check")
        }
    }
}

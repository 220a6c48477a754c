import Checks
import Ledger
import Postgres
import Testing

@Suite struct PostingTests {
    /// Entries as `debit credit amount`, in their order.
    private let entries = """
        SELECT debit.type AS debit, credit.type AS credit, amount_micros, entry.currency, functional_micros,
            effective_on, service_period
        FROM entry
            JOIN ledger_account AS debit ON debit.id = debit_account_id
            JOIN ledger_account AS credit ON credit.id = credit_account_id
        ORDER BY entry.id
        """

    struct Case: Sendable {
        var side: TestCarrier.Side
        var paymentMode: String
        var currency: String
        var isReversal: Bool
        var entry: String
    }

    @Test(arguments: [
        Case(
            side: .sell, paymentMode: "postpaid", currency: "USD", isReversal: false,
            entry: "unbilled revenue 250 USD 250 2026-10-03 2026-10-01"),
        Case(
            side: .sell, paymentMode: "postpaid", currency: "USD", isReversal: true,
            entry: "revenue unbilled 250 USD 250 2026-10-03 2026-10-01"),
        Case(
            side: .sell, paymentMode: "prepaid", currency: "USD", isReversal: false,
            entry: "prepaid revenue 250 USD 250 2026-10-03 2026-10-01"),
        Case(
            side: .sell, paymentMode: "prepaid", currency: "USD", isReversal: true,
            entry: "revenue prepaid 250 USD 250 2026-10-03 2026-10-01"),
        // No exchange rate is known, so the functional amount stays open rather than being made up.
        Case(
            side: .sell, paymentMode: "postpaid", currency: "EUR", isReversal: false,
            entry: "unbilled revenue 250 EUR - 2026-10-03 2026-10-01"),
        Case(
            side: .buy, paymentMode: "postpaid", currency: "USD", isReversal: false,
            entry: "cost accrued_cost 250 USD 250 2026-10-03 2026-10-01"),
        // The deposit is the customer's: what a prepaid bilateral partner sells us accrues like any other cost.
        Case(
            side: .buy, paymentMode: "prepaid", currency: "USD", isReversal: false,
            entry: "cost accrued_cost 250 USD 250 2026-10-03 2026-10-01"),
        Case(
            side: .buy, paymentMode: "postpaid", currency: "USD", isReversal: true,
            entry: "accrued_cost cost 250 USD 250 2026-10-03 2026-10-01"),
    ])
    func `usage moves between the accounts of its side`(example: Case) throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme", currency: example.currency, paymentMode: example.paymentMode)
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            try carrier.book([
                .init(
                    partner: acme, side: example.side, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03",
                    micros: 250, rate: mobile, isReversal: example.isReversal)
            ])
            #expect(try carrier.owner.texts(entries) == [example.entry])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `one entry a partner, side and billing day covers all files closed since`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme"), bolt = try carrier.addPartner("bolt")
            let mobile = try carrier.addRate("49151", "Germany Mobile"), fixed = try carrier.addRate("49", "Germany")
            for _ in 0..<3 {
                _ = try carrier.load([
                    .init(
                        partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 1, rate: mobile),
                    .init(
                        partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 10, rate: fixed),
                    .init(
                        partner: acme, startAt: "2026-10-04T10:00Z", billingOn: "2026-10-04", micros: 100, rate: fixed),
                    .init(partner: bolt, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 7, rate: fixed),
                ])
            }
            try Books.bringUpToDate(carrier.database)
            #expect(try carrier.owner.texts("SELECT amount_micros FROM entry ORDER BY id") == ["33", "300", "21"])
            #expect(
                try carrier.owner.texts(
                    "SELECT count(*) AS closings, count(DISTINCT journal_id) AS journals FROM closing_posting") == [
                        "1 1"
                    ])
            #expect(
                try carrier.owner.texts(
                    """
                    SELECT code, balance_micros, entries FROM account_balance
                        JOIN ledger_account ON ledger_account.id = account_id JOIN partner ON partner.id = partner_id
                    ORDER BY code
                    """) == ["acme 333 2", "bolt 21 1"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `usage that nets to nothing makes no entry but its file counts as posted`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let call = TestCarrier.Call(
                partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 9, rate: mobile)
            var reversal = call
            reversal.isReversal = true
            try carrier.book([call, reversal])
            #expect(try carrier.owner.texts("SELECT count(*) FROM entry") == ["0"])
            #expect(try carrier.owner.texts("SELECT count(*) FROM closing_posting") == ["1"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `posters at once post each file once`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let loader = try carrier.database.connect(role: .loader)
            for _ in 0..<10 {
                let file = try carrier.load([
                    .init(partner: acme, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03", micros: 5, rate: mobile)
                ])
                try Closing.closeFile(file, on: loader)
            }
            let database = carrier.database
            try atOnce(4) { _ in try Posting.postUsage(on: database.connect(role: .app)) }
            #expect(try carrier.owner.texts("SELECT sum(amount_micros) FROM entry") == ["50"])
            #expect(try carrier.owner.texts("SELECT balance_micros FROM account_balance") == ["50"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `the application may add to the ledger and change nothing in it`() throws {
        try withTestCarrier { carrier in
            let application = try carrier.database.connect(role: .app)
            for statement in [
                "UPDATE entry SET amount_micros = 1", "DELETE FROM journal", "UPDATE invoice SET total_minor = 1",
                "UPDATE document_issue SET number = 1", "DELETE FROM usage_claim", "DELETE FROM account_balance",
                "UPDATE usage SET micros = 0", "UPDATE close_counter SET last_number = 0",
                "INSERT INTO journal_kind VALUES ('x', 'x', false, false, 99)",
                "UPDATE ledger_account_type SET name = 'x'",
            ] {
                let error = #expect(throws: PostgresError.self) { try application.execute(statement) }
                #expect(error?.sqlState == "42501", "\(statement): \(String(describing: error))")
            }
        }
    }
}

/// Every check but those left out passes; what fails is printed.
func expectSoundBooks(
    _ carrier: TestCarrier, without leftOut: Set<BooksCheck> = [], sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let checks = BooksCheck.ofCallsByHand.filter { !leftOut.contains($0) }
    let results = try BooksCheck.run(checks, on: carrier.database)
    for result in results where !result.passed {
        Issue.record("\(result.text())", sourceLocation: sourceLocation)
    }
}

extension BooksCheck {
    /// Those that hold of a `TestCarrier`: its calls have prices by hand, of versions without content, and all that is done is of one
    /// act that is under way.
    static let ofCallsByHand = allCases.filter { ![.revisions, .cards, .prices, .acts].contains($0) }
}

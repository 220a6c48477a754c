import Calendar
import Database
import Foundation
import Ledger
import Postgres
import Receivables
import Testing
import Vocabulary

/// A carrier with customers who owe invoices, for tests of payments.
struct PaymentWorld {
    let carrier: TestCarrier
    let application: Connection
    private let rate: TestCarrier.Rate

    init(_ carrier: TestCarrier) throws {
        self.carrier = carrier
        application = try carrier.database.connect(role: .app)
        rate = try carrier.addRate("49151", "Germany Mobile")
    }

    /// Issues an invoice of so many minor units for usage of a month of 2026.
    @discardableResult
    func invoice(_ partner: Int32, minor: Int64, unit: Int64 = 10_000, month: Int = 10) throws -> DocumentID {
        let day = "2026-\(month < 10 ? "0" : "")\(month)-06"
        try carrier.book([
            .init(partner: partner, startAt: "\(day)T10:00Z", billingOn: day, micros: minor * unit, rate: rate)
        ])
        let period = try #require(BillingPeriod(String(day.prefix(7))))
        let ids = try InvoiceRun.run(
            entityID: 1, period: period, partnerID: PartnerID(partner), isDryRun: false, on: application
        ).compactMap(\.invoiceID)
        try InvoiceSteps.approve(ids, on: application)
        try InvoiceSteps.issue(ids, on: application)
        return try #require(ids.first)
    }

    /// What a customer pays, for what is due first unless `change` says otherwise.
    @discardableResult
    func receive(
        _ partner: Int32, minor: Int64, on connection: Connection? = nil,
        _ change: (inout PaymentOrder) -> Void = { _ in }
    ) throws -> RecordedPayment {
        try record(.received, partner, minor: minor, on: connection) {
            $0.settles = .oldest
            change(&$0)
        }
    }

    @discardableResult
    func record(
        _ purpose: PaymentPurpose, _ partner: Int32, minor: Int64 = 0, on connection: Connection? = nil,
        _ change: (inout PaymentOrder) -> Void = { _ in }
    ) throws -> RecordedPayment {
        var order = PaymentOrder(purpose, partnerID: PartnerID(partner))
        order.cashMinor = minor
        change(&order)
        return try #require(try PaymentOrder.record([order], entityID: 1, on: connection ?? application).first)
    }

    /// Owes a supplier so much, as an invoice of theirs will make it.
    func owe(_ partner: Int32, micros: Int64, currency: String = "USD") throws {
        try carrier.owner.execute(
            """
            SELECT post_movements(1::smallint, 'usage', ARRAY[
                ROW(NULL, \(partner), 'accrued_cost', 'payable', '\(currency)', \(micros), CURRENT_DATE, CURRENT_DATE, NULL)::movement])
            """)
    }

    /// What is open of each document, as `number open`.
    func open(asOf day: CivilDay? = nil) throws -> [String] {
        try OpenItem.list(entityID: 1, asOf: day, on: application).map { item in
            "\(item.partner) \(item.kind) \(item.openMinor)"
        }
    }

    /// The entries of a document, or the settlements where it is nil: debit, credit, amount, functional amount.
    func entries(of document: DocumentID?) throws -> [String] {
        try carrier.owner.texts(
            """
            SELECT debit.type AS debit, credit.type AS credit, entry.currency,
                trim_scale(amount_micros / 10000) AS amount, trim_scale(functional_micros / 10000) AS functional
            FROM journal
                JOIN entry ON journal_id = journal.id
                JOIN ledger_account AS debit ON debit.id = debit_account_id
                JOIN ledger_account AS credit ON credit.id = credit_account_id
            WHERE CASE WHEN $1::bigint IS NULL THEN kind = 'settlement' ELSE document_id = $1::bigint END
            ORDER BY entry.id
            """, [.optional(document)])
    }

    /// Every check passes but that of the journals, where a test has made an amount due by hand.
    func expectSound(payablesByHand: Bool = false, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try expectSoundBooks(
            carrier, without: payablesByHand ? [.journals, .accruals] : [], sourceLocation: sourceLocation)
    }
}

/// Expects that `body` is refused with a reason, in these words, by whatever says no: the program, SQL or a constraint.
func expectRefused(
    _ reason: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> some Any
) throws {
    do {
        _ = try body()
        Issue.record("not refused: \(reason)", sourceLocation: sourceLocation)
    } catch {
        let refusal = try #require(Refusal(error), "\(error)", sourceLocation: sourceLocation)
        #expect(refusal.reason == reason && refusal.message == message, "\(refusal)", sourceLocation: sourceLocation)
    }
}

func withPaymentWorld(_ body: (PaymentWorld) throws -> Void) throws {
    try withTestCarrier { try body(PaymentWorld($0)) }
}

import Accounts
import Postgres
import Receivables

/// The list of payments as a file: with its filters, without its pages.
struct PaymentRows: ExportedList {
    static let title = "Payments"
    static let permission = Permission.seeReceivables

    private let query: FormFields
    private let asked: PaymentListPage.Asked
    private let entityCode: String

    init?(_ query: FormFields, _ scope: ExportScope) {
        self.query = query
        asked = PaymentListPage.Asked(query, entityID: scope.entityID)
        entityCode = scope.entityCode
        guard asked.problems.isEmpty else { return nil }
    }

    var path: String { query.address(PaymentListPage.path) }
    var fileName: String { "payments-\(entityCode)" }

    let titles = [
        "number", "payment_id", "partner", "purpose", "state", "value_on", "effective_on", "currency", "amount",
        "allocated", "unapplied", "fee", "withheld", "tax", "reference",
    ]

    func rows(on connection: Connection, _ body: ([[String]]) throws -> Void) throws {
        var (filter, problem) = try PaymentListPage.filter(asked, on: connection)
        // A partner that is not known has none.
        guard problem == nil else { return }
        filter.rowsMax = nil
        try Payment.forEachBatch(filter, on: connection) { try body($0.map(texts)) }
    }

    private func texts(_ payment: Payment) -> [String] {
        [
            payment.number, "\(payment.paymentID)", payment.partner, payment.purpose.rawValue, payment.state,
            payment.valueOn, payment.effectiveOn, payment.currency,
            Amount.plain(payment.totalMinor, digits: payment.minorDigits),
            Amount.plain(payment.allocatedMinor, digits: payment.minorDigits),
            payment.leftMinor.map { Amount.plain($0, digits: payment.minorDigits) } ?? "",
            Amount.plain(payment.feeMinor, digits: payment.bankMinorDigits ?? payment.minorDigits),
            Amount.plain(payment.withheldMinor, digits: payment.minorDigits),
            Amount.plain(payment.taxMinor, digits: payment.minorDigits), payment.reference ?? "",
        ]
    }
}

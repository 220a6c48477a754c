import Calendar
import Hummingbird
import Receivables

/// Payments of a customer, and back to it.
enum PortalPaymentPage {
    static let path = "\(PortalPage.path)/payments"
    static let routes: [Route] = [.get(path, .needs(.seePortal), payments)]

    private static let size = 50

    private static func payments(_ request: PageRequest) async throws -> Response {
        let listPlace = ListPlace(request.query)
        let place = listPlace.id.flatMap { id in
            listPlace.key.flatMap { CivilDay($0) }.map { (on: $0, id: id) }
        }
        let found = try await request.read(.portal) {
            try PortalAccount.payments(before: place, limit: Int64(size + 1), on: $0)
        }
        let rows = Array(found.prefix(size))
        var sheet = Sheet(header: PageHeader(title: "Payments"), facts: [Fact("Days", "as the bank counts them")])
        let columns = [
            DataTable.Column("Number"), DataTable.Column("Kind", first: true), DataTable.Column("State", .state),
            DataTable.Column("Day", first: true), DataTable.Column("Reference", .wrap),
            DataTable.Column("Currency", .currency),
            DataTable.Column("Amount", .number, first: true), DataTable.Column("Not used yet", .number),
        ]
        if let first = rows.first, let last = rows.last {
            sheet.table = DataTable(
                "cap-payments", "Payments", hidesCaption: true, columns: columns,
                rows: rows.map { payment in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], payment.numberText, nil), .text(columns[1], words(payment.purpose)),
                            .badge(
                                columns[2],
                                payment.state == "reversed" ? Badge(.void, "Taken back") : Badge(.paid, "Received")),
                            .day(columns[3], payment.valueOn),
                            payment.reference.map { .text(columns[4], $0) } ?? .none(columns[4]),
                            .text(columns[5], payment.currency),
                            .amount(
                                columns[6],
                                .minor(
                                    payment.isIncoming ? payment.totalMinor : -payment.totalMinor,
                                    digits: payment.minorDigits),
                                label: "Amount, \(payment.currency)"),
                            payment.leftMinor == 0
                                ? .none(columns[7])
                                : .amount(
                                    columns[7], .minor(payment.leftMinor, digits: payment.minorDigits),
                                    label: "Not used yet, \(payment.currency)"),
                        ], name: payment.numberText)
                })
            sheet.foot = TableFoot(
                place: listPlace, rows: rows.count, hasMore: found.count > size, matching: nil, fields: FormFields(),
                path: path, first: (first.paymentID, first.valueOn), last: (last.paymentID, last.valueOn),
                exports: [], goesBack: false)
        } else {
            sheet.empty = EmptyState(title: "No payments yet", text: "What you pay appears here when it has arrived.")
        }
        return request.page("portal/sheet", Shell(request, title: "Payments"), sheet)
    }

    private static func words(_ purpose: PaymentPurpose) -> String {
        switch purpose {
        case .topUp: "Top-up"
        case .refundOfCredit, .refundOfDeposit: "Refund to you"
        case .depositTransfer: "From your deposit"
        default: "Payment"
        }
    }
}

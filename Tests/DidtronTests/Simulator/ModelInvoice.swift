/// An invoice, from the draft on.
struct ModelInvoice {
    /// Below zero until the program's is known.
    var id: Int64
    var partner: String
    var currency: String
    var periodStartOn: String
    var lines: [ModelBooks.LineKey: ModelBooks.Usage]
    /// Their places among all charges.
    var charges: [Int]
    var totalMinor = 0
    var state = "draft"
}

/// An invoice as `didtron invoice list` shows it.
struct ListedInvoice: Decodable {
    var invoiceID: Int64
    var partnerCode: String
    var currency: String
    var periodStartOn: String
    var periodEndOn: String
    var totalMinor: Int
    var lines: Int
    var state: String

    private enum CodingKeys: String, CodingKey {
        case invoiceID = "invoice_id"
        case partnerCode = "partner"
        case currency
        case periodStartOn = "period_start_on"
        case periodEndOn = "period_end_on"
        case totalMinor = "total_minor"
        case lines, state
    }
}

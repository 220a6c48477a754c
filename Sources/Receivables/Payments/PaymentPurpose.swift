/// The purpose of a payment, as the table `payment_purpose` has it.
package enum PaymentPurpose: String, Sendable, Codable, CaseIterable {
    /// From a customer, for invoices.
    case received
    /// To a supplier, for what is due.
    case paid
    /// To a supplier, ahead of what will be due.
    case advance
    /// An advance applied to what is due by now.
    case advanceUse = "advance_use"
    /// From a customer, into the deposit.
    case topUp = "top_up"
    /// A deposit that became an unapplied credit, because its customer is invoiced from now on.
    case depositTransfer = "deposit_transfer"
    /// To a customer, of what settles no invoice.
    case refundOfCredit = "refund_of_credit"
    /// To a customer, out of the deposit.
    case refundOfDeposit = "refund_of_deposit"
    /// From a supplier, of an advance.
    case refundOfAdvance = "refund_of_advance"
    /// Writes off invoices that nobody will pay.
    case writeOff = "write_off"

    /// For people: `advance use`.
    package var words: String { rawValue.replacing("_", with: " ") }
}

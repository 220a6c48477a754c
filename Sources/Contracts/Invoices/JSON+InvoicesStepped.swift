extension JSON {
    /// Invoices that were approved or voided.
    package struct InvoicesStepped: Codable, Equatable, Sendable {
        /// `approved` or `voided`.
        package var step: String
        package var invoices: [Int64]

        package init(step: String, invoices: [Int64]) {
            self.step = step
            self.invoices = invoices
        }
    }
}

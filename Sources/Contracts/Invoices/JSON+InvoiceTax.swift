extension JSON {
    /// A tax of an invoice at one rate.
    package struct InvoiceTax: Codable, Equatable, Sendable {
        /// As the invoice names it.
        package var tax: String
        /// Millionths of the base.
        package var rateMillionths: Int64
        /// Without tax.
        package var baseMinor: Int64
        package var taxMinor: Int64

        package init(tax: String, rateMillionths: Int64, baseMinor: Int64, taxMinor: Int64) {
            self.tax = tax
            self.rateMillionths = rateMillionths
            self.baseMinor = baseMinor
            self.taxMinor = taxMinor
        }

        private enum CodingKeys: String, CodingKey {
            case tax
            case rateMillionths = "rate_millionths"
            case baseMinor = "base_minor"
            case taxMinor = "tax_minor"
        }
    }
}

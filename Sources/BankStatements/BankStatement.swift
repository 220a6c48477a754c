package import Calendar
package import Money

/// A statement of one bank account: its movements in their order, and the balances around them where it states them.
package struct BankStatement: Sendable {
    /// The format of the file.
    package enum Format: String, Sendable {
        case csv
        /// ISO 20022, bank to customer statement.
        case camt053 = "camt.053"
    }

    /// A movement of the account.
    package struct Line: Sendable, Encodable {
        /// Minor units of the currency; below zero what went out.
        package var amountMinor: Int64
        /// Minor units of the currency that banks kept of what the payer paid.
        package var feeMinor: Int64 = 0
        package var valueOn: CivilDay
        package var payerName: String?
        package var payerIBAN: String?
        /// The payer's text.
        package var reference: String?
        /// The bank's own mark of the movement.
        package var bankReference: String?

        package enum CodingKeys: String, CodingKey {
            case amountMinor = "amount_minor", feeMinor = "fee_minor", valueOn = "value_on", payerName = "payer_name"
            case payerIBAN = "payer_iban", reference, bankReference = "bank_reference"
        }
    }

    package var format: Format
    package var currency: Currency
    /// IBAN or number of the account.
    package var account: String?
    /// Minor units of the currency.
    package var openingMinor: Int64?
    package var closingMinor: Int64?
    package var lines: [Line]
}

/// Limits of a file of movements.
package struct BankStatementLimits: Sendable {
    package var linesMax = 200_000
    /// Bytes of one text.
    package var textBytesMax = 4_096
    /// Elements within one another.
    package var depthMax = 64

    package init() {}
}

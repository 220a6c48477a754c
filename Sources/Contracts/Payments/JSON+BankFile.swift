extension JSON {
    /// A bank statement that was imported.
    package struct BankFile: Codable, Equatable, Sendable {
        package var fileID: Int32
        package var entityID: Int16
        package var entity: String
        package var name: String
        /// `csv` or `camt.053`.
        package var format: String
        package var currency: String
        package var account: String?
        package var lines: Int64
        /// Lines that are neither confirmed nor ignored.
        package var openLines: Int64
        /// UTC.
        package var receivedAt: String

        package init(
            fileID: Int32, entityID: Int16, entity: String, name: String, format: String, currency: String,
            account: String? = nil, lines: Int64, openLines: Int64, receivedAt: String
        ) {
            self.fileID = fileID
            self.entityID = entityID
            self.entity = entity
            self.name = name
            self.format = format
            self.currency = currency
            self.account = account
            self.lines = lines
            self.openLines = openLines
            self.receivedAt = receivedAt
        }

        private enum CodingKeys: String, CodingKey {
            case fileID = "file_id"
            case entityID = "entity_id"
            case entity, name, format, currency, account, lines
            case openLines = "open_lines"
            case receivedAt = "received_at"
        }
    }

    /// A line of a bank file, and whose payment it is as far as that can be told.
    package struct BankLine: Codable, Equatable, Sendable {
        package var lineID: Int64
        package var lineNumber: Int
        /// ISO date.
        package var valueOn: String
        /// Minor units of the file's currency; below zero what went out.
        package var amountMinor: Int64
        package var feeMinor: Int64
        package var currency: String
        package var minorDigits: Int
        package var payerName: String?
        package var payerIBAN: String?
        package var reference: String?
        package var bankReference: String?
        /// `open`, `confirmed` or `ignored`.
        package var state: String
        /// Number of the payment that it is.
        package var payment: String?
        /// Code of the partner; nil = nothing can be told.
        package var partner: String?
        package var partnerID: Int32?
        package var purpose: String?
        /// 0 to 100; from 90 on it is told by two things, and nothing contradicts them.
        package var certainty: Int
        /// Why.
        package var reasons: [String]
        /// Numbers of invoices that it settles; none = those that are due first.
        package var invoices: [String]

        package init(
            lineID: Int64, lineNumber: Int, valueOn: String, amountMinor: Int64, feeMinor: Int64, currency: String,
            minorDigits: Int, payerName: String? = nil, payerIBAN: String? = nil, reference: String? = nil,
            bankReference: String? = nil, state: String, payment: String? = nil, partner: String? = nil,
            partnerID: Int32? = nil, purpose: String? = nil, certainty: Int, reasons: [String], invoices: [String]
        ) {
            self.lineID = lineID
            self.lineNumber = lineNumber
            self.valueOn = valueOn
            self.amountMinor = amountMinor
            self.feeMinor = feeMinor
            self.currency = currency
            self.minorDigits = minorDigits
            self.payerName = payerName
            self.payerIBAN = payerIBAN
            self.reference = reference
            self.bankReference = bankReference
            self.state = state
            self.payment = payment
            self.partner = partner
            self.partnerID = partnerID
            self.purpose = purpose
            self.certainty = certainty
            self.reasons = reasons
            self.invoices = invoices
        }

        private enum CodingKeys: String, CodingKey {
            case lineID = "line_id"
            case lineNumber = "line_number"
            case valueOn = "value_on"
            case amountMinor = "amount_minor"
            case feeMinor = "fee_minor"
            case currency
            case minorDigits = "minor_digits"
            case payerName = "payer_name"
            case payerIBAN = "payer_iban"
            case reference
            case bankReference = "bank_reference"
            case state, payment, partner
            case partnerID = "partner_id"
            case purpose, certainty, reasons, invoices
        }
    }

    /// Lines of a bank file that were left aside.
    package struct BankLinesIgnored: Codable, Equatable, Sendable {
        package var fileID: Int32
        package var lines: Int

        package init(
            fileID: Int32, lines: Int
        ) {
            self.fileID = fileID
            self.lines = lines
        }

        private enum CodingKeys: String, CodingKey {
            case fileID = "file_id"
            case lines
        }
    }
}

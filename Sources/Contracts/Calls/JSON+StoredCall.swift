extension JSON {
    /// A call with its revisions and the record that it came from.
    package struct StoredCall: Codable, Equatable, Sendable {
        package var call: CallRevision
        /// 128 bits, hexadecimal.
        package var key: String
        package var revisions: [CallRevision]
        package var fileID: Int32
        package var file: String
        package var line: Int
        package var record: String

        package init(
            call: CallRevision, key: String, revisions: [CallRevision], fileID: Int32, file: String, line: Int,
            record: String
        ) {
            self.call = call
            self.key = key
            self.revisions = revisions
            self.fileID = fileID
            self.file = file
            self.line = line
            self.record = record
        }

        private enum CodingKeys: String, CodingKey {
            case call, key, revisions
            case fileID = "file_id"
            case file, line, record
        }
    }

    /// A stored row of a call.
    package struct CallRevision: Codable, Equatable, Sendable {
        /// UTC day, chunk and record.
        package var address: String
        /// `original`, `reversal` or `replacement`.
        package var kind: String
        package var startAt: String
        package var called: String?
        package var calling: String?
        package var durationNs: Int64
        package var sipCode: Int16?
        package var sell: CallPrice
        package var buy: CallPrice
        /// Address of the revision that it takes the place of.
        package var replaces: String?

        package init(
            address: String, kind: String, startAt: String, called: String? = nil, calling: String? = nil,
            durationNs: Int64, sipCode: Int16? = nil, sell: CallPrice, buy: CallPrice, replaces: String? = nil
        ) {
            self.address = address
            self.kind = kind
            self.startAt = startAt
            self.called = called
            self.calling = calling
            self.durationNs = durationNs
            self.sipCode = sipCode
            self.sell = sell
            self.buy = buy
            self.replaces = replaces
        }

        private enum CodingKeys: String, CodingKey {
            case address, kind
            case startAt = "start_at"
            case called, calling
            case durationNs = "duration_ns"
            case sipCode = "sip_code"
            case sell, buy, replaces
        }
    }

    /// The price of one side of a call.
    package struct CallPrice: Codable, Equatable, Sendable {
        /// `priced`, `unpriced` or `not_applicable`.
        package var state: String
        package var partnerID: Int32?
        package var rateID: Int32?
        package var destinationID: Int32?
        package var billedS: Int32
        package var amountMicros: Int64
        package var currency: String?

        package init(
            state: String, partnerID: Int32? = nil, rateID: Int32? = nil, destinationID: Int32? = nil, billedS: Int32,
            amountMicros: Int64, currency: String? = nil
        ) {
            self.state = state
            self.partnerID = partnerID
            self.rateID = rateID
            self.destinationID = destinationID
            self.billedS = billedS
            self.amountMicros = amountMicros
            self.currency = currency
        }

        private enum CodingKeys: String, CodingKey {
            case state
            case partnerID = "partner_id"
            case rateID = "rate_id"
            case destinationID = "destination_id"
            case billedS = "billed_s"
            case amountMicros = "amount_micros"
            case currency
        }
    }
}

extension JSON {
    /// A page of a search for calls.
    package struct CallPage: Codable, Equatable, Sendable {
        package var hits: [CallHit]
        /// To go on from; nil where all was looked at.
        package var next: String?
        /// Sentences about what was not looked at.
        package var leftOut: [String]

        package init(
            hits: [CallHit], next: String? = nil, leftOut: [String]
        ) {
            self.hits = hits
            self.next = next
            self.leftOut = leftOut
        }

        private enum CodingKeys: String, CodingKey {
            case hits, next
            case leftOut = "left_out"
        }
    }

    /// A call, or a record that is none.
    package struct CallHit: Codable, Equatable, Sendable {
        /// `rated`, `unrated`, `superseded`, `undone`, `duplicate` or `reject`.
        package var state: String
        /// Address of the call.
        package var call: String?
        package var startAt: String?
        package var durationNs: Int64?
        package var customer: String?
        package var supplier: String?
        package var calling: String
        package var called: String
        /// Nil without a price.
        package var sell: CallAmount?
        package var buy: CallAmount?
        /// Why it waits for a price, or is no call.
        package var reasons: [String]
        package var place: CallPlace
        /// The call that a duplicate repeats, or the revision that took the place of this one.
        package var otherCall: String?
        package var otherPlace: CallPlace?
        /// Of duplicates and rejects, as it stands in the file.
        package var record: String?

        package init(
            state: String, call: String? = nil, startAt: String? = nil, durationNs: Int64? = nil,
            customer: String? = nil, supplier: String? = nil, calling: String, called: String,
            sell: CallAmount? = nil, buy: CallAmount? = nil, reasons: [String], place: CallPlace,
            otherCall: String? = nil, otherPlace: CallPlace? = nil, record: String? = nil
        ) {
            self.state = state
            self.call = call
            self.startAt = startAt
            self.durationNs = durationNs
            self.customer = customer
            self.supplier = supplier
            self.calling = calling
            self.called = called
            self.sell = sell
            self.buy = buy
            self.reasons = reasons
            self.place = place
            self.otherCall = otherCall
            self.otherPlace = otherPlace
            self.record = record
        }

        private enum CodingKeys: String, CodingKey {
            case state, call
            case startAt = "start_at"
            case durationNs = "duration_ns"
            case customer, supplier, calling, called, sell, buy, reasons, place
            case otherCall = "other_call"
            case otherPlace = "other_place"
            case record
        }
    }

    /// An amount of a side.
    package struct CallAmount: Codable, Equatable, Sendable {
        package var amountMicros: Int64
        package var currency: String
        package var minorDigits: Int

        package init(
            amountMicros: Int64, currency: String, minorDigits: Int
        ) {
            self.amountMicros = amountMicros
            self.currency = currency
            self.minorDigits = minorDigits
        }

        private enum CodingKeys: String, CodingKey {
            case amountMicros = "amount_micros"
            case currency
            case minorDigits = "minor_digits"
        }
    }

    /// Where a record stands.
    package struct CallPlace: Codable, Equatable, Sendable {
        package var fileID: Int32
        package var file: String
        /// Physical line, from 1; nil where it was not looked up.
        package var line: Int?

        package init(
            fileID: Int32, file: String, line: Int? = nil
        ) {
            self.fileID = fileID
            self.file = file
            self.line = line
        }

        private enum CodingKeys: String, CodingKey {
            case fileID = "file_id"
            case file, line
        }
    }

    /// Calls in suspense whose account is another one now.
    package struct CallsCorrected: Codable, Equatable, Sendable {
        package var calls: Int64
        package var durationNs: Int64

        package init(
            calls: Int64, durationNs: Int64
        ) {
            self.calls = calls
            self.durationNs = durationNs
        }

        private enum CodingKeys: String, CodingKey {
            case calls
            case durationNs = "duration_ns"
        }
    }
}

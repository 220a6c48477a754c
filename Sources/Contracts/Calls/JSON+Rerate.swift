extension JSON {
    /// Stored calls rated again: what changes, or has changed.
    package struct Rerate: Codable, Equatable, Sendable {
        package var isApplied: Bool
        package var batches: [RerateBatch]

        package init(isApplied: Bool, batches: [RerateBatch]) {
            self.isApplied = isApplied
            self.batches = batches
        }

        private enum CodingKeys: String, CodingKey {
            case isApplied = "is_applied"
            case batches
        }
    }

    /// The calls of one switch that were rated again.
    package struct RerateBatch: Codable, Equatable, Sendable {
        package var `switch`: String
        package var scope: String
        package var calls: Int64
        package var callsChanged: Int64
        package var sidesWithoutAccount: Int64
        package var elapsedMs: Int64
        package var resumedAtChunk: Int
        /// The batch that was interrupted before.
        package var unfinished: String?
        package var file: CallFile?
        package var totals: [RerateSum]
        package var partners: [RerateSum]
        package var destinations: [RerateSum]
        package var invoices: [RerateSum]

        package init(
            `switch`: String, scope: String, calls: Int64, callsChanged: Int64, sidesWithoutAccount: Int64,
            elapsedMs: Int64, resumedAtChunk: Int, unfinished: String? = nil, file: CallFile? = nil,
            totals: [RerateSum], partners: [RerateSum], destinations: [RerateSum], invoices: [RerateSum]
        ) {
            self.switch = `switch`
            self.scope = scope
            self.calls = calls
            self.callsChanged = callsChanged
            self.sidesWithoutAccount = sidesWithoutAccount
            self.elapsedMs = elapsedMs
            self.resumedAtChunk = resumedAtChunk
            self.unfinished = unfinished
            self.file = file
            self.totals = totals
            self.partners = partners
            self.destinations = destinations
            self.invoices = invoices
        }

        private enum CodingKeys: String, CodingKey {
            case `switch`, scope, calls
            case callsChanged = "calls_changed"
            case sidesWithoutAccount = "sides_without_account"
            case elapsedMs = "elapsed_ms"
            case resumedAtChunk = "resumed_at_chunk"
            case unfinished, file, totals, partners, destinations, invoices
        }
    }

    /// Calls and amounts before and after, of one side, currency and partner, destination or invoice.
    package struct RerateSum: Codable, Equatable, Sendable {
        package var side: String?
        package var name: String
        /// Code of the partner.
        package var code: String?
        /// State of the invoice.
        package var state: String?
        /// Empty where no price is known.
        package var currency: String
        package var calls: Int64
        package var unpricedBefore: Int64
        package var unpricedAfter: Int64
        package var billedSBefore: Int64
        package var billedSAfter: Int64
        package var microsBefore: Int128
        package var microsAfter: Int128
        package var microsDifference: Int128

        package init(
            side: String? = nil, name: String, code: String? = nil, state: String? = nil, currency: String,
            calls: Int64, unpricedBefore: Int64, unpricedAfter: Int64, billedSBefore: Int64, billedSAfter: Int64,
            microsBefore: Int128, microsAfter: Int128, microsDifference: Int128
        ) {
            self.side = side
            self.name = name
            self.code = code
            self.state = state
            self.currency = currency
            self.calls = calls
            self.unpricedBefore = unpricedBefore
            self.unpricedAfter = unpricedAfter
            self.billedSBefore = billedSBefore
            self.billedSAfter = billedSAfter
            self.microsBefore = microsBefore
            self.microsAfter = microsAfter
            self.microsDifference = microsDifference
        }

        private enum CodingKeys: String, CodingKey {
            case side, name, code, state, currency, calls
            case unpricedBefore = "unpriced_before"
            case unpricedAfter = "unpriced_after"
            case billedSBefore = "billed_s_before"
            case billedSAfter = "billed_s_after"
            case microsBefore = "micros_before"
            case microsAfter = "micros_after"
            case microsDifference = "micros_difference"
        }
    }
}

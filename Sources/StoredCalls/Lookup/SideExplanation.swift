package import CallStore
internal import Database
internal import Money
package import Postgres
package import RateBook
package import Rating

/// How the price of one side of a stored call came about, worked out anew from the rates in the database.
package struct SideExplanation: Sendable {
    package struct Candidate: Sendable {
        package var rateID: Int32
        package var prefix: String
        package var effectiveFrom: String
        package var effectiveTo: String?
        package var nanosPerMinute: Int64
        package var isBlocked: Bool
        package var isInEffect: Bool
        /// Time band, origin and jurisdiction that it is for; empty = any.
        package var variant: String
        /// Whether the call is of that kind.
        package var fits: Bool
        package var isTaken: Bool
    }

    package var side: Side
    package var stored: CallSide
    package var partnerCode: String?
    package var partnerName: String?
    package var productCode: String?
    package var currency: String?
    /// Of the currency.
    package var minorDigits: Int
    package var billingZone: String?
    /// Why the side waits for a price, and how the record names the partner; nil where it does not wait.
    package var reason: String?
    package var account: String?
    package var cardName: String?
    package var versionNumber: Int?
    package var versionFrom: String?
    package var prefix: String?
    package var cardDestination: String?
    package var masterDestination: String?
    /// What the rate was made from; nil without a rate.
    package var origin: RateOrigin?
    /// The longest prefix first, of one prefix the latest.
    package var candidates: [Candidate] = []
    /// That the call is one to a number of a customer (DID), a sentence each; empty where it is not.
    package var inbound: [String] = []
    /// What the call is for the card's rates, a sentence each: its time band, origin, jurisdiction.
    package var kinds: [String] = []
    /// The arithmetic, a sentence each.
    package var steps: [String] = []
    /// What the rate makes of the call now; nil without a rate.
    package var computedMicros: Int64?
    package var computedBilledSeconds: Int64?

    /// Whether the derivation gives what is stored. A side without a rate has nothing to derive.
    package var isReproduced: Bool {
        guard stored.rateID != nil else { return stored.micros == 0 && stored.billedSeconds == 0 }
        return computedMicros == stored.micros && computedBilledSeconds == Int64(stored.billedSeconds)
            && candidates.first { $0.isTaken }?.rateID == stored.rateID
    }

    /// - Parameter row: an original or a replacement.
    package static func explain(_ row: CallRow, _ side: Side, _ connection: Connection) throws -> SideExplanation {
        let stored = row.side(side)
        let party = try connection.run(
            query: "explain_party",
            [
                "entity_id": .int(Int64(row.entityID)), "partner_id": .optional(stored.partnerID),
                "product_id": .optional(stored.productID), "side": .text(side.name),
                "chunk_id": .id(row.chunkID), "ordinal": .int(Int64(row.ordinal)),
            ]
        ).only()
        var explanation = SideExplanation(
            side: side, stored: stored, partnerCode: try party.optionalString("partner_code"),
            partnerName: try party.optionalString("partner_name"),
            productCode: try party.optionalString("product_code"),
            currency: try party.optionalString("currency"),
            minorDigits: Int(try party.optionalInt("minor_digits") ?? 2),
            billingZone: try party.optionalString("billing_zone"))
        explanation.reason = try party.optionalString("reason")
        explanation.account = try party.optionalString("account_value")
        explanation.inbound = try InboundCall(row, connection)?.sentences(side, explanation) ?? []
        guard let rateID = stored.rateID else { return explanation }
        let rate = try connection.run(query: "explain_rate", ["rate_id": .int(Int64(rateID))]).only()
        try explanation.add(rate, of: row, connection)
        explanation.origin = try RateOrigin.of(rateID: rateID, on: connection)
        return explanation
    }

    private mutating func add(_ row: Row, of call: CallRow, _ connection: Connection) throws {
        cardName = try row.string("card_name")
        versionNumber = Int(try row.int("version_number"))
        versionFrom = try row.string("version_from")
        prefix = try row.string("prefix")
        cardDestination = try row.optionalString("card_destination")
        masterDestination = try row.optionalString("master_destination")
        let derivation = try PriceDerivation(
            of: call, stored, versionID: try row.id("version_id"), cardID: try row.id("card_id"),
            cardCurrency: try row.string("currency"), cardZone: try row.string("zone"),
            agreementCurrency: currency ?? "", exchange: try ExchangeBasis.of(call, side, connection), connection)
        candidates = derivation.candidates
        kinds = derivation.kinds
        steps = derivation.steps
        // A reversal is the negative of what it takes back.
        let sign: Int64 = call.kind == .reversal ? -1 : 1
        computedMicros = derivation.amountMicros.map { sign * $0 }
        computedBilledSeconds = sign * derivation.billedSeconds
        if call.kind == .reversal { steps.append("reversal: the negative of it") }
    }
}

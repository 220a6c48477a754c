internal import Catalog
package import Postgres
internal import Vocabulary

extension CallRow {
    /// A row as schema/queries/find_known_calls.sql and its like select it.
    package init(_ row: Row) throws {
        func narrow<Integer: FixedWidthInteger>(_ column: String) throws -> Integer? {
            try row.optionalNarrow(column)
        }
        func number(_ column: String) throws -> CallNumber {
            if let number = try row.optionalInt(column) { return .number(number) }
            return try row.optionalString(column + "_text").map { .text(Array($0.utf8)) } ?? .none
        }
        func side(_ name: String, partner: String) throws -> CallSide {
            var side = CallSide()
            side.micros = try row.int("\(name)_micros")
            side.partnerID = try narrow(partner)
            side.rateID = try narrow("\(name)_rate_id")
            side.destinationID = try narrow("\(name)_destination_id")
            side.billedSeconds = try row.narrow("\(name)_billed_s")
            side.billingDay = try narrow("\(name)_billing_day")
            side.productID = try narrow("\(name)_product_id")
            side.claimFrom = try narrow("\(name)_claim_from")
            let state = try row.string("\(name)_state")
            guard let known = state.utf8.first.flatMap(CallSide.State.init(rawValue:)) else {
                throw LoadError(inconsistent: "A call has the state \(state), which this version does not know")
            }
            side.state = known
            return side
        }
        let key = try row.string("key")
        let kind = try row.string("kind")
        guard let callKey = CallKey(key), let callKind = kind.utf8.first.flatMap(Kind.init(rawValue:)) else {
            throw LoadError(inconsistent: "A call has the key \(key) and the kind \(kind), which cannot be read")
        }
        var replaces: CallAddress?
        if let day: Int32 = try narrow("replaces_day"), let chunk: Int32 = try narrow("replaces_chunk_id"),
            let ordinal: Int32 = try narrow("replaces_ordinal")
        {
            replaces = CallAddress(day: day, chunkID: ChunkID(chunk), ordinal: ordinal)
        }
        self.init(
            startMicros: try row.int("start_micros"), durationNanos: try row.int("duration_ns"),
            calling: try number("calling"), called: try number("called"),
            routing: try row.optionalInt("routing_number"), key: callKey,
            chunkID: try row.id("chunk_id"),
            ordinal: try row.narrow("ordinal"),
            entityID: try row.narrow("entity_id"), sipCode: try narrow("sip_code") ?? 0,
            sell: try side("sell", partner: "customer_id"), buy: try side("buy", partner: "supplier_id"),
            kind: callKind,
            replaces: replaces)
    }
}

internal import Money
package import Postgres
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
    /// In the order in which they are tried; the first in effect is taken.
    package var candidates: [Candidate] = []
    /// The arithmetic, a sentence each.
    package var steps: [String] = []
    /// What the rate makes of the call now; nil without a rate.
    package var computedMicros: Int64?
    package var computedBilledSeconds: Int64?

    /// Whether the derivation gives what is stored. A side without a rate has nothing to derive.
    package var isReproduced: Bool {
        guard stored.rateID != nil else { return stored.micros == 0 && stored.billedSeconds == 0 }
        return computedMicros == stored.micros && computedBilledSeconds == Int64(stored.billedSeconds)
            && candidates.first { $0.isInEffect }?.rateID == stored.rateID
    }

    /// - Parameter row: an original or a replacement.
    package static func explain(_ row: CallRow, _ side: Side, _ connection: Connection) throws -> SideExplanation {
        let stored = row.side(side)
        let party = try connection.run(
            query: "explain_party",
            [
                "entity_id": .int(Int64(row.entityID)), "partner_id": .optional(stored.partnerID),
                "product_id": .optional(stored.productID), "side": .text(side.name),
                "chunk_id": .int(Int64(row.chunkID)), "ordinal": .int(Int64(row.ordinal)),
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
        guard let rateID = stored.rateID else { return explanation }
        let rate = try connection.run(query: "explain_rate", ["rate_id": .int(Int64(rateID))]).only()
        try explanation.add(rate, of: row, connection)
        return explanation
    }

    private mutating func add(_ row: Row, of call: CallRow, _ connection: Connection) throws {
        cardName = try row.string("card_name")
        versionNumber = Int(try row.int("version_number"))
        versionFrom = try row.string("version_from")
        prefix = try row.string("prefix")
        cardDestination = try row.optionalString("card_destination")
        masterDestination = try row.optionalString("master_destination")
        candidates = try connection.run(
            query: "explain_candidates",
            [
                "version_id": .int(try row.int("version_id")),
                "called": .text(String(decoding: call.called.digits, as: UTF8.self)),
                "start_micros": .int(call.startMicros),
            ]
        ).map { candidate in
            Candidate(
                rateID: Int32(truncatingIfNeeded: try candidate.int("rate_id")), prefix: try candidate.string("prefix"),
                effectiveFrom: try candidate.string("effective_from"),
                effectiveTo: try candidate.optionalString("effective_to"),
                nanosPerMinute: try candidate.int("nanos_per_minute"), isBlocked: try candidate.bool("blocked"),
                isInEffect: try candidate.bool("is_in_effect"))
        }
        let rate = try Rate(row)
        // A reversal is the negative of what it takes back.
        let sign: Int64 = call.kind == .reversal ? -1 : 1
        let price = CallPrice(durationNanos: sign * call.durationNanos, rate: rate)
        computedMicros = price.amountMicros.map { sign * $0 }
        computedBilledSeconds = sign * price.billedSeconds
        steps = price.steps(durationNanos: sign * call.durationNanos, rate: rate)
        if call.kind == .reversal { steps.append("reversal: the negative of it") }
    }
}

extension Rate {
    /// A row as schema/queries/explain_rate.sql selects it.
    fileprivate init(_ row: Row) throws {
        func narrow(_ column: String) throws -> Int32 { Int32(truncatingIfNeeded: try row.int(column)) }
        let digits = try row.string("prefix")
        guard let prefix = Prefix(digits), let graceMode = RatingTerms.GraceMode(name: try row.string("grace_mode")),
            let durationRounding = RatingTerms.DurationRounding(name: try row.string("duration_rounding")),
            let roundingMode = RoundingMode(name: try row.string("rounding_mode"))
        else { throw LoadError(.inconsistent, "Rate \(try row.int("rate_id")) of prefix \(digits) cannot be read") }
        self.init(prefix: prefix, id: try narrow("rate_id"), destination: 0)
        effectiveFromMicros = try row.int("from_micros")
        effectiveToMicros = try row.optionalInt("to_micros") ?? .max
        nanosPerMinute = try row.int("nanos_per_minute")
        setupFeeNanos = try row.int("setup_fee_nanos")
        initialSeconds = try narrow("initial_s")
        incrementSeconds = try narrow("increment_s")
        minimumSeconds = try narrow("minimum_s")
        blocked = try row.bool("blocked")
        terms.graceSeconds = try narrow("grace_s")
        terms.graceMode = graceMode
        terms.durationRounding = durationRounding
        terms.roundingDecimals = UInt8(truncatingIfNeeded: try row.int("rounding_decimals"))
        terms.roundingMode = roundingMode
        terms.maximumCostNanos = try row.optionalInt("max_cost_nanos")
        terms.minimumCostNanos = try row.optionalInt("min_cost_nanos")
    }
}

extension CallPrice {
    /// The steps from the duration to the amount, as sentences.
    fileprivate func steps(durationNanos: Int64, rate: Rate) -> [String] {
        func nanos(_ value: Int64) -> String { DecimalText.format(value, decimals: 9, decimalsMin: 4) }
        let terms = rate.terms
        var steps = [
            "duration \(DecimalText.format(durationNanos, decimals: 9)) s, rounded \(terms.durationRounding.name): "
                + "\(roundedSeconds) s"
        ]
        switch terms.graceMode {
        case .none: break
        case .threshold: steps.append("grace: free up to \(terms.graceSeconds) s: \(chargeableSeconds) s to charge")
        case .deduct: steps.append("grace: less \(terms.graceSeconds) s: \(chargeableSeconds) s to charge")
        }
        guard chargeableSeconds > 0 else { return steps + ["nothing to charge: 0"] }
        let initial = Int64(rate.initialSeconds)
        let increment = Int64(rate.incrementSeconds)
        if chargeableSeconds <= initial {
            steps.append("initial \(initial) s cover it: \(initial) s")
        } else {
            let count = (chargeableSeconds - initial + increment - 1) / increment
            steps.append(
                "initial \(initial) s + \(count) x \(increment) s (\(chargeableSeconds - initial) s rounded up to whole "
                    + "increments): \(initial + count * increment) s")
        }
        if rate.minimumSeconds > 0 { steps.append("at least \(rate.minimumSeconds) s: \(billedSeconds) s") }
        var sum = "\(billedSeconds) s x \(nanos(rate.nanosPerMinute)) a minute"
        if rate.setupFeeNanos > 0 { sum += " + setup fee \(nanos(rate.setupFeeNanos))" }
        steps.append("\(sum): \(CallPrice.exactText(exactCost))")
        if let most = terms.maximumCostNanos {
            steps.append("at most \(nanos(most)): \(CallPrice.exactText(min(exactCost, Int128(most) * 60)))")
        }
        if let least = terms.minimumCostNanos {
            steps.append("at least \(nanos(least)): \(CallPrice.exactText(limitedCost))")
        }
        let amount =
            amountMicros.map { DecimalText.format($0, decimals: 6, decimalsMin: 6) } ?? "too large to be stored"
        steps.append("rounded once to \(terms.roundingDecimals) decimals, \(terms.roundingMode.name): \(amount)")
        return steps
    }

    /// Sixtieths of a nano as a decimal, with the sixtieths that no decimal can hold: `0.020333333 and 20/60 of 10^-9`.
    private static func exactText(_ cost: Int128) -> String {
        let nanos = cost / 60
        let rest = cost % 60
        guard let small = Int64(exactly: nanos) else { return "\(cost)/60 x 10^-9" }
        let text = DecimalText.format(small, decimals: 9, decimalsMin: 4)
        return rest == 0 ? text : "\(text) and \(rest)/60 of 10^-9"
    }
}

import Money
import Rating

// Fees, increments and what else a price is charged by.

extension DeckAssembly {
    mutating func setupFee(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int64 {
        try markedUpFee(.setupFee, row, bytes) ?? defaults.setupFeeNanos
    }

    /// The fee of a column with the mark-up; nil = empty, or no such column.
    private mutating func markedUpFee(
        _ field: DeckField, _ row: Row, _ bytes: Span<UInt8>
    ) throws(RowFault) -> Int64? {
        guard let fee = try fee(field, row, bytes) else { return nil }
        guard let markUp = options.settings.markUp, !defersMarkUp else { return fee }
        guard let marked = markUp.applied(toNanos: fee) else { throw RowFault(field: field, reason: "too large") }
        return marked
    }

    /// Nanos of an amount for a call; nil = empty, or no such column.
    private mutating func fee(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int64? {
        guard columns.has(field), let fee = try money(field, row, bytes) else { return nil }
        if fee > 0, units.unsureFees.contains(field) { observations.unsureFees.note(line: row.line) }
        let divisor = units.divisor(field) == 1 && options.settings.feeDivisor == nil ? rowParts : units.divisor(field)
        guard fee % divisor == 0 else { throw RowFault(field: field, reason: "more than 9 decimals") }
        return fee / divisor
    }

    mutating func takeIncrements(_ row: Row, _ bytes: Span<UInt8>, into rate: inout Rate) throws(RowFault) {
        rate.initialSeconds = defaults.increments?.initial ?? options.increments.initial
        rate.incrementSeconds = defaults.increments?.further ?? options.increments.further
        let hasInitial = columns.has(.initialSeconds)
        // An empty field takes what the file states for all, or keeps what there was.
        let mayBeEmpty = defaults.increments != nil || rate.keepsPrice || options.settings.increments != nil
        guard columns.has(.incrementSeconds) else {
            if hasInitial {
                if mayBeEmpty, trimmed(.initialSeconds, row, bytes).isEmpty { return }
                // A lone column may state both, as `60/1` does.
                let stated = try increments(.initialSeconds, row, bytes)
                rate.initialSeconds = stated.initial
                if stated.isPair {
                    rate.incrementSeconds = stated.further
                } else {
                    observations.rowsWithoutFurther.note(line: row.line)
                }
            }
            return
        }
        if hasInitial {
            if !mayBeEmpty || !trimmed(.initialSeconds, row, bytes).isEmpty {
                rate.initialSeconds = try requiredSeconds(.initialSeconds, row, bytes)
            }
            if !mayBeEmpty || !trimmed(.incrementSeconds, row, bytes).isEmpty {
                rate.incrementSeconds = try requiredSeconds(.incrementSeconds, row, bytes)
            }
            guard rate.incrementSeconds >= 1 else { throw RowFault(field: .incrementSeconds, reason: "below 1") }
            return
        }
        if mayBeEmpty, trimmed(.incrementSeconds, row, bytes).isEmpty { return }
        let stated = try increments(.incrementSeconds, row, bytes)
        (rate.initialSeconds, rate.incrementSeconds) = (stated.initial, stated.further)
        if let minimum = stated.minimum {
            rate.minimumSeconds = minimum
            observations.rowsWithThreeIncrements += 1
        }
    }

    func increments(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> IncrementText {
        let range = trimmed(field, row, bytes)
        guard !range.isEmpty else { throw RowFault(field: field, reason: "empty") }
        if range.kind == .date { throw RowFault(field: field, reason: IncrementText.Fault.date.reason) }
        do {
            return try IncrementText(bytes.extracting(range.start..<range.end))
        } catch {
            throw RowFault(field: field, reason: error.reason)
        }
    }

    mutating func terms(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> RatingTerms {
        var terms = defaults.terms
        if columns.has(.graceSeconds), let grace = try seconds(.graceSeconds, row, bytes) { terms.graceSeconds = grace }
        if let name = name(.graceMode, row, bytes) {
            guard let mode = RatingTerms.GraceMode(name: name) else {
                throw RowFault(field: .graceMode, reason: "not none, threshold or deduct")
            }
            terms.graceMode = mode
        } else if terms.graceSeconds > 0, columns.isRenamed(.graceSeconds) {
            throw RowFault(
                field: .graceSeconds, reason: "grace of unknown kind; add a column grace_mode (threshold or deduct)")
        }
        if let name = name(.durationRounding, row, bytes) {
            guard let rounding = RatingTerms.DurationRounding(name: name) else {
                throw RowFault(field: .durationRounding, reason: "not up, down, half_up or half_down")
            }
            terms.durationRounding = rounding
        }
        if columns.has(.roundingDecimals), let decimals = try seconds(.roundingDecimals, row, bytes) {
            guard decimals <= DecimalText.microDecimals else {
                throw RowFault(field: .roundingDecimals, reason: "not 0 to 6")
            }
            terms.roundingDecimals = UInt8(decimals)
        }
        if let name = name(.roundingMode, row, bytes) {
            guard let mode = RoundingMode(name: name) else {
                throw RowFault(field: .roundingMode, reason: "not half_up, half_down, half_even, up or down")
            }
            terms.roundingMode = mode
        }
        if columns.has(.maximumCost) { terms.maximumCostNanos = try fee(.maximumCost, row, bytes) }
        if columns.has(.minimumCost) { terms.minimumCostNanos = try fee(.minimumCost, row, bytes) }
        if let stated = options.settings.attemptFeeNanos { terms.attemptFeeNanos = stated }
        if let fee = try markedUpFee(.attemptFee, row, bytes) { terms.attemptFeeNanos = fee }
        return terms
    }
}

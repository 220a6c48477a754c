import CallRecords

// The exact way: rates with terms of their own, with variants, in another currency, and large amounts.

extension Tariff {
    /// Prices a side by a rate that is in effect.
    ///
    /// - Parameters:
    ///   - base: what is known of the side: its party, and the rate, which is another one where it has variants.
    ///   - parties: those of the side.
    @inline(never)
    func pricedExactly(
        _ record: CallRecord, _ base: RatedSide, rate: RateRecord, parties: [Party]
    ) -> RatedSide {
        guard rate.terms & RateRecord.hasVariants != 0 else {
            return priced(record, base, rate: rate, group: nil, parties: parties)
        }
        var side = RatedSide()
        side.party = base.party
        side.state = .unpriced
        let group = groups[Int(rate.terms & ~RateRecord.hasVariants)]
        let call = variant(of: record, deck: Int(group.deck))
        switch choice(from: group, for: call, atMicros: record.startMicros) {
        case .none: return pricedByNext(record, side, from: rate.next, parties: parties)
        case .otherVariants: return settled(side, .noVariant, record)
        case .rate(let index):
            return priced(record, side, index: index, group: (group, call), parties: parties)
        }
    }

    /// The way along the chain behind a group of which no rate is in effect.
    private func pricedByNext(
        _ record: CallRecord, _ side: RatedSide, from first: Int32, parties: [Party]
    ) -> RatedSide {
        var index = first
        while index >= 0 {
            let rate = rates[Int(index)]
            if record.startMicros >= rate.effectiveFromMicros, record.startMicros < rate.effectiveToMicros {
                if rate.terms & RateRecord.hasVariants != 0 {
                    return pricedExactly(record, side, rate: rate, parties: parties)
                }
                return priced(record, side, index: index, group: nil, parties: parties)
            }
            index = rate.next
        }
        return settled(side, .noPrefix, record)
    }

    private func priced(
        _ record: CallRecord, _ base: RatedSide, index: Int32, group: (VariantGroup, RateVariant)?, parties: [Party]
    ) -> RatedSide {
        let rate = rates[Int(index)]
        guard !rate.isBlocked else { return settled(base, .blocked, record) }
        var side = base
        side.rate = index
        side.rateID = rate.id
        side.destination = rate.destination
        side.prefixCount = rate.prefixCount
        guard record.durationNanos > 0 || terms[Int(rate.terms)].terms.attemptFeeNanos > 0 else {
            side.state = .priced
            return side
        }
        return priced(record, side, rate: rate, group: group, parties: parties)
    }

    /// - Parameter group: the rate's, with what the call is, where it has one.
    private func priced(
        _ record: CallRecord, _ base: RatedSide, rate: RateRecord, group: (VariantGroup, RateVariant)?,
        parties: [Party]
    ) -> RatedSide {
        func unpriced(_ reason: UnratedReason) -> RatedSide {
            var side = RatedSide()
            side.party = base.party
            side.state = .unpriced
            side.reason = reason
            return side
        }
        var exchange = ExchangeFactor.none
        let currency = terms[Int(rate.terms)].currency
        if currency >= 0 {
            let party = parties[Int(base.party)]
            let day = references.zones[Int(party.zone)].localDay(atMicros: record.startMicros)
            switch references.exchangeRates.find(from: currency, to: party.currency, onDay: day) {
            case .factor(let factor): exchange = factor
            case .tooOld: return unpriced(.staleExchangeRate)
            case .none: return unpriced(.noExchangeRate)
            }
        }
        var reason = UnratedReason.tooLarge
        let price: CallPrice
        if let (group, call) = group,
            let calendar = settings[Int(group.deck)].bandCalendar(atMicros: record.startMicros), calendar.splits
        {
            price = CallPrice(durationNanos: record.durationNanos, rate: definition(rate), exchange: exchange) { time in
                let (cost, fault) = splitCost(time, group, call, calendar, atMicros: record.startMicros)
                if fault != .none { reason = fault }
                return cost
            }
        } else {
            price = CallPrice(durationNanos: record.durationNanos, rate: definition(rate), exchange: exchange)
        }
        guard let amount = price.amountMicros else { return unpriced(reason) }
        var side = base
        side.amountMicros = amount
        side.billedSeconds = Int32(price.billedSeconds)
        side.state = .priced
        return side
    }

    /// Each increment at the price of the band in which it begins, in sixtieths of a nano; none where one of them has no
    /// price, and why.
    private func splitCost(
        _ time: BilledTime, _ group: VariantGroup, _ call: RateVariant, _ calendar: BandCalendar, atMicros start: Int64
    ) -> (cost: Int128?, fault: UnratedReason) {
        var cost: Int128 = 0
        var fault = UnratedReason.none
        time.forEachStretch(from: start, calendar) { seconds, band in
            var then = call
            then.timeBand = band
            guard fault == .none else { return }
            guard case .rate(let index) = choice(from: group, for: then, atMicros: start) else {
                fault = .noVariant
                return
            }
            let rate = rates[Int(index)]
            if rate.isBlocked { fault = .blocked }
            cost += Int128(seconds) * Int128(rate.nanosPerMinute)
        }
        return (fault == .none ? cost : nil, fault)
    }

    // MARK: - Variants

    private enum Choice {
        /// No rate of the group is in effect.
        case none
        /// Those in effect are for other calls.
        case otherVariants
        case rate(Int32)
    }

    /// What a call is for the rates of a deck.
    private func variant(of record: CallRecord, deck: Int) -> RateVariant {
        settings[deck].variant(
            atMicros: record.startMicros, calling: record.callingNumber, called: record.calledNumber,
            routing: record.routingNumber, states: references.states)
    }

    /// The first rate of a group that is in effect and fits, in the order in which they are tried.
    private func choice(from group: VariantGroup, for call: RateVariant, atMicros micros: Int64) -> Choice {
        var choice = Choice.none
        for position in 0..<Int(group.count) {
            let index = Int(group.firstRate) + position
            guard micros >= rates[index].effectiveFromMicros, micros < rates[index].effectiveToMicros else { continue }
            if variants[Int(group.firstVariant) + position].fits(call) { return .rate(Int32(index)) }
            choice = .otherVariants
        }
        return choice
    }

    /// What `CallPrice` needs of a record: its prices, increments and terms.
    func definition(_ record: RateRecord) -> Rate {
        var rate = Rate(prefix: Prefix("0")!, id: record.id, destination: record.destination)
        rate.effectiveFromMicros = record.effectiveFromMicros
        rate.effectiveToMicros = record.effectiveToMicros
        rate.nanosPerMinute = record.nanosPerMinute
        rate.setupFeeNanos = record.setupFeeNanos
        rate.initialSeconds = record.initialSeconds
        rate.incrementSeconds = record.incrementSeconds
        rate.minimumSeconds = record.minimumSeconds
        rate.blocked = record.isBlocked
        rate.terms = terms[Int(record.terms)].terms
        return rate
    }
}

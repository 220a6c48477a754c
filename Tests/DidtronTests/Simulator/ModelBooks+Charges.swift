// Charges of numbers that are let to customers.

extension ModelBooks {
    /// Charges the billing periods that begin within a month, and what is due of those that were charged before.
    mutating func charge(entity: String, start: String, end: String) {
        for (index, number) in catalog.numbers.enumerated() {
            guard let partner = catalog.partners[number.partner], partner.entity == entity else { continue }
            let own = charges.filter { $0.number == index }
            var periods = Set(own.map(\.period))
            var period = partner.periodStart(start)
            while period < end {
                if period >= start { periods.insert(period) }
                period = ModelCalendar.nextPeriod(partner.terms(on: period).cycle, period)
            }
            for period in periods.sorted() {
                charge(index, number, partner, period, own.filter { $0.period == period })
            }
        }
    }

    private mutating func charge(
        _ index: Int, _ number: ModelCatalog.Number, _ partner: ModelCatalog.Partner, _ period: String,
        _ own: [ModelCharge]
    ) {
        let end = ModelCalendar.nextPeriod(partner.terms(on: period).cycle, period)
        let isPrepaid = own.first?.isPrepaid ?? partner.terms(on: period).isPrepaid
        var due = 0
        var day = period
        while day < end {
            if number.isLet(on: day) { due += fee(of: day, number) }
            day = ModelCalendar.day(day, plus: 1)
        }
        due -= own.filter { !$0.isSetup }.reduce(0) { $0 + $1.micros }
        func add(_ micros: Int, isSetup: Bool) {
            guard micros != 0 else { return }
            charges.append(
                ModelCharge(
                    number: index, partner: partner.code, period: period, isSetup: isSetup, micros: micros,
                    isPrepaid: isPrepaid))
        }
        add(due, isSetup: false)
        if period <= number.from, number.from < end, !own.contains(where: \.isSetup) {
            add(number.setupMicros, isSetup: true)
        }
    }

    /// The fee of the days of its month up to a day, less that of the days before.
    private func fee(of day: String, _ number: ModelCatalog.Number) -> Int {
        let length = ModelCalendar.monthDays(day)
        let monthStart = String(day.prefix(8)) + "01"
        var count = 1
        var earlier = ModelCalendar.day(day, plus: -1)
        while earlier >= max(monthStart, number.from) {
            count += 1
            earlier = ModelCalendar.day(earlier, plus: -1)
        }
        func upTo(_ days: Int) -> Int { (2 * number.monthlyMicros * days + length) / (2 * length) }
        return upTo(count) - upTo(count - 1)
    }
}

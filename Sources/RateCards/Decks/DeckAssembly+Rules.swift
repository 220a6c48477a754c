import Money
import Rating

// What is done to the rates of a row when all of it is known: rules for some of them, and a first price of its own.

extension DeckAssembly {
    /// The rates of a row, one for each code and each kind of call.
    mutating func finished(_ made: [Rate]) throws(RowFault) -> [Rate] {
        var rates: [Rate] = []
        for base in made {
            for prefix in [base.prefix] + furtherPrefixes {
                var rate = base
                rate.prefix = prefix
                let rules = rulesFor(rate)
                if let increments = rules.lazy.compactMap(\.increments).first {
                    (rate.initialSeconds, rate.incrementSeconds) = (increments.initial, increments.further)
                }
                if let minimum = rules.lazy.compactMap(\.minimumSeconds).first { rate.minimumSeconds = minimum }
                if !rate.keepsPrice, !rate.blocked { try takeNextPrice(into: &rate) }
                try markUp(&rate, rules)
                if let fee = rules.lazy.compactMap(\.setupFeeNanos).first { rate.setupFeeNanos = fee }
                if let fee = rules.lazy.compactMap(\.attemptFeeNanos).first { rate.terms.attemptFeeNanos = fee }
                rates.append(rate)
            }
        }
        return rates
    }

    /// A rule states what a row leaves as it was.
    mutating func noteRules(of rates: [Rate]) {
        for rate in rates where rate.keepsPrice {
            for rule in rulesFor(rate) {
                if rule.increments != nil {
                    keptStatements[rate.id]?.formUnion([.field(.initialSeconds), .field(.incrementSeconds)])
                }
                if rule.minimumSeconds != nil { keptStatements[rate.id]?.insert(.field(.minimumSeconds)) }
                if rule.setupFeeNanos != nil { keptStatements[rate.id]?.insert(.field(.setupFee)) }
                if rule.attemptFeeNanos != nil { keptStatements[rate.id]?.insert(.field(.attemptFee)) }
            }
        }
    }

    private mutating func rulesFor(_ rate: Rate) -> [DeckRule] {
        guard let rules = options.settings.rules, !rules.isEmpty else { return [] }
        let name = destinations.text(Int(rate.destination)).lowercased()
        var found: [DeckRule] = []
        for (index, rule) in rules.enumerated() where rule.isFor(rate.prefix, name: name) {
            rowsByRule[index, default: 0] += 1
            found.append(rule)
        }
        return found
    }

    private mutating func markUp(_ rate: inout Rate, _ rules: [DeckRule]) throws(RowFault) {
        guard defersMarkUp else { return }
        var markUp = options.settings.markUp
        if let percent = rules.lazy.compactMap(\.milliPercent).first {
            markUp = MarkUp(
                milliPercent: percent, decimals: markUp?.decimals ?? DecimalText.nanoDecimals,
                rounding: markUp?.rounding ?? .halfUp)
        }
        guard let markUp else { return }
        if !rate.keepsPrice {
            guard let price = markUp.applied(toNanos: rate.nanosPerMinute) else {
                throw RowFault(field: .ratePerMinute, reason: "too large")
            }
            rate.nanosPerMinute = price
        }
        guard let fee = markUp.applied(toNanos: rate.setupFeeNanos) else {
            throw RowFault(field: .setupFee, reason: "too large")
        }
        rate.setupFeeNanos = fee
        guard columns.has(.attemptFee) else { return }
        guard let attemptFee = markUp.applied(toNanos: rate.terms.attemptFeeNanos) else {
            throw RowFault(field: .attemptFee, reason: "too large")
        }
        rate.terms.attemptFeeNanos = attemptFee
    }

    /// Every call that is charged at all is charged its first increment, so what that costs beyond the price of the others is
    /// the same as a part of the setup fee.
    ///
    ///     fee + initial x first / 60 + rest x next / 60 = (fee + initial x (first - next) / 60) + billed x next / 60
    private mutating func takeNextPrice(into rate: inout Rate) throws(RowFault) {
        guard let next = rowNextNanos, next != rate.nanosPerMinute else { return }
        let first = DecimalText.format(rate.nanosPerMinute, decimals: DecimalText.nanoDecimals)
        let difference = Int128(rate.initialSeconds) * Int128(rate.nanosPerMinute - next)
        let fee = Int128(rate.setupFeeNanos) + difference / 60
        guard fee >= 0 else {
            throw RowFault(
                field: .nextRate,
                reason:
                    "another price than the \(first) a minute of the initial increment, and above it; a rate can only have "
                    + "a first increment that is dearer than the others")
        }
        guard difference % 60 == 0, let fee = Int64(exactly: fee) else {
            throw RowFault(
                field: .nextRate,
                reason:
                    "another price than the \(first) a minute of the initial increment, whose difference is not exact to 9 "
                    + "decimals as a fee")
        }
        rate.setupFeeNanos = fee
        rate.nanosPerMinute = next
        observations.firstPrices.note(line: Int(rate.id))
    }
}

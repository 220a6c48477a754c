// Acts on partners, cards, exchange rates and numbers.

extension Simulator {
    /// Nothing that changes prices happens in an entity while an undo of its calls is to be gone on with.
    func isFrozen(_ entity: String) -> Bool { undoUnderWay(in: entity) != nil }

    mutating func addEntities() throws {
        try run(["entity", "import", "-"], input: "entity,name,currency\nmain,Main Ltd,USD\neast,East Ltd,EUR\n")
        let products = Simulator.entities.map { "numbers,Numbers,inbound,\($0)\n" }.joined()
        try run(["product", "import", "-"], input: "product,name,direction,entity\n" + products)
        for (pair, rate) in [("USD JPY", 15_000_000_000), ("USD KWD", 30_700_000), ("EUR USD", 109_000_000)] {
            for day in ["2026-08-28", "2026-09-25", "2026-10-20", "2026-11-10"] where numbers.chance(85) {
                // Within a few percent, so that no statement looks like a slip.
                try state(pair, on: day, rate * numbers.int(970...1030) / 1000)
            }
            if books.catalog.exchange[pair] == nil { try state(pair, on: "2026-09-01", rate) }
        }
    }

    private mutating func state(_ pair: String, on day: String, _ hundredMillionths: Int) throws {
        let codes = pair.split(separator: " ")
        let row = "\(codes[0]),\(codes[1]),\(day),\(decimal(hundredMillionths, digits: 8))"
        try run(
            ["fx", "import", "-", "--force", "--reason", "simulated"], input: "from,to,effective_on,rate\n\(row)\n")
        books.catalog.exchange[pair, default: [:]][day] = hundredMillionths
    }

    /// Another rate for a day; calls keep their prices until they are rated again.
    mutating func correctExchange() throws {
        guard !isInterrupted else { return }
        let pair = numbers.pick(books.catalog.exchange.keys.sorted())
        guard let days = books.catalog.exchange[pair] else { return }
        let day = numbers.pick(days.keys.sorted())
        acts.append("exchange rate of \(pair) on \(day)")
        try state(pair, on: day, (days[day] ?? 1) * numbers.int(970...1030) / 1000)
    }

    // MARK: - Partners

    mutating func addPartner(_ entity: String) throws {
        guard !isFrozen(entity) else { return }
        let code = "P\(books.catalog.partners.count + 1)"
        let currency = numbers.pick(["USD", "USD", "JPY", "KWD"])
        let zone = numbers.pick(["UTC", "Asia/Tokyo", "America/New_York"])
        let terms = drawTerms()
        acts.append(
            "add \(code) (\(entity)): \(currency), \(zone), "
                + terms.map { "\($0.from) \($0.isPrepaid ? "prepaid" : "postpaid") \($0.cycle)" }.joined(
                    separator: ", "))
        for term in terms {
            // The first terms hold since ever.
            try run(
                ["partner", "import", "-"],
                input: """
                    partner,name,role,payment_mode,currency,zone,cycle,credit_limit,from,entity
                    \(code),\(code) Ltd,bilateral,\(term.isPrepaid ? "prepaid" : "postpaid"),\(currency),\(zone),\
                    \(term.cycle),\(numbers.int(0...5000)),\(term.from.hasPrefix("0") ? "" : term.from),\(entity)

                    """)
        }
        try run(
            ["account", "import", "-"],
            input: "account,partner,side,product,entity\n\(code),\(code),sell,standard,\(entity)\n"
                + "\(code),\(code),buy,standard,\(entity)\n")
        books.catalog.partners[code] = ModelCatalog.Partner(
            code: code, entity: entity, currency: currency, zone: zone, calendar: ModelCalendar(zone: zone),
            terms: terms)
        for side in ["sell", "buy"] {
            let name = try card(entity, side, currency)
            try run([
                "ratecard", "assign", "--card", name, "--partner", code, "--product", "standard", "--from",
                "2026-08-01",
                "--entity", entity,
            ])
            books.catalog.assignments["\(side) \(code)"] = "\(entity)/\(name)"
        }
        books.catalog.change(entity)
    }

    /// Now and then with changes to come: of the payment mode and the cycle, each from the first day of a period of both.
    private mutating func drawTerms() -> [ModelCatalog.Terms] {
        var cycle = numbers.pick(["monthly", "monthly", "half_monthly", "weekly"])
        var isPrepaid = numbers.chance(25)
        var terms = [ModelCatalog.Terms(from: "0001-01-01", isPrepaid: isPrepaid, cycle: cycle)]
        guard numbers.chance(40) else { return terms }
        var day = ModelCalendar.periodStart(cycle, "2026-09-01")
        for _ in 0..<numbers.int(1...2) {
            for _ in 0..<numbers.int(1...4) { day = ModelCalendar.nextPeriod(cycle, day) }
            if cycle == "weekly" || !day.hasSuffix("-01") || numbers.chance(50) {
                isPrepaid.toggle()
            } else {
                cycle = cycle == "monthly" ? "half_monthly" : "monthly"
            }
            terms.append(ModelCatalog.Terms(from: day, isPrepaid: isPrepaid, cycle: cycle))
        }
        return terms
    }

    /// Another payment mode from the first day of a period on, which is refused behind days that something was billed on.
    mutating func changeTerms() throws {
        let codes = books.catalog.partners.keys.sorted()
        guard !isInterrupted, var partner = books.catalog.partners[numbers.pick(codes)] else { return }
        var day = partner.periodStart("2026-09-20")
        for _ in 0..<numbers.int(0...6) { day = ModelCalendar.nextPeriod(partner.terms(on: day).cycle, day) }
        var terms = partner.terms(on: day)
        terms.isPrepaid.toggle()
        let mode = terms.isPrepaid ? "prepaid" : "postpaid"
        acts.append("\(partner.code) \(mode) from \(day)")
        let outcome = try program.run(
            ["partner", "import", "-"],
            input: "partner,payment_mode,from,entity\n\(partner.code),\(mode),\(day),\(partner.entity)\n")
        let isRefused = outcome.status != 0 && outcome.errors.contains("was billed on others")
        guard outcome.status == 0 || isRefused, isRefused ? mayHaveUsage(partner, day) : !hasUsage(partner, day) else {
            throw Difference(
                description: "\(partner.code) \(mode) from \(day): \(outcome.status) \(outcome.errors)\(outcome.output)"
            )
        }
        guard !isRefused else {
            acts[acts.count - 1] += ", refused"
            return refusals += 1
        }
        // It holds in changes that were to come later, too.
        for index in partner.terms.indices where partner.terms[index].from >= day {
            partner.terms[index].isPrepaid = terms.isPrepaid
        }
        if !partner.terms.contains(where: { $0.from == day }) {
            terms.from = day
            partner.terms.append(terms)
            partner.terms.sort { $0.from < $1.from }
        }
        books.catalog.partners[partner.code] = partner
    }

    /// Whether a call of a partner that holds now has a price and is of a day or a later one.
    private func hasUsage(_ partner: ModelCatalog.Partner, _ day: String) -> Bool {
        books.statements.values.contains { known in
            guard let last = known.last, last.call.durationSeconds > 0, partner.calendar.day(last.call.startAt) >= day
            else { return false }
            return last.sell.partner == partner.code && last.sell.price != nil
                || last.buy.partner == partner.code && last.buy.price != nil
        }
    }

    /// Whether there ever was such a call, or a charge or an invoice.
    private func mayHaveUsage(_ partner: ModelCatalog.Partner, _ day: String) -> Bool {
        let own = Set(books.catalog.numbers.filter { $0.partner == partner.code }.map(\.number))
        return books.charges.contains { $0.partner == partner.code }
            || books.invoices.contains { $0.partner == partner.code }
            || books.files.values.contains { file in
                file.records.contains { record in
                    guard let call = record, partner.calendar.day(call.startAt) >= day else { return false }
                    return [call.customer, call.supplier].contains(partner.code) || own.contains(call.called)
                }
            }
    }

    // MARK: - Cards

    /// A card for a partner's side, in another currency now and then; made where there is none yet.
    private mutating func card(_ entity: String, _ side: String, _ currency: String) throws -> String {
        let foreign = currency == "USD" ? "EUR" : "USD"
        let own = numbers.chance(25) ? foreign : currency
        let name = "\(side)-\(own)"
        let key = "\(entity)/\(name)"
        if books.catalog.cards[key] == nil {
            books.catalog.cards[key] = ModelCard(
                entity: entity, name: name, side: side, currency: own, hasBand: numbers.chance(40))
            try addVersion(key)
            if books.catalog.cards[key]?.hasBand == true {
                try run(
                    ["ratecard", "bands", "import", "-", "--card", name, "--entity", entity],
                    input: "time_band,days,from,to\npeak,mon-fri,08:00,20:00\n")
            }
        }
        return name
    }

    mutating func changeCard() throws {
        let keys = books.catalog.cards.filter { !isFrozen($0.value.entity) }.keys.sorted()
        guard !keys.isEmpty else { return }
        try addVersion(numbers.pick(keys))
    }

    /// A new deck that takes over some days after the last one.
    private mutating func addVersion(_ key: String) throws {
        guard let card = books.catalog.cards[key] else { return }
        let start = versionStarts[key].map { $0 + numbers.int(1...20) * 86_400 } ?? Simulator.september
        guard start < Simulator.september + 80 * 86_400 else { return }
        let day = ModelCalendar.text(utcSeconds: start)
        acts.append("deck of \(key) from \(day)")
        // Yen are small; a card in them has larger numbers.
        let scale = card.currency == "JPY" ? 100 : 1
        var rates: [String: ModelCard.Rate] = [:]
        for prefix in Simulator.prefixes where numbers.chance(85) {
            let increments = numbers.pick([(1, 1), (60, 60), (30, 6)])
            rates[prefix] = ModelCard.Rate(
                destination: "Destination \(prefix)", nanosPerMinute: numbers.int(1...400_000) * 100 * scale,
                setupFeeNanos: numbers.chance(20) ? numbers.int(1...50_000) * 100 * scale : 0,
                initialSeconds: increments.0, incrementSeconds: increments.1,
                peakNanosPerMinute: card.hasBand && numbers.chance(40)
                    ? numbers.int(1...400_000) * 100 * scale : nil)
        }
        var deck = "prefix,destination,rate_per_min,setup_fee,initial_s,increment_s,time_band\n"
        for (prefix, rate) in rates.sorted(by: { $0.key < $1.key }) {
            func row(_ nanos: Int, _ band: String) -> String {
                "\(prefix),\(rate.destination),\(decimal(nanos, digits: 9)),\(decimal(rate.setupFeeNanos, digits: 9)),"
                    + "\(rate.initialSeconds),\(rate.incrementSeconds),\(band)\n"
            }
            deck += row(rate.nanosPerMinute, "")
            if let peak = rate.peakNanosPerMinute { deck += row(peak, "peak") }
        }
        try run(
            [
                "ratecard", "import", "-", "--card", card.name, "--side", card.side, "--currency", card.currency,
                "--entity", card.entity, "--effective", day, "--approve", "--force",
            ], input: deck)
        versionStarts[key] = start
        books.catalog.cards[key]?.decks.append(ModelCard.Deck(effectiveFrom: start, rates: rates))
        books.catalog.change(card.entity)
    }

    // MARK: - Numbers

    /// Lets a number to a customer, with a card for the calls to it or without.
    mutating func letNumber() throws {
        let partners = books.catalog.partners.values.filter { !isFrozen($0.entity) }.map(\.code).sorted()
        guard !partners.isEmpty, let partner = books.catalog.partners[numbers.pick(partners)] else { return }
        let isPriced =
            books.catalog.numbers.first { $0.partner == partner.code }?.isPriced ?? numbers.chance(75)
        let first = numbers.int(0...60)
        let number = ModelCatalog.Number(
            number: "88351\(1_000_000 + books.catalog.numbers.count)", partner: partner.code,
            from: ModelCalendar.day("2026-09-01", plus: first),
            to: numbers.chance(30) ? ModelCalendar.day("2026-09-01", plus: first + numbers.int(0...40)) : nil,
            monthlyMicros: numbers.int(1...100_000) * 10_000 + numbers.int(0...9) * 1_000,
            setupMicros: numbers.chance(50) ? numbers.int(1...900) * 10_000 : 0, isPriced: isPriced)
        acts.append("let \(number.number) to \(partner.code) from \(number.from) to \(number.to ?? "none")")
        try run(
            ["did", "import", "-"],
            input: """
                number,partner,product,from,to,monthly_fee,setup_fee,entity
                \(number.number),\(partner.code),numbers,\(number.from),\(number.to ?? "none"),\
                \(decimal(number.monthlyMicros, digits: 6)),\(decimal(number.setupMicros, digits: 6)),\(partner.entity)

                """)
        if isPriced, let card = books.catalog.assignments["sell \(partner.code)"] {
            try run([
                "ratecard", "assign", "--card", books.catalog.cards[card]?.name ?? "", "--partner", partner.code,
                "--product", "numbers", "--from", "2026-08-01", "--entity", partner.entity,
            ])
        }
        books.catalog.numbers.append(number)
        books.catalog.change(partner.entity)
    }

    mutating func charge(isKilled: Bool) throws {
        try play(
            .charge(entity: numbers.pick(Simulator.entities), month: numbers.pick(Array(Simulator.months.prefix(2)))),
            isKilled: isKilled)
    }

    /// An integer of 10^-digits as a decimal text.
    func decimal(_ units: Int, digits: Int) -> String {
        let text = String(units)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return "\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }
}

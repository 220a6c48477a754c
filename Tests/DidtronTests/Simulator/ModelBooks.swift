/// What the books must say: kept by plain addition while acts are played, without looking at the database.
struct ModelBooks {
    struct Partner {
        var code: String
        var currency: String
        var isPrepaid: Bool
        var cycle: String
        var zone: String
        var calendar: ModelCalendar
    }

    /// One record of a file that counts as a call.
    struct Call: Hashable {
        var id: String
        var startAt: Int
        var customer: String
        var supplier: String
        var called: String
        var durationSeconds: Int

        var key: String { "\(id) \(startAt)" }
    }

    struct LineKey: Hashable {
        var partner: String
        var currency: String
        var period: String
        var destination: String
        var nanosPerMinute: Int
        var setupFeeNanos: Int
    }

    struct Usage: Equatable {
        var calls = 0
        var seconds = 0
        var micros = 0

        var isNothing: Bool { calls == 0 && seconds == 0 && micros == 0 }

        static func += (lhs: inout Usage, rhs: Usage) {
            lhs.calls += rhs.calls
            lhs.seconds += rhs.seconds
            lhs.micros += rhs.micros
        }
    }

    struct Invoice {
        var id: Int64
        var partner: String
        var currency: String
        var periodStartOn: String
        var lines: [LineKey: Usage]
        var totalMinor: Int
        var state = "draft"
    }

    /// The account of all files.
    struct Account: Equatable {
        var read = 0
        var rated = 0
        var unrated = 0
        var duplicates = 0
        var changed = 0
        var rejected = 0
    }

    /// Micros of one account of a partner, debits less credits.
    struct Balance: Hashable, CustomStringConvertible {
        var type: String
        var partner: String
        var currency: String
        var micros: Int

        var description: String { "\(type) \(partner) \(currency) \(micros)" }
    }

    static let minorMicros = ["USD": 10_000, "JPY": 1_000_000, "KWD": 1_000]

    var partners: [String: Partner] = [:]
    var sellCards: [String: ModelCard] = [:]
    var buyCards: [String: ModelCard] = [:]
    var calls: [String: Call] = [:]
    var account = Account()
    var unbilled: [LineKey: Usage] = [:]
    var invoices: [Invoice] = []
    private var prepaidMicros: [String: Int] = [:]
    private var costMicros: [String: Int] = [:]
    /// What each call was last priced at.
    private var sides: [String: (sell: ModelCard.Price?, buy: ModelCard.Price?)] = [:]
    /// The invoice that has a call, which keeps it when its price is corrected.
    private var placed: [String: Int64] = [:]
    /// Corrections that wait for a note, by invoice.
    private var adjustments: [Int64: [LineKey: Usage]] = [:]

    // MARK: - Calls

    mutating func reject() {
        account.read += 1
        account.rejected += 1
    }

    /// A record as it stands in a file.
    mutating func load(_ call: Call) {
        account.read += 1
        if let known = calls[call.key] {
            guard known != call else { return account.duplicates += 1 }
            account.changed += 1
            add(known, sides[known.key] ?? (nil, nil), sign: -1)
            // The invoice that has the call keeps it, unless the call turns out to be another customer's.
            if known.customer != call.customer { placed[known.key] = nil }
        }
        let sell = price(call, sellCards, call.customer), buy = price(call, buyCards, call.supplier)
        if call.durationSeconds > 0, sell == nil || buy == nil { account.unrated += 1 } else { account.rated += 1 }
        calls[call.key] = call
        sides[call.key] = (sell, buy)
        add(call, (sell, buy), sign: 1)
    }

    private func price(_ call: Call, _ cards: [String: ModelCard], _ partner: String) -> ModelCard.Price? {
        partners[partner].flatMap { cards[$0.currency] }?
            .price(called: call.called, startAt: call.startAt, durationSeconds: call.durationSeconds)
    }

    private mutating func add(_ call: Call, _ sides: (sell: ModelCard.Price?, buy: ModelCard.Price?), sign: Int) {
        if let price = sides.sell, let partner = partners[call.customer] {
            if partner.isPrepaid {
                prepaidMicros[partner.code, default: 0] += sign * price.micros
            } else {
                let key = lineKey(call, price, partner)
                let usage = Usage(
                    calls: call.durationSeconds > 0 ? sign : 0, seconds: sign * price.billedSeconds,
                    micros: sign * price.micros)
                if let invoice = placed[call.key] {
                    adjustments[invoice, default: [:]][key, default: Usage()] += usage
                } else {
                    unbilled[key, default: Usage()] += usage
                }
            }
        }
        if let price = sides.buy, let partner = partners[call.supplier] {
            costMicros[partner.code, default: 0] += sign * price.micros
        }
    }

    private func lineKey(_ call: Call, _ price: ModelCard.Price, _ partner: Partner) -> LineKey {
        LineKey(
            partner: partner.code, currency: partner.currency, period: period(call, partner),
            destination: price.rate.destination, nanosPerMinute: price.rate.nanosPerMinute,
            setupFeeNanos: price.rate.setupFeeNanos)
    }

    private func period(_ call: Call, _ partner: Partner) -> String {
        ModelCalendar.periodStart(partner.cycle, partner.calendar.day(call.startAt))
    }

    /// Rates again the sides of calls of a partner, or of a card, or all; a price of the same amount stays what it is.
    mutating func rerate(partner: String?, card: String?) {
        for (key, call) in calls where call.durationSeconds > 0 {
            func isWithin(_ side: String, _ code: String) -> Bool {
                (partner == nil || partner == code)
                    && (card == nil || partners[code].map { "\(side)-\($0.currency)" } == card)
            }
            let old = sides[key] ?? (nil, nil)
            var new = old
            if isWithin("sell", call.customer) { new.sell = price(call, sellCards, call.customer) }
            if isWithin("buy", call.supplier) { new.buy = price(call, buyCards, call.supplier) }
            if new.sell.isSame(as: old.sell) { new.sell = old.sell }
            if new.buy.isSame(as: old.buy) { new.buy = old.buy }
            add(call, old, sign: -1)
            add(call, new, sign: 1)
            sides[key] = new
        }
    }

    // MARK: - Invoices

    /// Remembers which calls an invoice has taken: all with a price of the customer and the periods on it.
    mutating func place(_ invoice: Invoice) {
        let periods = Set(invoice.lines.keys.map(\.period))
        for (key, call) in calls where call.customer == invoice.partner && placed[key] == nil {
            guard sides[key]?.sell != nil, let partner = partners[call.customer], !partner.isPrepaid,
                periods.contains(period(call, partner))
            else { continue }
            placed[key] = invoice.id
        }
    }

    /// The drafts that a run of the month from `start` to before `end` must make; they get their ids from the program.
    mutating func run(start: String, end: String) -> [Invoice] {
        var groups: [String: [LineKey: Usage]] = [:]
        for (key, usage) in unbilled where !usage.isNothing && key.period < end {
            guard let partner = partners[key.partner] else { continue }
            let current = ModelCalendar.periodStart(partner.cycle, start)
            let first = current == start ? start : ModelCalendar.nextPeriod(partner.cycle, current)
            guard first < end else { continue }
            groups["\(key.partner) \(key.currency) \(max(first, key.period))", default: [:]][key] = usage
        }
        var made: [Invoice] = []
        for (name, lines) in groups.sorted(by: { $0.key < $1.key }) {
            let parts = name.split(separator: " ").map(String.init)
            // A draft of the same customer that is not above zero takes the period as well.
            if let last = made.indices.last, made[last].partner == parts[0], made[last].currency == parts[1],
                made[last].totalMinor <= 0
            {
                made[last].lines.merge(lines) { one, _ in one }
            } else {
                made.append(
                    Invoice(
                        id: 0, partner: parts[0], currency: parts[1], periodStartOn: parts[2], lines: lines,
                        totalMinor: 0))
            }
            made[made.count - 1].totalMinor = Self.total(made[made.count - 1].lines, parts[1])
        }
        for index in made.indices.reversed() where made[index].totalMinor <= 0 {
            let rest = made.remove(at: index)
            guard index > 0, made[index - 1].partner == rest.partner, made[index - 1].currency == rest.currency else {
                continue
            }
            made[index - 1].lines.merge(rest.lines) { one, _ in one }
            made[index - 1].totalMinor = Self.total(made[index - 1].lines, rest.currency)
        }
        for key in made.flatMap(\.lines.keys) { unbilled[key] = nil }
        return made
    }

    /// Minor units: of rounded lines, or, where the currency has no decimals, of their exact sum.
    private static func total(_ lines: [LineKey: Usage], _ currency: String) -> Int {
        let unit = minorMicros[currency] ?? 1
        if unit == 1_000_000 { return roundedHalfUp(lines.values.reduce(0) { $0 + $1.micros }, unit) }
        return lines.values.reduce(0) { $0 + roundedHalfUp($1.micros, unit) }
    }

    mutating func void(_ index: Int) {
        invoices[index].state = "void"
        for (key, usage) in invoices[index].lines { unbilled[key, default: Usage()] += usage }
        // With the calls their corrections join the next run.
        let id = invoices[index].id
        for (key, usage) in adjustments.removeValue(forKey: id) ?? [:] { unbilled[key, default: Usage()] += usage }
        placed = placed.filter { $0.value != id }
    }

    private static func roundedHalfUp(_ micros: Int, _ unit: Int) -> Int {
        let magnitude = (abs(micros) + unit / 2) / unit
        return micros < 0 ? -magnitude : magnitude
    }

    // MARK: - Balances

    /// Of all partner accounts, without those that are zero; sorted.
    var balances: [Balance] {
        var sums: [String: Int] = [:]
        func key(_ type: String, _ partner: String, _ currency: String) -> String { "\(type) \(partner) \(currency)" }
        for (line, usage) in unbilled {
            sums[key("unbilled", line.partner, line.currency), default: 0] += usage.micros
        }
        for usages in adjustments.values {
            for (line, usage) in usages {
                sums[key("unbilled", line.partner, line.currency), default: 0] += usage.micros
            }
        }
        for invoice in invoices where invoice.state == "draft" || invoice.state == "approved" {
            for usage in invoice.lines.values {
                sums[key("unbilled", invoice.partner, invoice.currency), default: 0] += usage.micros
            }
        }
        for invoice in invoices where invoice.state == "issued" {
            let unit = Self.minorMicros[invoice.currency] ?? 1
            sums[key("receivable", invoice.partner, invoice.currency), default: 0] += invoice.totalMinor * unit
        }
        for (partner, micros) in prepaidMicros {
            sums[key("prepaid", partner, partners[partner]?.currency ?? ""), default: 0] += micros
        }
        for (partner, micros) in costMicros {
            sums[key("accrued_cost", partner, partners[partner]?.currency ?? ""), default: 0] -= micros
        }
        return sums.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { name, micros in
            let parts = name.split(separator: " ").map(String.init)
            return Balance(type: parts[0], partner: parts[1], currency: parts[2], micros: micros)
        }
    }
}

extension ModelCard.Price? {
    /// Whether both are none, or bill the same seconds for the same amount to the same destination.
    fileprivate func isSame(as other: ModelCard.Price?) -> Bool {
        switch (self, other) {
        case (nil, nil): true
        case (let price?, let other?):
            price.micros == other.micros && price.billedSeconds == other.billedSeconds
                && price.rate.destination == other.rate.destination
        default: false
        }
    }
}

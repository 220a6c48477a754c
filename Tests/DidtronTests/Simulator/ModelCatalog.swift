/// What calls are priced by: partners with their terms, cards, exchange rates and numbers that are let.
struct ModelCatalog {
    /// How a partner is billed from a day on, which begins a billing period.
    struct Terms {
        var from: String
        var isPrepaid: Bool
        var cycle: String
    }

    struct Partner {
        var code: String
        var entity: String
        var currency: String
        var zone: String
        var calendar: ModelCalendar
        /// In the order of their days; the first ones hold since ever.
        var terms: [Terms]

        func terms(on day: String) -> Terms { terms.last { $0.from <= day } ?? terms[0] }

        func periodStart(_ day: String) -> String { ModelCalendar.periodStart(terms(on: day).cycle, day) }
    }

    /// A number that is let to a customer.
    struct Number {
        var number: String
        var partner: String
        /// First and last day; nil = without end.
        var from: String
        var to: String?
        /// 10^-6 of a unit of the customer's currency.
        var monthlyMicros: Int
        var setupMicros: Int
        /// Calls to it have prices by the customer's card.
        var isPriced: Bool

        func isLet(on day: String) -> Bool { from <= day && (to.map { day <= $0 } ?? true) }
    }

    /// What became of a side of a call.
    struct Side: Equatable {
        /// Empty = unknown.
        var partner: String
        var price: ModelCard.Price?
        /// Calls to numbers that are let cost nothing.
        var isApplicable = true
    }

    var partners: [String: Partner] = [:]
    var cards: [String: ModelCard] = [:]
    /// Card by side and partner.
    var assignments: [String: String] = [:]
    var numbers: [Number] = []
    /// 10^-8 of a unit of the second currency for one of the first, by pair and first day.
    var exchange: [String: [String: Int]] = [:]
    /// Counted with each change of the entity's partners, cards and numbers.
    var revisions: [String: Int] = [:]

    static let exchangeDaysMax = 35

    func sell(_ call: ModelCall) -> Side {
        if let number = number(called: call) {
            return Side(
                partner: number.partner, price: number.isPriced ? price("sell", number.partner, call, "numbers") : nil)
        }
        return side("sell", call.customer, call)
    }

    func buy(_ call: ModelCall) -> Side {
        number(called: call) == nil
            ? side("buy", call.supplier, call) : Side(partner: "", price: nil, isApplicable: false)
    }

    private func number(called call: ModelCall) -> Number? {
        numbers.first { number in
            guard number.number == call.called, let partner = partners[number.partner], partner.entity == call.entity
            else { return false }
            return number.isLet(on: partner.calendar.day(call.startAt))
        }
    }

    private func side(_ side: String, _ code: String, _ call: ModelCall) -> Side {
        guard let partner = partners[code], partner.entity == call.entity else { return Side(partner: "", price: nil) }
        return Side(partner: code, price: price(side, code, call, "standard"))
    }

    private func price(_ side: String, _ code: String, _ call: ModelCall, _ product: String) -> ModelCard.Price? {
        guard let partner = partners[code], let card = assignments["\(side) \(code)"].flatMap({ cards[$0] }) else {
            return nil
        }
        var factor = 100_000_000
        if card.currency != partner.currency {
            let found = rate(card.currency, partner.currency, on: partner.calendar.day(call.startAt))
            // What was not answered costs nothing in any currency.
            guard found != nil || call.durationSeconds == 0 else { return nil }
            factor = found ?? 0
        }
        var price = card.price(
            called: call.called, startAt: call.startAt, durationSeconds: call.durationSeconds, hundredMillionths: factor
        )
        price?.product = product
        if card.currency != partner.currency { price?.rateCurrency = card.currency }
        return price
    }

    private func rate(_ source: String, _ target: String, on day: String) -> Int? {
        let oldest = ModelCalendar.day(day, plus: -ModelCatalog.exchangeDaysMax)
        return exchange["\(source) \(target)"]?.filter { $0.key <= day && $0.key >= oldest }.max { $0.key < $1.key }?
            .value
    }

    mutating func change(_ entity: String) { revisions[entity, default: 0] += 1 }
}

/// One record of a file that counts as a call.
struct ModelCall: Hashable {
    var entity: String
    var id: String
    var startAt: Int
    var customer: String
    var supplier: String
    var called: String
    var durationSeconds: Int

    var key: String { "\(entity) \(id) \(startAt)" }
}

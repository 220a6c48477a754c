// Invoice runs and what becomes of drafts.

extension ModelBooks {
    /// Makes the drafts of an entity's run of the month from `start` to before `end`.
    mutating func run(entity: String, start: String, end: String) {
        var groups: [String: ModelInvoice] = [:]
        func group(_ code: String, _ period: String, _ add: (inout ModelInvoice) -> Void) {
            guard let partner = catalog.partners[code], partner.entity == entity, period < end else { return }
            let cycle = partner.terms(on: start).cycle
            let current = ModelCalendar.periodStart(cycle, start)
            let first = current == start ? start : ModelCalendar.nextPeriod(cycle, current)
            guard first < end else { return }
            let from = max(first, period)
            let empty = ModelInvoice(
                id: 0, partner: code, currency: partner.currency, periodStartOn: from, lines: [:], charges: [])
            add(&groups["\(code) \(from)", default: empty])
        }
        for (key, usage) in unbilled where !usage.isNothing {
            group(key.partner, key.period) { $0.lines[key] = usage }
        }
        for (number, charge) in charges.enumerated() where charge.invoice == nil && !charge.isPrepaid {
            group(charge.partner, charge.period) { $0.charges.append(number) }
        }
        var made: [ModelInvoice] = []
        func join(_ rest: ModelInvoice) {
            made[made.count - 1].lines.merge(rest.lines) { one, _ in one }
            made[made.count - 1].charges += rest.charges
            made[made.count - 1].totalMinor = total(made[made.count - 1])
        }
        for (_, draft) in groups.sorted(by: { $0.key < $1.key }) {
            // A draft of the same customer that is not above zero takes the period as well.
            if let last = made.last, last.partner == draft.partner, last.totalMinor <= 0 {
                join(draft)
            } else {
                made.append(draft)
                made[made.count - 1].totalMinor = total(draft)
            }
            // The last periods of a customer join the one before.
            let isLast = !groups.keys.contains {
                $0 > "\(draft.partner) \(draft.periodStartOn)" && $0.hasPrefix("\(draft.partner) ")
            }
            while isLast, let rest = made.last, rest.totalMinor <= 0 {
                made.removeLast()
                guard made.last?.partner == rest.partner else { break }
                join(rest)
            }
        }
        for var draft in made {
            draft.id = (invoices.map(\.id).min().map { min($0, 0) } ?? 0) - 1
            for key in draft.lines.keys { unbilled[key] = nil }
            for number in draft.charges { charges[number].invoice = draft.id }
            invoices.append(draft)
            place(draft)
        }
    }

    /// Minor units: of rounded lines, or, where the currency has no decimals, of their exact sum.
    private func total(_ invoice: ModelInvoice) -> Int {
        let unit = ModelBooks.minorMicros[invoice.currency] ?? 1
        let amounts = invoice.lines.values.map(\.micros) + invoice.charges.map { charges[$0].micros }
        if unit == 1_000_000 { return roundedHalfUp(amounts.reduce(0, +), unit) }
        return amounts.reduce(0) { $0 + roundedHalfUp($1, unit) }
    }

    private func roundedHalfUp(_ micros: Int, _ unit: Int) -> Int {
        let magnitude = (abs(micros) + unit / 2) / unit
        return micros < 0 ? -magnitude : magnitude
    }

    /// Remembers which calls an invoice has taken: all of the customer and the periods on it that are in the books.
    private mutating func place(_ invoice: ModelInvoice) {
        let periods = Set(invoice.lines.keys.map(\.period))
        guard let partner = catalog.partners[invoice.partner] else { return }
        for (key, known) in statements where placed[key] == nil {
            guard let last = known.last, last.sell.partner == invoice.partner,
                last.sell.price != nil || last.call.durationSeconds == 0, !isPending(bookedBy[key] ?? 0)
            else { continue }
            let day = partner.calendar.day(last.call.startAt)
            if !partner.terms(on: day).isPrepaid, periods.contains(partner.periodStart(day)) {
                placed[key] = invoice.id
            }
        }
    }

    /// Gives the drafts the ids that the program gave them; throws where it made others.
    mutating func adopt(_ listed: [ListedInvoice]) throws {
        let known = Set(invoices.map(\.id))
        for made in listed where !known.contains(made.invoiceID) {
            guard
                let index = invoices.firstIndex(where: {
                    $0.id < 0 && $0.partner == made.partnerCode && $0.currency == made.currency
                        && $0.periodStartOn == made.periodStartOn && $0.totalMinor == made.totalMinor
                        && $0.lines.count + $0.charges.count == made.lines
                })
            else {
                throw Simulator.Difference(
                    description: "The draft \(made) is not among \(invoices.filter { $0.id < 0 })")
            }
            let old = invoices[index].id
            invoices[index].id = made.invoiceID
            for number in invoices[index].charges { charges[number].invoice = made.invoiceID }
            for (key, id) in placed where id == old { placed[key] = made.invoiceID }
            if let corrected = adjustments.removeValue(forKey: old) { adjustments[made.invoiceID] = corrected }
            renamePending(old, to: made.invoiceID)
        }
        let missing = invoices.filter { $0.id < 0 }
        guard missing.isEmpty else { throw Simulator.Difference(description: "No draft was made of \(missing)") }
    }

    mutating func void(_ id: Int64) {
        guard let index = invoices.firstIndex(where: { $0.id == id }) else { return }
        invoices[index].state = "void"
        for (key, usage) in invoices[index].lines { unbilled[key, default: Usage()] += usage }
        for number in invoices[index].charges { charges[number].invoice = nil }
        // With the calls their corrections join the next run.
        for (key, usage) in adjustments.removeValue(forKey: id) ?? [:] { unbilled[key, default: Usage()] += usage }
        placed = placed.filter { $0.value != id }
    }

    /// Approves, issues or voids.
    mutating func step(_ ids: [Int64], to state: String) {
        for id in ids {
            if state == "void" {
                void(id)
            } else if let index = invoices.firstIndex(where: { $0.id == id }) {
                invoices[index].state = state
            }
        }
    }
}

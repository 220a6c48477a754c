/// The money of a few customers by plain addition: what the books must say after each act.
struct MoneyModel: Equatable {
    enum Tax: Equatable {
        case none
        /// On top of what is billed, also of what a deposit pays: millionths.
        case atUsage([Int128])
        /// Taken of a top-up when it comes in, and on top of what is billed.
        case atReceipt([Int128])

        /// Of an amount in whole units, on top, each tax rounded by itself.
        func onTop(of amount: Int128) -> Int128 {
            switch self {
            case .none: 0
            case .atUsage(let rates), .atReceipt(let rates):
                rates.reduce(0) { $0 + rounded(amount * $1, 1_000_000) }
            }
        }
    }

    /// A part of a deposit, with the tax that was taken of it. Minor units.
    struct TopUp: Equatable {
        var id: Int64
        var net: Int128
        var tax: Int128
        /// The tax that it came in with.
        var taken: Int128 = 0
    }

    /// What can settle invoices. Minor units.
    struct Credit: Equatable {
        var id: Int64
        var total: Int128
        /// What is older is paid back first.
        var age = Int.max
        var parts: [Int64: Int128] = [:]
        var left: Int128 { total - parts.values.reduce(0, +) }
        /// Of a deposit that became a credit: what it came from.
        var returned: Return?
    }

    /// What went back of top-ups. Minor units by id.
    struct Return: Equatable {
        var net: Int128
        var tax: Int128
        var parts: [Int64: TopUp]
        var roundingMicros: Int128 = 0
    }

    struct Invoice: Equatable {
        var id: Int64
        var open: Int128
    }

    struct Hold: Equatable {
        var micros: Int128
        var isCaptured = false
    }

    struct Customer: Equatable {
        let id: Int32
        let code: String
        /// Micros in a minor unit.
        let unit: Int128
        let tax: Tax
        var isPrepaid: Bool
        /// Of 2026, in which calls are made.
        var month = 1
        var depositMicros: Int128 = 0
        /// Owed to the state for this customer, in micros.
        var taxMicros: Int128 = 0
        var topUps: [TopUp] = []
        var credits: [Credit] = []
        /// In the order of their issue.
        var invoices: [Invoice] = []
        var creditRefunds: [Int64: [Int64: Int128]] = [:]
        var depositRefunds: [Int64: Return] = [:]
        var writeOffs: [Int64: [Int64: Int128]] = [:]
        var byHand: [Int64: Int128] = [:]
        var holds: [Int64: Hold] = [:]

        var heldMicros: Int128 { holds.values.reduce(0) { $0 + $1.micros } }
        var availableMicros: Int128 { depositMicros - heldMicros - usageTax(heldMicros) }

        /// Micros of tax that a deposit owes for what it pays.
        func usageTax(_ micros: Int128) -> Int128 {
            if case .atUsage = tax { return tax.onTop(of: micros) }
            return 0
        }

        /// Document and what is open of it, in minor units, then receivable, deposit and tax in micros: what the product is asked for.
        var summary: [String] {
            var open = invoices.map { ($0.id, $0.open) } + credits.map { ($0.id, -$0.left) }
            open += byHand.map { ($0.key, $0.value) }
            let receivable = open.reduce(Int128(0)) { $0 + $1.1 } * unit
            // What settles what, too: of two acts at once the sums tell nothing of which came first, and a reversal does.
            let settled = credits.flatMap { credit in
                credit.parts.filter { $0.value != 0 }.map { (debit: $0.key, credit: credit.id, part: $0.value) }
            }
            let parts = settled.sorted { ($0.debit, $0.credit) < ($1.debit, $1.credit) }
                .map { "\($0.debit) by \($0.credit): \($0.part)" }
            return open.filter { $0.1 != 0 }.sorted { $0.0 < $1.0 }.map { "\($0.0) \($0.1)" } + parts
                + ["receivable \(receivable)", "deposit \(depositMicros)", "tax \(taxMicros)"]
        }
    }

    var customers: [Customer] = []
}

/// The integer nearest to a fraction; a half goes away from zero.
func rounded(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    let magnitude = (abs(numerator) * 2 + denominator) / (denominator * 2)
    return numerator < 0 ? -magnitude : magnitude
}

// MARK: - Acts

extension MoneyModel.Customer {
    /// Thrown where the product refuses.
    struct Refused: Error {}

    mutating func topUp(_ id: Int64, _ minor: Int128) {
        var taxes: Int128 = 0
        if isPrepaid, case .atReceipt(let rates) = tax {
            let whole = rates.reduce(0, +)
            taxes = rounded(minor * whole, 1_000_000 + whole)
        }
        topUps.append(.init(id: id, net: minor - taxes, tax: taxes, taken: taxes))
        depositMicros += (minor - taxes) * unit
        taxMicros += taxes * unit
    }

    mutating func receive(_ id: Int64, _ minor: Int128, settles: Bool) {
        credits.append(.init(id: id, total: minor))
        if settles { allocate(credits.count - 1) }
    }

    private mutating func allocate(_ index: Int) {
        for place in invoices.indices {
            let part = min(credits[index].left, invoices[place].open)
            guard part > 0 else { continue }
            credits[index].parts[invoices[place].id, default: 0] += part
            invoices[place].open -= part
        }
    }

    mutating func allocate(_ id: Int64) throws {
        guard let index = credits.firstIndex(where: { $0.id == id }), credits[index].left > 0,
            invoices.contains(where: { $0.open > 0 })
        else { throw Refused() }
        allocate(index)
    }

    mutating func unallocate(_ id: Int64) throws {
        guard let index = credits.firstIndex(where: { $0.id == id }),
            credits[index].parts.keys.contains(where: { part in invoices.contains { $0.id == part } })
        else { throw Refused() }
        for place in invoices.indices {
            invoices[place].open += credits[index].parts.removeValue(forKey: invoices[place].id) ?? 0
        }
    }

    mutating func refundCredit(_ id: Int64, _ minor: Int128) throws {
        guard credits.reduce(0, { $0 + $1.left }) >= minor else { throw Refused() }
        var rest = minor
        for index in credits.indices.sorted(by: {
            (credits[$0].age, credits[$0].id) < (credits[$1].age, credits[$1].id)
        })
        where rest > 0 {
            let part = min(rest, credits[index].left)
            guard part > 0 else { continue }
            credits[index].parts[id] = part
            creditRefunds[id, default: [:]][credits[index].id] = part
            rest -= part
        }
    }

    /// Top-ups give back, the latest first, an amount with their tax or without.
    private func given(back amount: Int128, withTax: Bool) -> MoneyModel.Return {
        var parts: [Int64: MoneyModel.TopUp] = [:]
        var rest = amount
        let isTaxed = topUps.contains { $0.taken > 0 }
        for topUp in topUps.sorted(by: { $0.id > $1.id }) where rest > 0 && isTaxed {
            let size = topUp.net + (withTax ? topUp.tax : 0)
            guard size > 0 else { continue }
            let part = min(size, rest)
            let tax = rounded(topUp.tax * part, size)
            parts[topUp.id] = .init(id: topUp.id, net: part - (withTax ? tax : 0), tax: tax)
            rest -= part
        }
        let tax = parts.values.reduce(0) { $0 + $1.tax }
        return .init(net: amount - (withTax ? tax : 0), tax: tax, parts: parts)
    }

    private mutating func apply(_ back: MoneyModel.Return, sign: Int128) {
        for index in topUps.indices {
            guard let part = back.parts[topUps[index].id] else { continue }
            topUps[index].net -= sign * part.net
            topUps[index].tax -= sign * part.tax
        }
        depositMicros -= sign * (back.net * unit + back.roundingMicros)
        taxMicros -= sign * back.tax * unit
    }

    mutating func refundDeposit(_ id: Int64, _ minor: Int128) throws {
        let back = given(back: minor, withTax: true)
        guard isPrepaid, availableMicros - back.net * unit >= 0 else { throw Refused() }
        apply(back, sign: 1)
        depositRefunds[id] = back
    }

    mutating func writeOff(_ id: Int64, _ invoice: Int64, _ minor: Int128) throws {
        guard let index = invoices.firstIndex(where: { $0.id == invoice }), invoices[index].open >= minor else {
            throw Refused()
        }
        invoices[index].open -= minor
        writeOffs[id] = [invoice: minor]
    }

    mutating func reverse(_ id: Int64) throws {
        if let index = credits.firstIndex(where: { $0.id == id }) {
            guard !creditRefunds.values.contains(where: { $0[id] != nil }) else { throw Refused() }
            for place in invoices.indices { invoices[place].open += credits[index].parts[invoices[place].id] ?? 0 }
            if let back = credits[index].returned { apply(back, sign: -1) }
            credits.remove(at: index)
        } else if let index = topUps.firstIndex(where: { $0.id == id }) {
            let returns = depositRefunds.values.map(\.parts) + credits.compactMap { $0.returned?.parts }
            guard !returns.contains(where: { $0[id] != nil }) else { throw Refused() }
            depositMicros -= topUps[index].net * unit
            taxMicros -= topUps[index].tax * unit
            topUps.remove(at: index)
        } else if let parts = creditRefunds.removeValue(forKey: id) {
            for index in credits.indices where parts[credits[index].id] != nil { credits[index].parts[id] = nil }
        } else if let back = depositRefunds.removeValue(forKey: id) {
            apply(back, sign: -1)
        } else if let parts = writeOffs.removeValue(forKey: id) {
            for index in invoices.indices { invoices[index].open += parts[invoices[index].id] ?? 0 }
        } else {
            throw Refused()
        }
    }

    mutating func invoice(_ id: Int64, _ minor: Int128) {
        let taxes = tax.onTop(of: minor)
        invoices.append(.init(id: id, open: minor + taxes))
        taxMicros += taxes * unit
    }

    mutating func use(_ micros: Int128) {
        let taxes = usageTax(micros)
        depositMicros -= micros + taxes
        taxMicros += taxes
    }

    mutating func hold(_ id: Int64, _ micros: Int128) throws {
        guard isPrepaid, availableMicros >= micros + usageTax(micros) else { throw Refused() }
        holds[id] = .init(micros: micros)
    }

    mutating func capture(_ id: Int64, _ micros: Int128) throws {
        guard let hold = holds[id], !hold.isCaptured, micros <= hold.micros else { throw Refused() }
        holds[id] = .init(micros: micros, isCaptured: true)
    }

    mutating func release(_ id: Int64) throws {
        guard holds.removeValue(forKey: id) != nil else { throw Refused() }
    }

    /// From the next month on.
    mutating func changeMode(_ transfer: Int64?) throws {
        month += 1
        isPrepaid.toggle()
        guard !isPrepaid else { return }
        let net = max(rounded(depositMicros, unit), 0)
        guard net > 0, let transfer else { return }
        var back = given(back: net, withTax: false)
        back.roundingMicros = depositMicros - net * unit
        apply(back, sign: 1)
        credits.append(.init(id: transfer, total: net + back.tax, age: month, returned: back))
    }
}

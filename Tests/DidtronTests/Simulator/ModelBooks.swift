/// What the books must say: kept by plain addition while acts are played, without looking at the database.
struct ModelBooks {
    struct LineKey: Hashable {
        var partner: String
        var period: String
        var product: String
        var title: String
        var nanosPerMinute: Int
        var setupFeeNanos: Int
        var rateCurrency: String?
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

    /// What a record said of a call, and what that was priced at last.
    struct Statement {
        var file: Int
        var call: ModelCall
        var sell: ModelCatalog.Side
        var buy: ModelCatalog.Side
        /// A re-rate has changed its price while it held.
        var isRatedAgain = false
    }

    /// Usage that a file, or a batch of revisions, has brought and that counts once all of it is in.
    struct Pending {
        var usage: [Place: Usage] = [:]
        var prepaidMicros: [String: Int] = [:]
        var costMicros: [String: Int] = [:]

        struct Place: Hashable {
            /// That has the call; nil = none.
            var invoice: Int64?
            var line: LineKey
        }
    }

    var catalog = ModelCatalog()
    /// What was said of each call, the last one holds; statements of files that are taken back are gone.
    var statements: [String: [Statement]] = [:]
    var files: [Int: ModelFile] = [:]
    var unbilled: [LineKey: Usage] = [:]
    var invoices: [ModelInvoice] = []
    var charges: [ModelCharge] = []
    /// The invoice that has a call, which keeps it when its price is corrected.
    var placed: [String: Int64] = [:]
    /// Corrections that wait for a note, by invoice.
    var adjustments: [Int64: [LineKey: Usage]] = [:]
    private var prepaidMicros: [String: Int] = [:]
    private var costMicros: [String: Int] = [:]
    private var pending: [Int: Pending] = [:]
    /// The file by which each call was booked last.
    private(set) var bookedBy: [String: Int] = [:]

    static let minorMicros = ["USD": 10_000, "EUR": 10_000, "JPY": 1_000_000, "KWD": 1_000]
    /// Calls that hold again behind an undo and wait to be rated again, by the file that was asked for.
    var toRateAgain: [Int: Set<String>] = [:]
    /// A batch whose usage counts at once.
    static let batch = 0

    func sides(_ call: ModelCall) -> (sell: ModelCatalog.Side, buy: ModelCatalog.Side) {
        (catalog.sell(call), catalog.buy(call))
    }

    /// Puts what holds of a call now in the place of what held before, as a part of a file or a batch.
    mutating func revise(_ key: String, from old: Statement?, to new: Statement?, by file: Int) {
        if let old { book(old, sign: -1, by: file) }
        // The invoice that has the call keeps it, unless the call turns out to be another customer's.
        if old?.sell.partner != new?.sell.partner { placed[key] = nil }
        if let new { book(new, sign: 1, by: file) }
        bookedBy[key] = file
    }

    private mutating func book(_ statement: Statement, sign: Int, by file: Int) {
        var booked = pending[file] ?? Pending()
        let call = statement.call
        if let price = statement.sell.price, let partner = catalog.partners[statement.sell.partner] {
            if partner.terms(on: partner.calendar.day(call.startAt)).isPrepaid {
                booked.prepaidMicros[partner.code, default: 0] += sign * price.micros
            } else {
                let place = Pending.Place(invoice: placed[call.key], line: lineKey(call, price, partner))
                booked.usage[place, default: Usage()] += Usage(
                    calls: call.durationSeconds > 0 ? sign : 0, seconds: sign * price.billedSeconds,
                    micros: sign * price.micros)
            }
        }
        if let price = statement.buy.price {
            booked.costMicros[statement.buy.partner, default: 0] += sign * price.micros
        }
        pending[file] = booked
    }

    /// All of a file, or of a batch, is in: its usage counts.
    mutating func finish(_ file: Int) {
        guard let booked = pending.removeValue(forKey: file) else { return }
        for (place, usage) in booked.usage {
            // With the calls of a void invoice their corrections join the next run.
            if let invoice = place.invoice, invoices.first(where: { $0.id == invoice })?.state != "void" {
                adjustments[invoice, default: [:]][place.line, default: Usage()] += usage
            } else {
                unbilled[place.line, default: Usage()] += usage
            }
        }
        prepaidMicros.merge(booked.prepaidMicros, uniquingKeysWith: +)
        costMicros.merge(booked.costMicros, uniquingKeysWith: +)
    }

    func isPending(_ file: Int) -> Bool { pending[file] != nil }

    /// Corrections that are not in yet follow their invoice, whose id is known by now.
    mutating func renamePending(_ old: Int64, to new: Int64) {
        for (file, booked) in pending {
            for (place, usage) in booked.usage where place.invoice == old {
                pending[file]?.usage[place] = nil
                pending[file]?.usage[Pending.Place(invoice: new, line: place.line)] = usage
            }
        }
    }

    private func lineKey(_ call: ModelCall, _ price: ModelCard.Price, _ partner: ModelCatalog.Partner) -> LineKey {
        LineKey(
            partner: partner.code, period: partner.periodStart(partner.calendar.day(call.startAt)),
            product: price.product, title: price.title, nanosPerMinute: price.nanosPerMinute,
            setupFeeNanos: price.setupFeeNanos, rateCurrency: price.rateCurrency)
    }

    // MARK: - Rating again

    /// Rates again the sides of calls of an entity, a partner, or a card; a price of the same amount stays what it is.
    ///
    /// - Parameters:
    ///   - isWhole: false where only some of them are in, and count once the batch has come to its end.
    ///   - isIn: which are.
    mutating func rerate(
        _ scope: RerateScope, by batch: Int = batch, isWhole: Bool = true, isIn: (ModelCall) -> Bool = { _ in true }
    ) {
        for (key, known) in statements {
            guard let statement = known.last, statement.call.entity == scope.entity, isWhole || isIn(statement.call)
            else {
                continue
            }
            rerate(key, statement, scope, by: batch)
        }
        if isWhole { finish(batch) }
    }

    /// Which sides are rated again.
    struct RerateScope: Equatable {
        var entity: String
        var partner: String?
        var card: String?
    }

    mutating func rerate(_ key: String, _ statement: Statement, _ scope: RerateScope, by file: Int) {
        guard statement.call.durationSeconds > 0 else { return }
        func isWithin(_ side: String, _ code: String) -> Bool {
            (scope.partner == nil || scope.partner == code)
                && (scope.card == nil || catalog.assignments["\(side) \(code)"] == scope.card)
        }
        let (sell, buy) = sides(statement.call)
        var new = statement
        if isWithin("sell", sell.partner), sell.isOther(than: statement.sell) { new.sell = sell }
        if isWithin("buy", buy.partner), buy.isOther(than: statement.buy) { new.buy = buy }
        guard new.sell != statement.sell || new.buy != statement.buy else { return }
        new.isRatedAgain = true
        revise(key, from: statement, to: new, by: file)
        let last = (statements[key]?.count ?? 1) - 1
        statements[key]?[last] = new
    }

    // MARK: - Balances

    /// Micros of one account of a partner, debits less credits: those that are not zero, sorted.
    var balances: [String] {
        var sums: [String: Int] = [:]
        func add(_ type: String, _ partner: String, _ micros: Int) {
            sums["\(type) \(partner) \(catalog.partners[partner]?.currency ?? "")", default: 0] += micros
        }
        for (line, usage) in unbilled { add("unbilled", line.partner, usage.micros) }
        for (line, usage) in adjustments.values.flatMap(\.self) { add("unbilled", line.partner, usage.micros) }
        for invoice in invoices {
            switch invoice.state {
            case "issued":
                add("receivable", invoice.partner, invoice.totalMinor * (ModelBooks.minorMicros[invoice.currency] ?? 1))
            case "void": break
            default: for usage in invoice.lines.values { add("unbilled", invoice.partner, usage.micros) }
            }
        }
        for charge in charges where charge.isPrepaid { add("prepaid", charge.partner, charge.micros) }
        for charge in charges where !charge.isPrepaid {
            let isIssued = invoices.contains { $0.id == charge.invoice && $0.state == "issued" }
            if !isIssued { add("unbilled", charge.partner, charge.micros) }
        }
        for (partner, micros) in prepaidMicros { add("prepaid", partner, micros) }
        for (partner, micros) in costMicros { add("accrued_cost", partner, -micros) }
        return sums.filter { $0.value != 0 }.map { "\($0.key) \($0.value)" }.sorted()
    }
}

extension ModelCatalog.Side {
    /// Whether it bills other seconds, or another amount, or goes to another destination, or somebody else has it.
    fileprivate func isOther(than old: ModelCatalog.Side) -> Bool {
        guard isApplicable, old.isApplicable else { return false }
        guard partner == old.partner else { return true }
        guard let price, let before = old.price else { return price != old.price }
        return price.micros != before.micros || price.billedSeconds != before.billedSeconds
            || price.destination != before.destination
    }
}

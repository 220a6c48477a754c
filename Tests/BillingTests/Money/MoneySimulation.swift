import Acts
import Calendar
import Foundation
import Ledger
import Postgres
import Receivables
import Synchronization
import Testing
import Vocabulary

/// Random acts of money on a database and on a model: one at a time, two at once, or killed on the way and asked for again.
final class MoneySimulation {
    /// What is asked, of which customer. Amounts are minor units or micros as the act takes them.
    enum Wish: Equatable {
        case topUp(Int64), receive(Int64, settles: Bool), allocate(Int64), unallocate(Int64), refundCredit(Int64)
        case refundDeposit(Int64), writeOff(invoice: Int64, Int64), reverse(Int64), hold(Int64), capture(Int64, Int64)
        case release(Int64), byHand(Int64), changeMode
    }

    struct Failure: Error, CustomStringConvertible { var description: String }

    private let world: TaxWorld
    private let seed: UInt64
    private var numbers: SplitMix
    private(set) var model = MoneyModel()
    private var log: [String] = []
    private var keys = 0
    private(set) var counts: [String: Int] = [:]
    private let rate: TestCarrier.Rate

    init(_ world: TaxWorld, seed: UInt64) throws {
        self.world = world
        self.seed = seed
        numbers = SplitMix(seed: seed)
        rate = try world.carrier.addRate("49160", "Germany Mobile 3")
        try world.carrier.owner.execute(
            """
            INSERT INTO exchange_rate (from_currency, to_currency, effective_on, rate, known_at, revision)
            SELECT 'USD', 'JPY', day::date, 140 + extract(month FROM day), '2026-01-01', 1
            FROM generate_series(DATE '2025-12-01', DATE '2027-12-01', INTERVAL '20 days') AS day
            """)
        try world.importTaxes(
            "vat,,,,,,,19,\ntwo,,,receipt,,,A,5,\ntwo,,,receipt,,,B,9.975,\nnone,exempt,,,,Exempt.,,,\n")
        let vat = MoneyModel.Tax.atUsage([190_000]), two = MoneyModel.Tax.atReceipt([50_000, 99_750])
        for (code, profile, tax, currency, unit, isPrepaid) in [
            ("acme", "vat", vat, "USD", 10_000, false), ("ahead", "two", two, "USD", 10_000, true),
            ("daily", "vat", vat, "USD", 10_000, true), ("exempt", "none", .none, "USD", 10_000, false),
            ("tokyo", "two", two, "JPY", 1_000_000, false),
        ] as [(String, String, MoneyModel.Tax, String, Int128, Bool)] {
            let id = try world.addPartner(
                code, taxedBy: profile, currency: currency, paymentMode: isPrepaid ? "prepaid" : "postpaid")
            model.customers.append(.init(id: id, code: code, unit: unit, tax: tax, isPrepaid: isPrepaid))
        }
    }

    // MARK: - Playing

    func play(acts: Int) throws {
        for number in 0..<acts {
            do {
                switch numbers.below(100) {
                case 0..<6: try bill()
                case 6..<8: try lock()
                case 8..<18: try two()
                case 18..<28: try act(killed: true)
                default: try act(killed: false)
                }
                if number % 50 == 49 { try compareAll() }
            } catch {
                throw Failure(
                    description: "seed \(seed), act \(number): \(error)\n\(log.suffix(12).joined(separator: "\n"))")
            }
        }
        try compareAll()
    }

    private func chance(_ percent: Int) -> Bool { numbers.below(100) < percent }

    /// Calls of a customer in its month: on an invoice at once, or from the deposit.
    private func bill() throws {
        let index = numbers.below(model.customers.count)
        let customer = model.customers[index]
        let day = "2026-\(customer.month < 10 ? "0" : "")\(customer.month)-06"
        log.append("\(customer.code): calls of \(day)")
        counts["bill", default: 0] += 1
        if customer.isPrepaid {
            let micros = Int64(1 + numbers.below(20_000_000))
            try world.carrier.book([
                .init(partner: customer.id, startAt: "\(day)T10:00Z", billingOn: day, micros: micros, rate: rate)
            ])
            model.customers[index].use(Int128(micros))
        } else {
            let minor = Int64(1 + numbers.below(50_000))
            let id = try world.payments.invoice(
                customer.id, minor: minor, unit: Int64(customer.unit), month: customer.month)
            model.customers[index].invoice(id.rawValue, Int128(minor))
        }
    }

    /// Locks the books until some day, or opens them; whatever is refused of it changes nothing.
    private func lock() throws {
        let isOpening = chance(50)
        let day = "2026-\(["01", "05", "10"][numbers.below(3)])-15"
        log.append(isOpening ? "unlock" : "lock until \(day)")
        counts["lock", default: 0] += 1
        do {
            _ = try world.application.acting("period.lock", by: "simulation") {
                try world.application.query(
                    "SELECT * FROM lock_periods(1::smallint, $1::date, 'simulation', $2::boolean)",
                    [isOpening ? .null : .text(day), .bool(isOpening)])
            }
        } catch let error where Refusal(error) != nil {}
    }

    private func act(killed: Bool) throws {
        let index = numbers.below(model.customers.count)
        let wish = draw(model.customers[index])
        let key = nextKey()
        var id: Int64?
        if killed {
            log.append("\(model.customers[index].code): \(wish), killed")
            id = try performKilled(wish, of: model.customers[index], key)
        } else {
            log.append("\(model.customers[index].code): \(wish)")
            id = try perform(wish, of: model.customers[index], key, on: world.application)
        }
        var expected = model.customers[index]
        let isDone = (try? apply(wish, id ?? -1, to: &expected)) != nil
        guard isDone == (id != nil) else {
            throw Failure(
                description: "\(wish) of \(expected.code) is \(id == nil ? "refused" : "done"), and should not be")
        }
        note(wish, isDone)
        if isDone { model.customers[index] = expected }
        try compare(index)
    }

    /// Two acts of one customer at once come to what one behind the other does, in either order.
    private func two() throws {
        let index = numbers.below(model.customers.count)
        let customer = model.customers[index]
        let wishes = [draw(customer), draw(customer)]
        // Of one customer's mode and calls there is one at a time.
        guard !wishes.contains(.changeMode) else { return }
        log.append("\(customer.code): \(wishes[0]) beside \(wishes[1])")
        let keys = [nextKey(), nextKey()]
        let ids = Mutex<[Int64?]>([nil, nil])
        let database = world.carrier.database
        let play = SendablePlay(simulation: self, customer: customer, wishes: wishes, keys: keys)
        try atOnce(2) { number in
            let connection = try database.connect(role: .app)
            defer { connection.close() }
            let id = try play.perform(number, on: connection)
            ids.withLock { $0[number] = id }
        }
        let outcome = ids.withLock { $0 }
        let found = try summary(of: customer)
        for order in [[0, 1], [1, 0]] {
            var after = customer
            let asExpected = order.allSatisfy { place in
                var next = after
                let isDone = (try? apply(wishes[place], outcome[place] ?? -1, to: &next)) != nil
                if isDone { after = next }
                return isDone == (outcome[place] != nil)
            }
            if asExpected, after.summary == found {
                for place in order { note(wishes[place], outcome[place] != nil) }
                model.customers[index] = after
                return
            }
        }
        throw Failure(description: "\(wishes) at once came to \(outcome) and \(found), from \(customer.summary)")
    }

    private func note(_ wish: Wish, _ isDone: Bool) {
        let name = String("\(wish)".prefix { $0 != "(" })
        counts[name + (isDone ? "" : " refused"), default: 0] += 1
    }

    private func nextKey() -> String {
        keys += 1
        return "money-\(seed)-\(keys)"
    }

    // MARK: - Drawing

    private func draw(_ customer: MoneyModel.Customer) -> Wish {
        func minor() -> Int64 { Int64([1, 1 + numbers.below(100), 1 + numbers.below(30_000)][numbers.below(3)]) }
        func any(_ ids: [Int64]) -> Int64 { ids.isEmpty || chance(3) ? 999_999 : ids[numbers.below(ids.count)] }
        let payments =
            customer.credits.map(\.id) + customer.topUps.map(\.id) + Array(customer.creditRefunds.keys).sorted()
            + Array(customer.depositRefunds.keys).sorted() + Array(customer.writeOffs.keys).sorted()
        switch numbers.below(100) {
        case 0..<14: return .topUp(minor())
        case 14..<32: return .receive(minor(), settles: chance(70))
        case 32..<38: return .allocate(any(customer.credits.map(\.id)))
        case 38..<42: return .unallocate(any(customer.credits.map(\.id)))
        case 42..<50: return .refundCredit(minor())
        case 50..<60: return .refundDeposit(minor())
        case 60..<65:
            let open = customer.invoices.filter { $0.open > 0 }
            return .writeOff(
                invoice: any(open.map(\.id)), chance(50) ? minor() : Int64(open.first?.open ?? 1))
        case 65..<75: return .reverse(any(payments))
        case 75..<83: return .hold(Int64(1 + numbers.below(30_000_000)))
        case 83..<87:
            let id = any(Array(customer.holds.keys).sorted())
            return .capture(id, Int64(numbers.below(Int(customer.holds[id]?.micros ?? 1) + 2)))
        case 87..<92: return .release(any(Array(customer.holds.keys).sorted()))
        case 92..<97: return .byHand((chance(50) ? 1 : -1) * minor())
        default: return customer.month < 10 ? .changeMode : .topUp(minor())
        }
    }

    // MARK: - Doing

    /// Does it in the database; nil where it is refused, else the document or hold that was made, 0 where none was.
    func perform(
        _ wish: Wish, of customer: MoneyModel.Customer, _ key: String, on connection: Connection
    ) throws -> Int64? {
        let request = ActRequest(
            "money.simulate", by: Actor(.system, "simulation"), from: "test", entityID: 1, reason: "simulation",
            key: key,
            body: Array("\(wish)".utf8))
        do {
            return try Acts.perform(request, on: connection) { _ in
                try Self.enter(wish, of: customer, on: connection)
            }
        } catch {
            // What a kill did is no refusal.
            guard let refusal = Refusal(error), refusal.code != .busy, refusal.code != .unavailable else { throw error }
            return nil
        }
    }

    private static func enter(
        _ wish: Wish, of customer: MoneyModel.Customer, on connection: Connection
    ) throws -> Int64 {
        let partnerID = PartnerID(customer.id)
        func record(_ purpose: PaymentPurpose, _ minor: Int64, _ change: (inout PaymentOrder) -> Void = { _ in }) throws
            -> Int64
        {
            var order = PaymentOrder(purpose, partnerID: partnerID)
            order.cashMinor = minor
            change(&order)
            return try PaymentOrder.record([order], entityID: 1, on: connection)[0].paymentID.rawValue
        }
        // What finds nothing to do is as good as refused.
        let nothing = Refusal(.conflict, "simulation.nothing", "There is nothing to do")
        switch wish {
        case .topUp(let minor): return try record(.topUp, minor)
        case .receive(let minor, let settles):
            return try record(.received, minor) { $0.settles = settles ? .oldest : .nothing }
        case .allocate(let id):
            guard try !PaymentSteps.allocate(DocumentID(id), to: nil, on: connection).isEmpty else { throw nothing }
            return 0
        case .unallocate(let id):
            guard try !PaymentSteps.unallocate(DocumentID(id), from: nil, on: connection).isEmpty else { throw nothing }
            return 0
        case .refundCredit(let minor): return try record(.refundOfCredit, minor) { $0.settles = .oldest }
        case .refundDeposit(let minor): return try record(.refundOfDeposit, minor)
        case .writeOff(let invoice, let minor):
            return try record(.writeOff, 0) {
                $0.settles = .named
                $0.parts = [.init(documentID: DocumentID(invoice), amountMinor: minor)]
                $0.reason = "simulation"
            }
        case .reverse(let id):
            guard try !PaymentSteps.reverse([DocumentID(id)], reason: "simulation", on: connection).isEmpty else {
                throw nothing
            }
            return 0
        case .hold(let micros):
            return try DepositHold.make(partnerID: partnerID, entityID: 1, micros: micros, on: connection).holdID
                .rawValue
        case .capture(let id, let micros):
            _ = try DepositHold.capture(HoldID(id), micros: micros, on: connection)
            return 0
        case .release(let id):
            _ = try DepositHold.release(HoldID(id), on: connection)
            return 0
        case .byHand(let minor):
            let accounts = minor > 0 ? ("receivable", "revenue") : ("revenue", "receivable")
            let digits = customer.unit == 1_000_000 ? 0 : 2
            let amount =
                digits == 0 ? "\(abs(minor))" : "\(abs(minor) / 100).\(String(abs(minor) % 100 + 100).dropFirst())"
            let proposed = try ManualJournals.propose(
                StatedJournals(
                    .manualJournal,
                    [
                        [
                            "debit": accounts.0, "credit": accounts.1, "amount": amount,
                            "currency": digits == 0 ? "JPY" : "USD", "partner": customer.code, "on": "2026-03-10",
                            "description": "Simulation",
                        ]
                    ]), entityID: 1, on: connection)
            return try ManualJournals.post(proposed.map(\.documentID), entityID: 1, on: connection)[0].documentID
                .rawValue
        case .changeMode:
            let month = customer.month + 1
            _ = try BillingChange.state(
                customer.isPrepaid ? .postpaid : .prepaid, partnerID: partnerID,
                from: CivilDay("2026-\(month < 10 ? "0" : "")\(month)-01"), entityID: 1, on: connection)
            return try BillingChange.makeDue(entityID: 1, partnerID: partnerID, on: connection)
                .compactMap(\.transfer?.paymentID.rawValue).first ?? 0
        }
    }

    /// The same on a connection that is ended at some moment, and asked for again with the same key by another.
    private func performKilled(_ wish: Wish, of customer: MoneyModel.Customer, _ key: String) throws -> Int64? {
        let victim = try world.carrier.database.connect(role: .app)
        let process = try victim.query("SELECT pg_backend_pid() AS pid").only().int("pid")
        let microseconds = UInt32(numbers.below(12_000))
        let database = world.carrier.database
        let killer = Thread {
            usleep(microseconds)
            guard let connection = try? database.connect() else { return }
            _ = try? connection.query("SELECT pg_terminate_backend($1::integer)", [.int(process)])
            connection.close()
        }
        killer.start()
        do {
            let id = try perform(wish, of: customer, key, on: victim)
            while !killer.isFinished { usleep(200) }
            victim.close()
            guard let id else { return nil }
            // Asked for again though it was done: the same answer, and nothing is done.
            guard try perform(wish, of: customer, key, on: world.application) == id else {
                throw Failure(description: "\(wish) answers otherwise when it is asked for again")
            }
            return id
        } catch let failure as Failure {
            throw failure
        } catch {
            while !killer.isFinished { usleep(200) }
            victim.close()
            counts["killed", default: 0] += 1
            return try perform(wish, of: customer, key, on: world.application)
        }
    }

    private func apply(_ wish: Wish, _ id: Int64, to customer: inout MoneyModel.Customer) throws {
        switch wish {
        case .topUp(let minor): customer.topUp(id, Int128(minor))
        case .receive(let minor, let settles): customer.receive(id, Int128(minor), settles: settles)
        case .allocate(let credit): try customer.allocate(credit)
        case .unallocate(let credit): try customer.unallocate(credit)
        case .refundCredit(let minor): try customer.refundCredit(id, Int128(minor))
        case .refundDeposit(let minor): try customer.refundDeposit(id, Int128(minor))
        case .writeOff(let invoice, let minor): try customer.writeOff(id, invoice, Int128(minor))
        case .reverse(let payment): try customer.reverse(payment)
        case .hold(let micros): try customer.hold(id, Int128(micros))
        case .capture(let hold, let micros): try customer.capture(hold, Int128(micros))
        case .release(let hold): try customer.release(hold)
        case .byHand(let minor): customer.byHand[id] = Int128(minor)
        case .changeMode: try customer.changeMode(id == 0 ? nil : id)
        }
    }

    // MARK: - Comparing

    /// As `Customer.summary`, from the rows.
    private func summary(of customer: MoneyModel.Customer) throws -> [String] {
        let owner = world.carrier.owner
        let open = try owner.texts(
            """
            SELECT document_id, trim_scale(open_minor) FROM receivable_items(1::smallint, \(customer.id), '2199-01-01')
            WHERE open_minor <> 0 ORDER BY document_id
            """)
        let parts = try owner.query(
            """
            SELECT debit_id, credit_id, sum(amount_minor)::bigint AS part
            FROM live_allocation JOIN payment ON payment.id = credit_id
            WHERE purpose IN ('received', 'deposit_transfer') AND payment.partner_id = \(customer.id)
            GROUP BY debit_id, credit_id ORDER BY debit_id, credit_id
            """
        ).map { "\(try $0.int("debit_id")) by \(try $0.int("credit_id")): \(try $0.int("part"))" }
        let sums = try owner.texts(
            """
            SELECT 'receivable ' || trim_scale(COALESCE(sum(balance_micros) FILTER (WHERE type = 'receivable'), 0)) AS r,
                'deposit ' || trim_scale(COALESCE(-sum(balance_micros) FILTER (WHERE type = 'prepaid'), 0)) AS d,
                'tax ' || (SELECT trim_scale(COALESCE(sum(CASE account.id WHEN credit_account_id THEN amount_micros ELSE -amount_micros END), 0))
                    FROM ledger_account AS account
                        JOIN entry ON account.id IN (debit_account_id, credit_account_id)
                    WHERE account.type = 'output_tax' AND entry.partner_id = \(customer.id)) AS t
            FROM ledger_account JOIN account_balance ON account_id = ledger_account.id
            WHERE partner_id = \(customer.id)
            """)
        let words = sums[0].split(separator: " ").map(String.init)
        return open + parts + [0, 2, 4].map { "\(words[$0]) \(words[$0 + 1])" }
    }

    private func compare(_ index: Int) throws {
        let found = try summary(of: model.customers[index])
        guard found == model.customers[index].summary else {
            throw Failure(
                description:
                    "\(model.customers[index].code): found \(found), expected \(model.customers[index].summary)")
        }
    }

    private func compareAll() throws {
        for index in model.customers.indices {
            try compare(index)
            let customer = model.customers[index]
            guard customer.isPrepaid else { continue }
            let found = try world.position(customer.id).availableMicros
            guard found == customer.availableMicros else {
                throw Failure(description: "\(customer.code): \(found) available, expected \(customer.availableMicros)")
            }
        }
        try world.payments.expectSound()
    }
}

/// A pair of acts on its way to two threads. `perform` reads nothing of the simulation but what is passed here.
private struct SendablePlay: @unchecked Sendable {
    let simulation: MoneySimulation
    let customer: MoneyModel.Customer
    let wishes: [MoneySimulation.Wish]
    let keys: [String]

    func perform(_ number: Int, on connection: Connection) throws -> Int64? {
        try simulation.perform(wishes[number], of: customer, keys[number], on: connection)
    }
}

import Acts
import Calendar
import Database
import Foundation
import Postgres
import Receivables
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// Payments of several people at once.
@Suite struct PaymentRaceTests {
    @Test func `F11: payments that race to settle an invoice leave the excess as a credit`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme")
            try world.invoice(acme, minor: 100_00)
            let database = world.carrier.database
            try atOnce(8) { _ in
                var order = PaymentOrder(.received, partnerID: PartnerID(acme))
                order.cashMinor = 30_00
                order.settles = .oldest
                _ = try PaymentOrder.record([order], entityID: 1, on: database.connect(role: .app))
            }
            #expect(
                try world.carrier.owner.texts(
                    "SELECT paid_minor, (SELECT sum(total_minor - allocated_minor) FROM payment) FROM invoice")
                    == ["10000 14000"])
            try world.expectSound()
        }
    }

    /// Invoices of 100.00, one a partner.
    private func invoices(_ world: PaymentWorld, _ partners: [Int32]) throws -> [DocumentID] {
        let rate = try world.carrier.addRate("49170", "Germany Mobile 4")
        try world.carrier.book(
            partners.map {
                .init(
                    partner: $0, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 100_000_000, rate: rate)
            })
        let ids = try InvoiceRun.run(
            entityID: 1, period: #require(BillingPeriod("2026-10")), partnerID: nil, isDryRun: false,
            on: world.application
        ).sorted { $0.partnerCode < $1.partnerCode }.compactMap(\.invoiceID)
        try InvoiceSteps.approve(ids, on: world.application)
        try InvoiceSteps.issue(ids, on: world.application)
        return ids
    }

    @Test func `F9: of two write-offs of sixty percent of an invoice at once one is done, a hundred times`() throws {
        try withPaymentWorld { world in
            let partners = try (100..<200).map { try world.carrier.addPartner("p\($0)") }
            let invoices = try invoices(world, partners)
            let database = world.carrier.database
            let refused = Mutex<[String]>([])
            try atOnce(2) { _ in
                let connection = try database.connect(role: .app)
                for (partner, invoice) in zip(partners, invoices) {
                    var order = PaymentOrder(.writeOff, partnerID: PartnerID(partner))
                    order.settles = .named
                    order.parts = [.init(documentID: invoice, amountMinor: 60_00)]
                    order.reason = "test"
                    do {
                        _ = try PaymentOrder.record([order], entityID: 1, on: connection)
                    } catch {
                        guard let refusal = Refusal(error) else { throw error }
                        refused.withLock { $0.append(refusal.reason) }
                    }
                }
            }
            #expect(refused.withLock { $0 } == Array(repeating: "invoice.settled_beyond_total", count: 100))
            #expect(
                try world.carrier.owner.texts(
                    "SELECT count(*), sum(amount_minor), min(amount_minor) FROM allocation") == ["100 600000 6000"])
            try world.expectSound()
        }
    }

    @Test func `F10: payments, a write-off and a reversal on one invoice at once never settle more than its total`()
        throws
    {
        try withPaymentWorld { world in
            let partners = try (100..<112).map { try world.carrier.addPartner("p\($0)") }
            let invoices = try invoices(world, partners)
            let earlier = try partners.map { try world.receive($0, minor: 50_00).paymentID }
            let database = world.carrier.database
            try atOnce(4) { side in
                let connection = try database.connect(role: .app)
                for (index, partner) in partners.enumerated() {
                    var order = PaymentOrder(side == 0 ? .writeOff : .received, partnerID: PartnerID(partner))
                    if side == 0 {
                        order.parts = [.init(documentID: invoices[index], amountMinor: 30_00)]
                        order.reason = "test"
                    } else {
                        order.cashMinor = side == 1 ? 40_00 : 45_00
                    }
                    order.settles = side == 0 ? .named : .oldest
                    do {
                        if side == 3 {
                            _ = try PaymentSteps.reverse([earlier[index]], reason: "bounced", on: connection)
                        } else {
                            _ = try PaymentOrder.record([order], entityID: 1, on: connection)
                        }
                    } catch {
                        // Only the write-off may find too little open.
                        guard side == 0, Refusal(error)?.reason == "invoice.settled_beyond_total" else { throw error }
                    }
                }
            }
            #expect(
                try world.carrier.owner.texts(
                    """
                    SELECT count(*) FROM invoice
                    WHERE paid_minor + written_off_minor > total_minor OR paid_minor < 0 OR paid_minor + written_off_minor <> (
                        SELECT COALESCE(sum(amount_minor), 0) FROM live_allocation WHERE debit_id = invoice.id)
                    """) == ["0"])
            try world.expectSound()
        }
    }

    @Test func `of two people who allocate one payment, or to one invoice, nobody takes what the other has`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme")
            let invoices = try [
                world.invoice(acme, minor: 60_00, month: 9), world.invoice(acme, minor: 60_00),
            ]
            let payments = try (0..<2).map { _ in
                try world.receive(acme, minor: 60_00) { $0.settles = .nothing }.paymentID
            }
            let database = world.carrier.database
            let refused = Mutex<[String]>([])
            // Each of eight wants 50.00 of one payment for one invoice: there is room for two.
            try atOnce(8) { index in
                do {
                    _ = try PaymentSteps.allocate(
                        payments[index % 2],
                        to: [PaymentOrder.Part(documentID: invoices[index / 4], amountMinor: 50_00)],
                        on: database.connect(role: .app))
                } catch {
                    guard let refusal = Refusal(error) else { throw error }
                    refused.withLock { $0.append(refusal.reason) }
                }
            }
            #expect(
                try world.carrier.owner.texts("SELECT sum(amount_minor), count(*) FROM allocation") == ["10000 2"])
            let reasons = refused.withLock { $0 }
            #expect(
                reasons.count == 6
                    && Set(reasons).isSubset(of: [
                        "payment.allocated_beyond_total", "invoice.settled_beyond_total",
                    ]), "\(reasons)")
            try world.expectSound()
        }
    }

    @Test func `suppliers are never paid beyond what is due, whoever pays at the same moment`() throws {
        try withPaymentWorld { world in
            let carrier = try world.carrier.addPartner("carrier")
            try world.owe(carrier, micros: 100_000_000)
            let database = world.carrier.database
            let refusals = Mutex(0)
            try atOnce(8) { _ in
                var order = PaymentOrder(.paid, partnerID: PartnerID(carrier))
                order.cashMinor = 30_00
                do {
                    _ = try PaymentOrder.record([order], entityID: 1, on: database.connect(role: .app))
                } catch {
                    guard Refusal(error)?.reason == "payment.more_than_due" else { throw error }
                    refusals.withLock { $0 += 1 }
                }
            }
            #expect(refusals.withLock { $0 } == 5)
            try world.expectSound(payablesByHand: true)
        }
    }

    @Test func `F8: a payment asked for twice is recorded once, and answers as it did`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme")
            let database = world.carrier.database
            let numbers = Mutex<[String]>([])
            @Sendable func record(minor: Int64) throws -> String {
                let connection = try database.connect(role: .app)
                var request = ActRequest(
                    "payment.record", by: Actor(.user, "anna"), from: "test", entityID: EntityID(1))
                request.key = "click"
                request.body = Array("\(minor)".utf8)
                return try Acts.perform(request, on: connection) { _ in
                    var order = PaymentOrder(.received, partnerID: PartnerID(acme))
                    order.cashMinor = minor
                    return try PaymentOrder.record([order], entityID: 1, on: connection)
                }[0].number
            }
            try atOnce(6) { _ in
                let number = try record(minor: 5_00)
                numbers.withLock { $0.append(number) }
            }
            #expect(Set(numbers.withLock { $0 }).count == 1)
            #expect(try world.carrier.owner.texts("SELECT count(*), sum(total_minor) FROM payment") == ["1 500"])
            try expectRefused(
                "act.key_used_otherwise", "The request key was used before for another request"
            ) { try record(minor: 6_00) }
            #expect(try world.carrier.owner.texts("SELECT count(*) FROM payment") == ["1"])
        }
    }

    @Test func `F13: acts of several people in any order end without a deadlock that anybody sees`() throws {
        try withPaymentWorld { world in
            let partners = try ["a", "b", "c"].map { try world.carrier.addPartner($0) }
            for partner in partners {
                for month in 5...8 { try world.invoice(partner, minor: 40_00, month: month) }
            }
            let database = world.carrier.database
            try atOnce(6) { worker in
                let connection = try database.connect(role: .app)
                var numbers = SplitMix(seed: UInt64(worker + 1))
                for _ in 0..<25 {
                    do {
                        try Self.step(&numbers, partners, on: connection)
                    } catch {
                        // A no is an answer; a fault is not.
                        guard let refusal = Refusal(error), refusal.code == .conflict || refusal.code == .notFound
                        else {
                            throw error
                        }
                    }
                }
            }
            try world.expectSound()
        }
    }

    /// One random act.
    private static func step(_ numbers: inout SplitMix, _ partners: [Int32], on connection: Connection) throws {
        func payment(_ condition: String) throws -> DocumentID? {
            let ids = try connection.query("SELECT id FROM payment WHERE \(condition) ORDER BY id").map {
                try $0.id("id") as DocumentID
            }
            return ids.isEmpty ? nil : ids[numbers.below(ids.count)]
        }
        let minor = Int64(numbers.below(50_00) + 1)
        switch numbers.below(6) {
        case 0, 1:
            // Two customers in one act, in either order.
            let orders = [numbers.below(3), numbers.below(3)].map { index in
                var order = PaymentOrder(.received, partnerID: PartnerID(partners[index]))
                order.cashMinor = minor
                order.settles = .oldest
                return order
            }
            _ = try PaymentOrder.record(orders, entityID: 1, on: connection)
        case 2:
            if let id = try payment("allocated_minor < total_minor AND purpose = 'received'") {
                _ = try PaymentSteps.allocate(id, to: nil, on: connection)
            }
        case 3:
            if let id = try payment("allocated_minor > 0 AND purpose = 'received'") {
                _ = try PaymentSteps.unallocate(id, from: nil, on: connection)
            }
        case 4:
            if let id = try payment("state = 'recorded'") {
                _ = try PaymentSteps.reverse([id], reason: "test", on: connection)
            }
        default:
            var order = PaymentOrder(.refundOfCredit, partnerID: PartnerID(partners[numbers.below(3)]))
            order.cashMinor = minor
            order.settles = .oldest
            _ = try PaymentOrder.record([order], entityID: 1, on: connection)
        }
    }
}

/// Numbers from a seed.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// 0 to `count` - 1.
    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}

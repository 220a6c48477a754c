import Calendar
import Postgres
import Receivables
import Synchronization
import Testing
import Vocabulary

/// Customers who pay otherwise from a billing period on.
@Suite struct BillingChangeTests {
    private static let november = CivilDay("2026-11-01")

    @discardableResult
    private func change(
        _ mode: BillingChange.Mode, _ partner: Int32, in world: TaxWorld, from day: CivilDay? = november
    ) throws -> [BillingChange.Made] {
        try world.application.acting("billing.change", by: "tests") {
            let stated = try BillingChange.state(
                mode, partnerID: PartnerID(partner), from: day, entityID: 1, on: world.application)
            #expect(stated.change.paymentMode == mode)
            return try makeDue(on: world.application)
        }
    }

    private func makeDue(on connection: Connection) throws -> [BillingChange.Made] {
        try BillingChange.makeDue(entityID: 1, partnerID: nil, on: connection)
    }

    /// A customer with 115.00 paid ahead, two taxes taken of it, and calls of 20.000001.
    private func addAhead(_ world: TaxWorld) throws -> Int32 {
        try world.importTaxes("two,,,receipt,,,GST,5,\ntwo,,,receipt,,,PST,9.975,\n")
        let pre = try world.addPartner("pre", taxedBy: "two", paymentMode: "prepaid")
        try world.payments.record(.topUp, pre, minor: 115_00)
        let rate = try world.carrier.addRate("49152", "Germany Mobile 2")
        try world.carrier.book([
            .init(partner: pre, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 20_000_001, rate: rate)
        ])
        return pre
    }

    @Test func `to postpaid the deposit becomes a credit, with the tax that was taken of it`() throws {
        try withTaxWorld { world in
            let pre = try addAhead(world)
            let made = try change(.postpaid, pre, in: world)
            // 80.019999 are left of 100.02: 80.02, and of the tax of 14.98 what belongs to them.
            let transfer = try #require(made.first?.transfer)
            #expect(made.count == 1 && transfer.totalMinor == 80_02 + 11_98 && transfer.taxMinor == 11_98)
            #expect(
                try world.payments.entries(of: transfer.paymentID) == [
                    "prepaid receivable USD 9200 9200", "output_tax prepaid USD 400 400",
                    "output_tax prepaid USD 798 798",
                    "rounding prepaid USD 0.0001 0.0001",
                ])
            #expect(try world.position(pre).depositMicros == 0)
            #expect(try world.payments.open() == ["pre deposit_transfer -9200"])
            try world.payments.expectSound()
            // It settles the first invoice, which is taxed now.
            let invoice = try world.payments.invoice(pre, minor: 50_00, month: 11)
            #expect(try world.taxes(of: invoice)[0] == "5000 749 5749")
            _ = try PaymentSteps.allocate(transfer.paymentID, to: nil, on: world.application)
            #expect(try world.payments.open() == ["pre deposit_transfer -3451"])
            try world.payments.record(.refundOfCredit, pre, minor: 34_51) { $0.settles = .oldest }
            #expect(try world.payments.open().isEmpty)
            #expect(try makeDue(on: world.application).isEmpty)
            try world.payments.expectSound()
        }
    }

    @Test func `a change that was made is not withdrawn by stating what held before`() throws {
        try withTaxWorld { world in
            let pre = try world.addPartner("pre", taxedBy: "none", paymentMode: "prepaid")
            try world.payments.record(.topUp, pre, minor: 10_00)
            #expect(try change(.postpaid, pre, in: world).count == 1)
            for day in ["2026-10-01", "2026-11-01"] {
                try expectRefused(
                    "terms.in_use", "terms under which something was billed stay: the last such day is 2026-11-01"
                ) { try change(.prepaid, pre, in: world, from: CivilDay(day)) }
            }
            #expect(
                try world.carrier.owner.texts(
                    """
                    SELECT first_on, payment_mode FROM agreement_terms
                    WHERE partner_id = \(pre) AND side = 'sell' ORDER BY first_on
                    """) == ["-infinity prepaid", "2026-11-01 postpaid"])
            #expect(try change(.prepaid, pre, in: world, from: CivilDay("2026-12-01")).count == 1)
        }
    }

    @Test func `to prepaid what is unbilled is invoiced, and what is due stays due`() throws {
        try withTaxWorld { world in
            try world.importTaxes("vat,,,,,,,10,\n")
            let acme = try world.addPartner("acme", taxedBy: "vat")
            try world.payments.invoice(acme, minor: 10_00, month: 9)
            let rate = try world.carrier.addRate("49152", "Germany Mobile 2")
            try world.carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 5_000_000, rate: rate)
            ])
            let made = try change(.prepaid, acme, in: world)
            #expect(made.first?.invoices.map(\.totalMinor) == [5_50] && made.first?.transfer == nil)
            #expect(try world.payments.open() == ["acme invoice 1100", "acme invoice 550"])
            #expect(try world.position(acme).unbilledMicros == 0)
            // From then on the deposit pays.
            try world.payments.record(.topUp, acme, minor: 20_00)
            try world.carrier.book([
                .init(
                    partner: acme, startAt: "2026-11-06T10:00Z", billingOn: "2026-11-06", micros: 1_000_000, rate: rate),
                // A late call of a day before is invoiced.
                .init(
                    partner: acme, startAt: "2026-10-07T10:00Z", billingOn: "2026-10-07", micros: 2_000_000, rate: rate),
            ])
            let position = try world.position(acme)
            #expect(position.availableMicros == 20_000_000 - 1_100_000 && position.unbilledMicros == 2_000_000)
            try world.payments.expectSound()
        }
    }

    @Test func `what is said before is what is done`() throws {
        try withTaxWorld { world in
            let pre = try addAhead(world)
            struct Undone: Error {}
            var said: BillingChange?
            do {
                try world.application.transaction {
                    said = try change(.postpaid, pre, in: world).first?.change
                    throw Undone()
                }
            } catch is Undone {}
            let foreseen = try #require(said)
            #expect(foreseen.netMinor == 80_02 && foreseen.taxMinor == 11_98 && foreseen.roundingMicros == -1)
            #expect(try world.payments.open().isEmpty)
            #expect(try world.carrier.owner.texts("SELECT count(*) FROM billing_change") == ["0"])
            // Terms that are still to come do nothing yet.
            let next = try world.application.acting("billing.change", by: "tests") {
                try BillingChange.state(
                    .postpaid, partnerID: PartnerID(pre), from: CivilDay("2199-01-01"), entityID: 1,
                    on: world.application)
            }
            #expect(next.change.firstOn == "2199-01-01" && next.isNew && !next.isDue)
            #expect(try makeDue(on: world.application).isEmpty)
        }
    }

    @Test func `two at once make a change once`() throws {
        try withTaxWorld { world in
            let pre = try addAhead(world)
            _ = try world.application.acting("billing.change", by: "tests") {
                try BillingChange.state(
                    .postpaid, partnerID: PartnerID(pre), from: Self.november, entityID: 1, on: world.application)
            }
            let made = Mutex(0)
            let database = world.carrier.database
            try atOnce(4) { _ in
                let connection = try database.connect(role: .app)
                defer { connection.close() }
                let changes = try connection.acting("billing.change", by: "tests") { try makeDue(on: connection) }
                made.withLock { $0 += changes.count }
            }
            #expect(made.withLock { $0 } == 1)
            #expect(try world.payments.open() == ["pre deposit_transfer -9200"])
            try world.payments.expectSound()
        }
    }

    @Test func `a kill before the end leaves nothing, and the next one does it`() throws {
        try withTaxWorld { world in
            let pre = try addAhead(world)
            let victim = try world.carrier.database.connect(role: .app)
            let process = try victim.query("SELECT pg_backend_pid() AS pid").only().int("pid")
            #expect(throws: (any Error).self) {
                try victim.transaction {
                    _ = try BillingChange.state(
                        .postpaid, partnerID: PartnerID(pre), from: Self.november, entityID: 1, on: victim)
                    let changes = try makeDue(on: victim)
                    #expect(changes.count == 1)
                    try world.carrier.owner.query("SELECT pg_terminate_backend($1::integer)", [.int(process)])
                }
            }
            #expect(try world.payments.open().isEmpty)
            #expect(try change(.postpaid, pre, in: world).count == 1)
            #expect(try world.payments.open() == ["pre deposit_transfer -9200"])
            try world.payments.expectSound()
        }
    }

    @Test func `a deposit that is overdrawn stays, and one without calls changes at once`() throws {
        try withTaxWorld { world in
            let pre = try world.carrier.addPartner("pre", paymentMode: "prepaid")
            let rate = try world.carrier.addRate("49152", "Germany Mobile 2")
            try world.carrier.book([
                .init(
                    partner: pre, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 5_000_000, rate: rate)
            ])
            let made = try change(.postpaid, pre, in: world)
            #expect(made.first?.transfer == nil && made.first?.change.depositMicros == -5_000_000)
            let fresh = try world.carrier.addPartner("fresh", paymentMode: "prepaid")
            try world.payments.record(.topUp, fresh, minor: 10_00)
            #expect(try change(.postpaid, fresh, in: world, from: nil).first?.transfer?.totalMinor == 10_00)
            try world.payments.expectSound()
        }
    }
}

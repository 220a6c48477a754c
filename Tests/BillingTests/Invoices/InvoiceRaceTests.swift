import Calendar
import Foundation
import Postgres
import Receivables
import Testing
import Vocabulary

/// Steps of invoices in sessions that meet.
@Suite struct InvoiceRaceTests {
    /// Runs `body` in a thread of its own; the returned closure waits for it and throws what it threw.
    private func inBackground(_ body: @escaping @Sendable () throws -> Void) -> () throws -> Void {
        let outcome = Outcome()
        Thread.detachNewThread { outcome.finish(Result(catching: body)) }
        return { try outcome.wait().get() }
    }

    /// What a thread came to. Guarded by its condition.
    private final class Outcome: @unchecked Sendable {
        private let condition = NSCondition()
        private var result: Result<Void, any Error>?

        func finish(_ result: Result<Void, any Error>) {
            condition.withLock {
                self.result = result
                condition.broadcast()
            }
        }

        func wait() -> Result<Void, any Error> {
            condition.withLock {
                while true {
                    if let result { return result }
                    condition.wait()
                }
            }
        }
    }

    /// Waits until so many sessions of the database wait for a lock, but not for ever; returns whether they do.
    private func areWaiting(_ sessions: Int, _ carrier: TestCarrier) throws -> Bool {
        let observer = try carrier.database.connect()
        defer { observer.close() }
        for _ in 0..<100 {
            let waiting = try observer.query(
                """
                SELECT count(*) AS sessions FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """
            ).only().int("sessions")
            if waiting >= sessions { return true }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return false
    }

    private func draft(_ carrier: TestCarrier, _ partner: Int32, cents: Int64, rate: TestCarrier.Rate) throws
        -> DocumentID
    {
        try carrier.book([
            .init(
                partner: partner, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: cents * 10_000,
                rate: rate)
        ])
        let period = try #require(BillingPeriod("2026-10"))
        let results = try InvoiceRun.run(
            entityID: 1, period: period, partnerID: PartnerID(partner), isDryRun: false,
            on: carrier.database.connect(role: .app))
        return try #require(results.first?.invoiceID)
    }

    @Test func `a void beside a run loses no revenue`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let first = try draft(carrier, acme, cents: 100, rate: mobile)
            try carrier.book([
                .init(
                    partner: acme, startAt: "2026-10-07T10:00Z", billingOn: "2026-10-07", micros: 500_000, rate: mobile)
            ])
            let database = carrier.database
            let period = try #require(BillingPeriod("2026-10"))
            // The run has read what is free, and waits before it takes it.
            try carrier.owner.execute("BEGIN; LOCK TABLE invoice_run IN EXCLUSIVE MODE")
            let run = inBackground {
                _ = try InvoiceRun.run(
                    entityID: 1, period: period, partnerID: nil, isDryRun: false, on: database.connect(role: .app))
            }
            #expect(try areWaiting(1, carrier))
            let void = inBackground { try InvoiceSteps.voidDrafts([first], on: database.connect(role: .app)) }
            #expect(try areWaiting(2, carrier), "the void does not wait for the run")
            try carrier.owner.execute("COMMIT")
            try run()
            try void()
            try expectSoundBooks(carrier)
            // What was voided is billed by the next run.
            let rest = try InvoiceRun.run(
                entityID: 1, period: period, partnerID: nil, isDryRun: false, on: database.connect(role: .app))
            #expect(rest.map(\.totalMinor) == [100])
            #expect(
                try carrier.owner.texts("SELECT sum(total_minor) FROM invoice WHERE state <> 'void'") == ["150"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `F12: an invoice is void or paid, never both, whoever comes first`() throws {
        try withPaymentWorld { world in
            let carrier = world.carrier
            let mobile = try carrier.addRate("49152", "Germany Mobile 2")
            let partners = try (0..<16).map { try carrier.addPartner("acme\($0)") }
            let drafts = try partners.map { try draft(carrier, $0, cents: 100, rate: mobile) }
            let database = carrier.database
            try atOnce(2) { side in
                let connection = try database.connect(role: .app)
                for (partner, invoice) in zip(partners, drafts) {
                    if side == 0 {
                        try InvoiceSteps.voidDrafts([invoice], on: connection)
                    } else {
                        try InvoiceSteps.approve([invoice], on: connection)
                        try InvoiceSteps.issue([invoice], on: connection)
                        var order = PaymentOrder(.received, partnerID: PartnerID(partner))
                        order.cashMinor = 1_00
                        order.settles = .oldest
                        _ = try PaymentOrder.record([order], entityID: 1, on: connection)
                    }
                }
            }
            // Void with the whole payment as a credit, or issued and paid.
            let found = try carrier.owner.texts(
                """
                SELECT DISTINCT invoice.state, paid_minor, allocated_minor
                FROM invoice JOIN payment ON payment.partner_id = invoice.partner_id ORDER BY 1
                """)
            #expect(Set(found).isSubset(of: ["issued 100 100", "void 0 0"]), "\(found)")
            // Paid invoices are not voided afterwards either.
            #expect(try carrier.owner.texts("SELECT count(*) FROM invoice") == ["16"])
            try InvoiceSteps.voidDrafts(drafts, on: world.application)
            #expect(
                try carrier.owner.texts(
                    "SELECT count(*) FROM invoice WHERE state = 'void' AND paid_minor > 0") == ["0"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `a line waits for whoever issues its invoice, and is refused`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let invoice = try draft(carrier, acme, cents: 100, rate: mobile)
            let issuer = try carrier.database.connect(role: .app)
            let database = carrier.database
            let insert = try issuer.transaction {
                try InvoiceSteps.approve([invoice], on: issuer)
                try InvoiceSteps.issue([invoice], on: issuer)
                let insert = inBackground { try Self.insertLine(invoice, on: database.connect(role: .app)) }
                #expect(try areWaiting(1, carrier), "the line does not wait")
                return insert
            }
            let error = #expect(throws: PostgresError.self) { try insert() }
            #expect(error?.sqlState == "DT002")
            try expectSoundBooks(carrier)
        }
    }

    @Test func `an approval waits for a line that is being inserted`() throws {
        try withTestCarrier { carrier in
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            let invoice = try draft(carrier, acme, cents: 100, rate: mobile)
            let database = carrier.database
            let clerk = try database.connect(role: .app)
            struct Undo: Error {}
            var approve: (() throws -> Void)?
            #expect(throws: Undo.self) {
                try clerk.transaction {
                    try Self.insertLine(invoice, on: clerk)
                    approve = inBackground { try InvoiceSteps.approve([invoice], on: database.connect(role: .app)) }
                    #expect(try areWaiting(1, carrier), "the approval does not wait")
                    throw Undo()
                }
            }
            try approve?()
            #expect(try carrier.owner.texts("SELECT state FROM invoice") == ["approved"])
            try expectSoundBooks(carrier)
        }
    }

    @Test func `a line belongs to an invoice that exists`() throws {
        try withTestCarrier { carrier in
            #expect(throws: PostgresError.self) {
                try Self.insertLine(99, on: carrier.database.connect(role: .app))
            }
            let constraint = try carrier.owner.texts(
                "SELECT confrelid::regclass FROM pg_constraint WHERE conname = 'invoice_line_is_of_an_invoice'")
            #expect(constraint == ["invoice"])
        }
    }

    private static func insertLine(_ invoice: DocumentID, on connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO invoice_line (invoice_id, line_number, entity_id, kind, service_period, product_id,
                destination, calls, billed_s, exact_micros, amount_minor)
            VALUES (\(invoice), 99, 1, 'usage', '2026-10-01', 1, 'x', 1, 1, 1, 1)
            """)
    }
}

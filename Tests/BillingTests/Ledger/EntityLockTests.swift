import Calendar
import Database
import Ledger
import Postgres
import Receivables
import Testing

/// Entities do not wait for each other.
@Suite struct EntityLockTests {
    private func call(_ partner: Int32, _ rate: TestCarrier.Rate) -> TestCarrier.Call {
        .init(partner: partner, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 10_000, rate: rate)
    }

    @Test func `one entity closes, posts, charges, runs and issues while another's locks are held`() throws {
        try withTestCarrier { first in
            let second = try first.addingEntity("second")
            let mobile = try first.addRate("49151", "Germany Mobile")
            let acme = try first.addPartner("acme"), bolt = try second.addPartner("bolt")
            let held = try first.load([call(acme, mobile)])
            let held2 = try first.load([call(acme, mobile)])
            let free = try second.load([call(bolt, mobile)])
            let period = try #require(BillingPeriod("2026-10"))

            // The first entity is in the middle of each of its acts.
            let loader = try first.database.connect(role: .loader)
            try Closing.closeFile(held, on: loader)
            let application = try first.database.connect(role: .app)
            try loader.execute("BEGIN")
            try loader.run(job: "close_files", ["entity_id": 1, "file_ids": .ids([held2])])
            let holder = try first.database.connect(role: .app)
            try holder.execute("BEGIN")
            try holder.run(job: "post_usage", ["entity_id": 1])
            try holder.run(
                job: "charge_dids", ["entity_id": 1, "period_start": "2026-10-01", "period_end": "2026-11-01"])
            let drafts = try holder.run(
                job: "run_invoices",
                ["entity_id": 1, "period_start": "2026-10-01", "period_end": "2026-11-01", "partner_id": nil])["result"]
            let ids = Value.text("{\(try drafts.only().int("invoice_id"))}")
            try holder.run(job: "approve_invoices", ["invoice_ids": ids])
            try holder.run(job: "issue_invoices", ["invoice_ids": ids])

            let free1 = try first.database.connect(role: .loader)
            try free1.execute("SET lock_timeout = '5s'")
            try application.execute("SET lock_timeout = '5s'")
            #expect(try Closing.closeFile(free, on: free1).closeNumber == 1)
            #expect(try Posting.postUsage(entityID: second.entityID, on: application).count == 1)
            _ = try DIDCharging.run(entityID: second.entityID, period: period, isDryRun: false, on: application)
            let made = try InvoiceRun.run(
                entityID: second.entityID, period: period, partnerID: nil, isDryRun: false, on: application
            ).compactMap(\.invoiceID)
            try InvoiceSteps.approve(made, on: application)
            #expect(try InvoiceSteps.issue(made, on: application).count == 1)
            try loader.execute("COMMIT")
            try holder.execute("COMMIT")
            try Books.bringUpToDate(first.database)
            // Each entity counts its own files.
            #expect(
                try first.owner.texts("SELECT entity_id, close_number FROM cdr_file ORDER BY 1, 2")
                    == ["1 1", "1 2", "2 1"])
            try expectSoundBooks(first)
        }
    }

    @Test func `a file of another entity that is not posted holds no run up`() throws {
        try withTestCarrier { first in
            let second = try first.addingEntity("second")
            let mobile = try first.addRate("49151", "Germany Mobile")
            let acme = try first.addPartner("acme"), bolt = try second.addPartner("bolt")
            try Closing.closeFile(first.load([call(acme, mobile)]), on: first.database.connect(role: .loader))
            _ = try second.load([call(bolt, mobile)])
            try Books.bringUpToDate(first.database, entityID: second.entityID)
            #expect(try first.owner.texts("SELECT entity_id FROM closing_posting") == ["2"])
            let drafts = try InvoiceRun.run(
                entityID: second.entityID, period: #require(BillingPeriod("2026-10")), partnerID: nil, isDryRun: false,
                on: first.database.connect(role: .app))
            #expect(drafts.map(\.totalMinor) == [1])
        }
    }
}

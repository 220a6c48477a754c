import Acts
import Calendar
import Database
import Foundation
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

    @Test func `F45: an entity that posts into a month that nobody made holds no other up`() throws {
        try withTestCarrier { first in
            let second = try first.addingEntity("second")
            let mobile = try first.addRate("49151", "Germany Mobile")
            let acme = try first.addPartner("acme"), bolt = try second.addPartner("bolt")
            _ = try first.load([call(acme, mobile)])
            _ = try second.load([call(bolt, mobile)])
            let holder = try first.database.connect(role: .app), loader = try first.database.connect(role: .loader)
            let other = try first.database.connect(role: .app)
            for connection in [loader, other] { try connection.execute("SET lock_timeout = '2s'") }
            func act(_ name: String) -> ActRequest { ActRequest(name, by: Actor(.system, "tests"), from: "test") }
            func months() throws -> [String] {
                try first.owner.texts(
                    """
                    SELECT relname FROM pg_class
                    WHERE relkind = 'r' AND relname ~ '^(entry|usage|service_usage)_[0-9]{6}$' ORDER BY 1
                    """)
            }
            #expect(try months() == [])

            var runs = 0
            _ = try Acts.perform(act("books.close"), on: loader) { _ in
                runs += 1
                return try Closing.closeFiles(entityID: 1, on: loader)
            }
            // It gave up where the month was missing, and began again.
            #expect(runs == 2)
            #expect(try months() == ["service_usage_202610", "usage_202610"])
            _ = try Acts.perform(act("books.close"), on: loader) { _ in
                try Closing.closeFiles(entityID: second.entityID, on: loader)
            }
            runs = 0
            _ = try Acts.perform(act("ledger.post"), on: holder) { _ in
                runs += 1
                let posted = try Posting.postUsage(entityID: 1, on: holder)
                // The first entity has written to the new month and not committed.
                _ = try Acts.perform(act("ledger.post"), on: other) { _ in
                    try Posting.postUsage(entityID: second.entityID, on: other)
                }
                return posted
            }
            #expect(runs == 2)
            #expect(try months() == ["entry_202610", "service_usage_202610", "usage_202610"])
            #expect(
                try first.owner.texts("SELECT entity_id, close_number FROM closing_posting ORDER BY 1") == [
                    "1 1", "2 1",
                ])
            try expectSoundBooks(first)
        }
    }

    @Test func `a month of the ledger is made beside a long posting without holding up who comes behind it`() throws {
        try withTestCarrier { first in
            let database = first.database
            let isWritten = DispatchSemaphore(value: 0)
            try atOnce(2) { index in
                let journal = "INSERT INTO journal (entity_id, kind) VALUES (1, 'usage')"
                if index == 0 {
                    // It has the lock once the long posting has ended, and gives up its place in the queue until then.
                    isWritten.wait()
                    try database.connect(role: .app).execute("SELECT add_entry_partitions(ARRAY[DATE '2026-10-01'])")
                } else {
                    let long = try database.connect(role: .app), other = try database.connect(role: .app)
                    try other.execute("SET lock_timeout = '2s'")
                    try long.execute("BEGIN")
                    try long.execute(journal)
                    isWritten.signal()
                    for _ in 0..<20 {
                        try other.execute(journal)
                        Thread.sleep(forTimeInterval: 0.02)
                    }
                    try long.execute("COMMIT")
                }
            }
            #expect(try first.owner.texts("SELECT to_regclass('entry_202610')") == ["entry_202610"])
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

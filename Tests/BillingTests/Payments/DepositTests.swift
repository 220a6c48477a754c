import Calendar
import Catalog
import Database
import Foundation
import Ledger
import Postgres
import Receivables
import Synchronization
import TestSupport
import Testing
import Vocabulary

/// Deposits: top-ups, what is available, holds, marks.
@Suite struct DepositTests {
    private func available(_ world: PaymentWorld) throws -> Int128 {
        try #require(try PartnerPosition.list(entityID: 1, on: world.application).first).availableMicros
    }

    private func topUp(_ world: PaymentWorld, _ partner: Int32, minor: Int64) throws {
        try world.record(.topUp, partner, minor: minor)
    }

    @Test func `what is available is the deposit less usage, holds and calls without a price`() throws {
        try withPaymentWorld { world in
            let carrier = world.carrier
            let pre = try carrier.addPartner("pre", paymentMode: "prepaid")
            try topUp(world, pre, minor: 100_00)
            #expect(try available(world) == 100_000_000)
            let call = TestCarrier.Call(
                partner: pre, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 1_234_567,
                rate: try carrier.addRate("49152", "Germany Mobile 2", nanosPerMinute: 100_000_001))
            // Loaded, then closed, then posted: each to the micro, and never twice.
            _ = try carrier.load([call])
            #expect(try available(world) == 98_765_433)
            let loader = try carrier.database.connect(role: .loader)
            try Closing.closeFiles(entityID: 1, on: loader)
            #expect(try available(world) == 98_765_433)
            try Books.bringUpToDate(carrier.database)
            #expect(try available(world) == 98_765_433)
            let hold = try DepositHold.make(
                partnerID: PartnerID(pre), entityID: 1, micros: 8_765_433, on: world.application)
            #expect(try available(world) == 90_000_000)
            // A call of 61 s that waits, in a minute and a second of 0.100000001 a minute: rounded up.
            try carrier.owner.execute(
                """
                INSERT INTO account (entity_id, partner_id, product_id, side, kind, value) VALUES (1, \(pre), 1, 'sell', 'code', 'pre');
                INSERT INTO card_assignment (entity_id, partner_id, side, product_id, card_id, effective)
                VALUES (1, \(pre), 'sell', 1, 1, '[2026-01-01,2026-02-01)');
                INSERT INTO suspense VALUES (1, 1, 'sell', 1, '2026-10-06', 'no_card', 'pre', '4915212345', 60000000001),
                    (1, 2, 'sell', 1, '2026-10-06', 'no_prefix', 'pre', '33123', 60000000000),
                    (1, 3, 'sell', 1, '2026-10-06', 'no_card', 'other', '4915212345', 60000000000)
                """)
            #expect(try available(world) == 90_000_000 - 101_667)
            let position = try #require(try PartnerPosition.list(entityID: 1, on: world.application).first)
            #expect(position.unknownCalls == 1 && position.suspenseMicros == 101_667)
            // What it came to is kept, the rest is free; once its usage is loaded, all of it.
            _ = try DepositHold.capture(hold.holdID, micros: 5_433, on: world.application)
            #expect(try available(world) == 98_765_433 - 5_433 - 101_667)
            _ = try DepositHold.release(hold.holdID, on: world.application)
            #expect(try available(world) == 98_765_433 - 101_667)
            try expectRefused("deposit.hold_over", "hold \(hold.holdID) is released") {
                try DepositHold.release(hold.holdID, on: world.application)
            }
            try expectRefused("deposit.no_hold", "There is no hold 4711") {
                try DepositHold.release(4711, on: world.application)
            }
        }
    }

    @Test func `a call to a number that is let counts for who let it, whatever its record says`() throws {
        try withPaymentWorld { world in
            let carrier = world.carrier
            let pre = try carrier.addPartner("pre", paymentMode: "prepaid", zone: "Asia/Tokyo")
            let other = try carrier.addPartner("other", paymentMode: "prepaid")
            _ = try carrier.addRate("49152", "Germany Mobile 2", nanosPerMinute: 60_000_000)
            for partner in [pre, other] { try topUp(world, partner, minor: 10_00) }
            // The number is let until the end of 6 October in Tokyo, which is 15:00 in UTC.
            try carrier.owner.execute(
                """
                INSERT INTO account (entity_id, partner_id, product_id, side, kind, value) VALUES (1, \(other), 1, 'sell', 'code', 'other');
                INSERT INTO card_assignment (entity_id, partner_id, side, product_id, card_id, effective)
                VALUES (1, \(pre), 'sell', 1, 1, '[2026-01-01,2027-01-01)'), (1, \(other), 'sell', 1, 1, '[2026-01-01,2027-01-01)');
                INSERT INTO did (entity_id, partner_id, product_id, monthly_fee_micros, setup_fee_micros, number, in_effect)
                VALUES (1, \(pre), 1, 0, 0, '4915212345', '[2026-10-01,2026-10-07)');
                INSERT INTO suspense VALUES (1, 1, 'sell', 1, '2026-10-06T14:00Z', 'no_card', 'other', '4915212345', 60000000000),
                    (1, 2, 'sell', 1, '2026-10-06T16:00Z', 'no_card', 'other', '4915212345', 120000000000),
                    (1, 3, 'sell', 1, '2026-10-06T14:00Z', 'no_card', '', '4915212345', 60000000000)
                """)
            func suspense(_ partner: Int32) throws -> Int128 {
                try PartnerPosition.list(entityID: 1, partnerID: PartnerID(partner), on: world.application)[0]
                    .suspenseMicros
            }
            #expect(try suspense(pre) == 120_000)
            #expect(try suspense(other) == 120_000)
        }
    }

    @Test func `an advance is told to run out by what the supplier's calls cost of late`() throws {
        try withPaymentWorld { world in
            let sup = try world.carrier.addPartner("sup")
            try world.record(.advance, sup, minor: 100_00)
            func position() throws -> PartnerPosition {
                try PartnerPosition.list(entityID: 1, partnerID: PartnerID(sup), on: world.application)[0]
            }
            #expect(try position().advanceRunsOutOn == nil)
            let days = try world.carrier.owner.texts(
                "SELECT to_char(CURRENT_DATE + n, 'YYYY-MM-DD') FROM unnest(ARRAY[-4, -1, 4]) AS n")
            let rate = try world.carrier.addRate("49152", "Germany Mobile 2")
            func cost(_ day: String, _ micros: Int64) -> TestCarrier.Call {
                .init(partner: sup, side: .buy, startAt: "\(day)T10:00Z", billingOn: day, micros: micros, rate: rate)
            }
            // 48.00 within four days: the other 52.00 last for another four.
            try world.carrier.book([cost(days[0], 40_000_000), cost(days[1], 8_000_000)])
            #expect(try position().advanceRunsOutOn == days[2])
            // What is loaded and not posted has used some of it, too: 12.00 a day, and 4.00 are left.
            _ = try world.carrier.load([cost(days[1], 48_000_000)])
            let today = try world.carrier.owner.texts("SELECT to_char(CURRENT_DATE, 'YYYY-MM-DD')")[0]
            #expect(try position().advanceRunsOutOn == today)
            let status = try world.application.run(query: "status_items", ["entity_id": .null])
            #expect(try status.contains { try $0.string("kind") == "advance" && $0.string("subject") == "sup" })
        }
    }

    @Test func `F17: of a thousand requests at once for the room of ten, ten are held`() throws {
        try withPaymentWorld { world in
            let pre = try world.carrier.addPartner("pre", paymentMode: "prepaid")
            try topUp(world, pre, minor: 10_00)
            let database = world.carrier.database
            let held = Mutex(0)
            let lowest = Mutex(Int128.max)
            try atOnce(8) { _ in
                let connection = try database.connect(role: .app)
                for _ in 0..<125 {
                    do {
                        _ = try DepositHold.make(
                            partnerID: PartnerID(pre), entityID: 1, micros: 1_000_000, on: connection)
                        held.withLock { $0 += 1 }
                    } catch {
                        guard Refusal(error)?.reason == "deposit.not_enough" else { throw error }
                        let now = try PartnerPosition.list(entityID: 1, on: connection)[0].availableMicros
                        lowest.withLock { $0 = min($0, now) }
                    }
                }
            }
            #expect(held.withLock { $0 } == 10)
            #expect(lowest.withLock { $0 } == 0)
            #expect(try world.carrier.owner.texts("SELECT count(*) FROM deposit_hold") == ["10"])
            // What has expired is available again.
            try world.carrier.owner.execute("UPDATE deposit_hold SET expires_at = made_at + interval '1 microsecond'")
            #expect(try available(world) == 10_000_000)
            _ = try DepositHold.make(partnerID: PartnerID(pre), entityID: 1, micros: 10_000_000, on: world.application)
            try expectRefused("deposit.hold_over", "hold 1 is expired") {
                try DepositHold.capture(1, micros: 1, on: world.application)
            }
            try world.expectSound()
        }
    }

    @Test func `a deposit is held and paid back only as far as the agreement goes`() throws {
        try withPaymentWorld { world in
            let pre = try world.carrier.addPartner("pre", paymentMode: "prepaid")
            let post = try world.carrier.addPartner("post")
            try world.carrier.owner.execute(
                "UPDATE agreement_terms SET credit_limit_micros = 5000000 WHERE partner_id = \(pre)")
            try topUp(world, pre, minor: 10_00)
            func hold(_ partner: Int32, _ micros: Int64) throws -> DepositHold.Made {
                try DepositHold.make(partnerID: PartnerID(partner), entityID: 1, micros: micros, on: world.application)
            }
            try expectRefused("deposit.not_prepaid", "the customer does not pay from a deposit") { try hold(post, 1) }
            try expectRefused("deposit.not_enough", "there is less available than that") { try hold(pre, 15_000_001) }
            for micros in [0, -1, Int64.max] {
                try expectRefused(
                    micros == .max ? "deposit.not_enough" : "deposit.amount",
                    micros == .max
                        ? "there is less available than that" : "What is held is above zero, and no more than 10^12"
                ) { try hold(pre, micros) }
            }
            let made = try hold(pre, 4_000_000)
            try expectRefused("deposit.captured_beyond_hold", "A hold cannot come to more than it keeps") {
                try DepositHold.capture(made.holdID, micros: 4_000_001, on: world.application)
            }
            // Of the deposit itself, not of what may be overdrawn.
            try expectRefused("deposit.not_enough", "there is less available than that") {
                try world.record(.refundOfDeposit, pre, minor: 6_01)
            }
            let refund = try world.record(.refundOfDeposit, pre, minor: 6_00)
            #expect(try world.entries(of: refund.paymentID) == ["prepaid bank USD 600 600"])
            #expect(try hold(pre, 5_000_000).amountMicros == 5_000_000)
            try world.expectSound()
        }
    }

    @Test func `F16: a balance around the limit raises one mark, and an overdraft is seen`() throws {
        try withPaymentWorld { world in
            let carrier = world.carrier
            let pre = try carrier.addPartner("pre", paymentMode: "prepaid")
            try carrier.owner.execute(
                "INSERT INTO setting (name, value, changed_by) VALUES ('deposit.low', '50', 'test')")
            try topUp(world, pre, minor: 60_00)
            func update() throws -> [String] {
                try DepositMark.update(entityID: 1, on: world.application).map { "\($0.kind) \($0.isRaised)" }
            }
            #expect(try update().isEmpty)
            var changes: [String] = []
            for _ in 0..<50 {
                let hold = try DepositHold.make(
                    partnerID: PartnerID(pre), entityID: 1, micros: 20_000_000, on: world.application)
                changes += try update()
                _ = try DepositHold.release(hold.holdID, on: world.application)
                changes += try update()
            }
            #expect(changes == ["low true"])
            #expect(try DepositMark.dueEntities(on: world.application).isEmpty)
            try topUp(world, pre, minor: 15_00)
            #expect(try update() == ["low false"])
            // Calls are never refused by a record of them: what goes beyond is marked.
            try carrier.book([
                .init(
                    partner: pre, startAt: "2026-10-06T10:00Z", billingOn: "2026-10-06", micros: 75_000_001,
                    rate: try carrier.addRate("49152", "Germany Mobile 2"))
            ])
            #expect(try update() == ["low true", "overdrawn true"])
            let position = try #require(try PartnerPosition.list(entityID: 1, on: world.application).first)
            #expect(position.overdrawnMark && position.lowMark && position.availableMicros == -1)
            try topUp(world, pre, minor: 1_00)
            #expect(try update() == ["overdrawn false"])
            try world.expectSound()
        }
    }
}

import Calendar
import Ledger
import Postgres
import Receivables
import Testing
import Vocabulary

/// Tax of customers who pay ahead: at receipt, or with what the deposit pays.
@Suite struct DepositTaxTests {
    private func usage(_ partner: Int32, _ micros: Int64, _ rate: TestCarrier.Rate, on day: String = "2026-10-06")
        -> TestCarrier.Call
    {
        .init(partner: partner, startAt: "\(day)T10:00Z", billingOn: day, micros: micros, rate: rate)
    }

    @Test func `a top-up is taxed when it comes in, and gives its tax back when it goes`() throws {
        try withTaxWorld { world in
            try world.importTaxes("two,,,receipt,,,GST,5,\ntwo,,,receipt,,,PST,9.975,\n")
            let pre = try world.addPartner("pre", taxedBy: "two", paymentMode: "prepaid")
            let first = try world.payments.record(.topUp, pre, minor: 115_00)
            let second = try world.payments.record(.topUp, pre, minor: 50_00)
            #expect([first.taxMinor, second.taxMinor] == [14_98, 6_51])
            #expect(
                try world.payments.entries(of: first.paymentID) == [
                    "bank prepaid USD 11500 11500", "prepaid output_tax USD 500 500",
                    "prepaid output_tax USD 998 998",
                ])
            #expect(try world.position(pre).availableMicros == 143_510_000)
            // Calls are paid by what is left, and taxed no more.
            let rate = try world.carrier.addRate("49152", "Germany Mobile 2")
            try world.carrier.book([usage(pre, 20_000_001, rate)])
            #expect(try world.position(pre).availableMicros == 123_509_999)
            // The latest first: all of the second top-up, and 10.00 of the first.
            let refund = try world.payments.record(.refundOfDeposit, pre, minor: 60_00)
            #expect(refund.taxMinor == 6_51 + 1_30)
            #expect(try world.owed() == "-13680000")
            try world.payments.expectSound()
            try expectRefused("payment.refunded", "the payment was refunded, in part or whole") {
                try PaymentSteps.reverse([second.paymentID], reason: "test", on: world.application)
            }
            _ = try PaymentSteps.reverse([refund.paymentID], reason: "test", on: world.application)
            _ = try PaymentSteps.reverse([second.paymentID], reason: "test", on: world.application)
            #expect(try world.owed() == "-14980000")
            #expect(try world.position(pre).availableMicros == 100_020_000 - 20_000_001)
            try world.payments.expectSound()
        }
    }

    @Test func `parts of a top-up give back all of its tax together`() throws {
        try withTaxWorld { world in
            try world.importTaxes("two,,,receipt,,,A,7.7,\ntwo,,,receipt,,,B,3.3333,\n")
            let seed: UInt64 = 4_711
            var numbers = SplitMix(seed: seed)
            for round in 0..<5 {
                let pre = try world.addPartner("pre\(round)", taxedBy: "two", paymentMode: "prepaid")
                var left: Int64 = 0
                for _ in 0..<1 + numbers.below(4) {
                    let minor = Int64(1 + numbers.below(500))
                    try world.payments.record(.topUp, pre, minor: minor)
                    left += minor
                }
                while left > 0 {
                    let minor = min(left, Int64(1 + numbers.below(120)))
                    try world.payments.record(.refundOfDeposit, pre, minor: minor)
                    left -= minor
                }
                #expect(try world.position(pre).depositMicros == 0, "seed \(seed), round \(round)")
            }
            #expect(try world.owed() == "0", "seed \(seed)")
            try world.payments.expectSound()
        }
    }

    @Test func `a deposit pays the tax with the calls, and keeps it ready to the micro`() throws {
        try withTaxWorld { world in
            try world.importTaxes("vat,,,,,,,19,\nvat,,,,,,,16,2026-10-07\n")
            let pre = try world.addPartner("pre", taxedBy: "vat", paymentMode: "prepaid")
            try world.payments.record(.topUp, pre, minor: 100_00)
            let rate = try world.carrier.addRate("49152", "Germany Mobile 2")
            // 19 % of 1.234567 are 0.23456773, 16 % of 2.000003 are 0.32000048.
            let left = 100_000_000 - 1_234_567 - 234_568 - 2_000_003 - 320_000 as Int128
            _ = try world.carrier.load([usage(pre, 1_234_567, rate), usage(pre, 2_000_003, rate, on: "2026-10-07")])
            #expect(try world.position(pre).availableMicros == left)
            try Closing.closeFiles(entityID: 1, on: world.carrier.database.connect(role: .loader))
            #expect(try world.position(pre).availableMicros == left)
            try Books.bringUpToDate(world.carrier.database)
            #expect(try world.position(pre).availableMicros == left)
            #expect(try world.position(pre).depositTaxMicros == 0)
            #expect(try world.owed() == "-554568")
            // A hold keeps the tax of what it is for.
            _ = try DepositHold.make(partnerID: PartnerID(pre), entityID: 1, micros: 10_000_000, on: world.application)
            #expect(try world.position(pre).availableMicros == left - 11_600_000)
            try expectRefused("deposit.not_enough", "there is less available than that") {
                try DepositHold.make(partnerID: PartnerID(pre), entityID: 1, micros: 75_000_000, on: world.application)
            }
            try world.payments.expectSound()
        }
    }

    @Test func `prices with tax cost a deposit no more, and give the tax from revenue`() throws {
        try withTaxWorld { world in
            try world.importTaxes("within,,inclusive,,,,,25,\n")
            let pre = try world.addPartner("pre", taxedBy: "within", paymentMode: "prepaid")
            try world.payments.record(.topUp, pre, minor: 10_00)
            let rate = try world.carrier.addRate("49152", "Germany Mobile 2")
            try world.carrier.book([usage(pre, 1_000_001, rate)])
            #expect(try world.position(pre).availableMicros == 8_999_999)
            #expect(try world.owed() == "-200000")
            // What is taken back takes its tax back.
            try world.carrier.book([usage(pre, -1_000_001, rate)])
            #expect(try world.owed() == "0")
            try world.payments.expectSound()
        }
    }
}

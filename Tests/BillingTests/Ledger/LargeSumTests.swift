import Calendar
import Catalog
import Ledger
import Money
import Postgres
import Receivables
import TestSupport
import Testing
import Vocabulary

/// Sums that 64 bits cannot hold: what absurd calls bring about, and years of a currency whose units are small.
@Suite struct LargeSumTests {
    @Test func `F20: three absurd calls stop neither closing nor posting nor anybody else's invoice`() throws {
        try withTestCarrier { carrier in
            let absurd = try carrier.addPartner("absurd")
            let prepaid = try carrier.addPartner("prepaid", paymentMode: "prepaid")
            let acme = try carrier.addPartner("acme")
            let mobile = try carrier.addRate("49151", "Germany Mobile")
            // As they were stored before sides were bounded.
            try carrier.owner.execute("ALTER TABLE call DROP CONSTRAINT call_side_is_not_too_large")
            func call(_ partner: Int32, _ micros: Int64, _ side: TestCarrier.Side = .sell) -> TestCarrier.Call {
                .init(
                    partner: partner, side: side, startAt: "2026-10-03T10:00Z", billingOn: "2026-10-03",
                    micros: micros, rate: mobile)
            }
            let most = Int64.max
            try carrier.book([
                call(absurd, most), call(absurd, most), call(absurd, most), call(absurd, most, .buy),
                call(absurd, most, .buy), call(prepaid, most), call(prepaid, most), call(acme, 30_000),
            ])
            #expect(
                try carrier.owner.texts("SELECT side, sum(micros) FROM usage GROUP BY 1 ORDER BY 1") == [
                    "b \(2 * Int128(most))", "s \(5 * Int128(most) + 30_000)",
                ])
            let results = try run(carrier, "2026-10")
            #expect(
                results.map { "\($0.outcome) \($0.partnerCode) \($0.exactMicros) \($0.totalMinor)" } == [
                    "draft acme 30000 3", "tooLarge absurd \(3 * Int128(most)) 0",
                    "prepaid prepaid \(2 * Int128(most)) 0",
                ])
            let approver = try carrier.database.connect(role: .app)
            let ids = results.compactMap(\.invoiceID)
            try InvoiceSteps.approve(ids, on: approver)
            #expect(try InvoiceSteps.issue(ids, on: approver).map(\.totalMinor) == [3])
            let reader = try carrier.database.connect(role: .reporter)
            var filter = LedgerAccountLine.Filter()
            filter.partnerID = PartnerID(absurd)
            let accounts = try LedgerAccountLine.list(filter, on: reader)
            #expect(accounts.map(\.balanceMicros) == [3 * Int128(most), -2 * Int128(most)])
            let trial = try TrialBalanceLine.read(entityID: nil, asOf: nil, on: reader)
            #expect(trial.first { $0.type == "revenue" }?.creditMicros == 5 * Int128(most) + 30_000)
            #expect(try LedgerEntryLine.list(.init(), on: reader).map(\.amountMicros).max() == 3 * Int128(most))
            #expect(
                try UsageLine.largest(9, by: .partner, isSell: true, on: reader).map(\.micros).max() == 3 * Int128(most)
            )

            // The way back: what was absurd is taken back, and the customer is billed for what is left.
            var back = [call(absurd, most), call(absurd, most), call(absurd, most)]
            for index in back.indices { back[index].isReversal = true }
            try carrier.book(back + [call(absurd, 50_000)])
            let billed = try run(carrier, "2026-10").map { "\($0.outcome) \($0.partnerCode) \($0.totalMinor)" }
            #expect(billed.first == "draft absurd 5")
            try expectSoundBooks(carrier)
        }
    }

    @Test func `amounts beyond 64 bits are written in full`() {
        #expect(AmountText.micros(3 * Int128(Int64.max), digits: 2) == "27,670,116,110,564.327421")
        #expect(AmountText.micros(-Int128(Int64.max) - 1, digits: 2) == AmountText.micros(Int64.min, digits: 2))
        #expect(DecimalText.format(Int128(10) << 100, decimals: 6) == "12676506002282294014967032.05376")
    }

    private func run(_ carrier: TestCarrier, _ period: String) throws -> [InvoiceRun.Result] {
        try InvoiceRun.run(
            entityID: 1, period: #require(BillingPeriod(period)), partnerID: nil, isDryRun: false,
            on: carrier.database.connect(role: .app))
    }
}

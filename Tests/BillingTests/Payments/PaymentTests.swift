import Calendar
import Checks
import Foundation
import Postgres
import Receivables
import TestSupport
import Testing
import Vocabulary

/// Payments: what they post and settle, and what takes them back.
@Suite struct PaymentTests {
    @Test func `what a customer pays settles what is due first, and the rest stays a credit`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme")
            let first = try world.invoice(acme, minor: 100_00, month: 9)
            let second = try world.invoice(acme, minor: 50_00)
            let part = try world.receive(acme, minor: 120_00)
            #expect(part.allocatedMinor == 120_00 && part.number.hasSuffix("-000001"))
            #expect(try world.open() == ["acme invoice 3000"])
            let rest = try world.receive(acme, minor: 40_00)
            #expect(rest.allocatedMinor == 30_00)
            #expect(try world.open() == ["acme payment -1000"])
            #expect(
                try world.carrier.owner.texts(
                    "SELECT credit_id, debit_id, amount_minor FROM allocation ORDER BY id") == [
                        "\(part.paymentID) \(first) 10000", "\(part.paymentID) \(second) 2000",
                        "\(rest.paymentID) \(second) 3000",
                    ])
            // Allocations move no account.
            #expect(
                try world.carrier.owner.texts("SELECT kind, count(*) FROM journal GROUP BY kind ORDER BY kind") == [
                    "invoice 2", "payment 2", "usage 2",
                ])
            try world.expectSound()
        }
    }

    /// Purpose, what is stated of it, and its entries: debit, credit, currency, amount and functional amount in minor units.
    static let postings:
        [(purpose: PaymentPurpose, change: @Sendable (inout PaymentOrder) -> Void, entries: [String])] = [
            (
                .received,
                {
                    $0.cashMinor = 900
                    $0.feeMinor = 20
                    $0.withheldMinor = 80
                },
                [
                    "bank receivable USD 900 900", "bank_fees receivable USD 20 20",
                    "withholding_tax receivable USD 80 80",
                ]
            ),
            (
                .paid,
                {
                    $0.cashMinor = 900
                    $0.feeMinor = 20
                    $0.withheldMinor = 80
                },
                ["payable bank USD 900 900", "bank_fees bank USD 20 20", "payable withholding_payable USD 80 80"]
            ),
            (
                .advance, { $0.cashMinor = 500 }, ["supplier_prepaid bank USD 500 500"]
            ),
            (
                .topUp,
                {
                    $0.cashMinor = 500
                    $0.feeMinor = 5
                }, ["bank prepaid USD 500 500", "bank_fees prepaid USD 5 5"]
            ),
            // 1 EUR is 1.1 USD: the money of 10 EUR is worth 11 USD, and the customer's 10 USD are gone.
            (
                .received,
                {
                    $0.bankCurrency = "EUR"
                    $0.cashMinor = 10_00
                    $0.totalMinor = 10_00
                },
                [
                    "bank fx_position EUR 1000 1100", "fx_position receivable USD 1000 1000",
                    "fx_position fx_gain_loss EUR 0 100",
                ]
            ),
            (
                .received,
                {
                    $0.bankCurrency = "EUR"
                    $0.cashMinor = 10_00
                },
                ["bank fx_position EUR 1000 1100", "fx_position receivable USD 1100 1100"]
            ),
            (
                .paid,
                {
                    $0.bankCurrency = "EUR"
                    $0.cashMinor = 10_00
                    $0.totalMinor = 10_00
                },
                [
                    "fx_position bank EUR 1000 1100", "payable fx_position USD 1000 1000",
                    "fx_gain_loss fx_position EUR 0 100",
                ]
            ),
        ]

    @Test(arguments: postings.indices)
    func `a payment posts its parts`(index: Int) throws {
        let posting = Self.postings[index]
        try withPaymentWorld { world in
            let partner = try world.carrier.addPartner("acme")
            try world.owe(partner, micros: 100_000_000)
            try world.carrier.owner.execute(
                "INSERT INTO exchange_rate VALUES ('EUR', 'USD', CURRENT_DATE - 1, 1.1, now(), 1, NULL, NULL)")
            let recorded = try world.record(posting.purpose, partner, posting.change)
            #expect(try world.entries(of: recorded.paymentID) == posting.entries)
            try world.expectSound(payablesByHand: true)
            let reversed = try PaymentSteps.reverse([recorded.paymentID], reason: "test", on: world.application)
            #expect(reversed.map(\.number) == [recorded.number])
            #expect(
                try world.carrier.owner.texts(
                    """
                    SELECT sum(functional_micros), sum(balance_micros) FROM account_balance JOIN ledger_account AS account
                        ON account.id = account_id WHERE type NOT IN ('payable', 'accrued_cost')
                    """
                ).first?.contains(/[1-9]/) != true)
            try world.expectSound(payablesByHand: true)
        }
    }

    @Test func `the difference that an exchange rate made is realised where a payment settles`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme", currency: "EUR")
            // Paid at 1.1 ten days ago, invoiced at 1.2 today: 30 EUR are worth 3 USD more than what was paid for them.
            try world.carrier.owner.execute(
                """
                INSERT INTO exchange_rate VALUES ('EUR', 'USD', CURRENT_DATE - 10, 1.1, now(), 1, NULL, NULL),
                    ('EUR', 'USD', CURRENT_DATE, 1.2, now(), 1, NULL, NULL)
                """)
            let paid = try world.receive(acme, minor: 30_00) { $0.valueOn = world.daysAgo(10) }
            #expect(paid.allocatedMinor == 0)
            let invoice = try world.invoice(acme, minor: 90_00)
            _ = try PaymentSteps.allocate(paid.paymentID, to: nil, on: world.application)
            #expect(try world.entries(of: nil) == ["fx_gain_loss receivable EUR 0 300"])
            try world.expectSound()
            _ = try PaymentSteps.unallocate(paid.paymentID, from: [invoice], on: world.application)
            #expect(
                try world.entries(of: nil) == [
                    "fx_gain_loss receivable EUR 0 300", "receivable fx_gain_loss EUR 0 300",
                ])
            // In three thirds, and by several payments: in the end the receivable is nothing in both currencies.
            for minor in [33_33, 26_67] as [Int64] { try world.receive(acme, minor: minor) }
            _ = try PaymentSteps.allocate(paid.paymentID, to: nil, on: world.application)
            #expect(try world.open().isEmpty)
            #expect(
                try world.carrier.owner.texts(
                    """
                    SELECT balance_micros = 0, functional_micros = 0 FROM account_balance
                        JOIN ledger_account AS account ON account.id = account_id WHERE type = 'receivable'
                    """) == ["t t"])
            try world.expectSound()
        }
    }

    @Test func `a payment that bounces leaves open again what it settled, and is reversed once`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme")
            try world.invoice(acme, minor: 100_00)
            let paid = try world.receive(acme, minor: 130_00)
            try expectRefused("payment.reason_missing", "The reversal of a payment needs ‹reason›") {
                try PaymentSteps.reverse([paid.paymentID], reason: " ", on: world.application)
            }
            _ = try PaymentSteps.reverse([paid.paymentID], reason: "bounced", on: world.application)
            #expect(try world.open() == ["acme invoice 10000"])
            try expectRefused(
                "payment.reversed_already", "payment \(paid.paymentID) was reversed on \(world.today)"
            ) {
                try PaymentSteps.reverse([paid.paymentID], reason: "again", on: world.application)
            }
            try expectRefused(
                "payment.reversed_already", "payment \(paid.paymentID) was reversed on \(world.today)"
            ) {
                try PaymentSteps.allocate(paid.paymentID, to: nil, on: world.application)
            }
            #expect(
                try world.carrier.owner.texts("SELECT sum(amount_minor), count(*) FROM allocation") == ["0 2"])
            try world.expectSound()
        }
    }

    @Test func `a refund pays back what settles nothing, and never more`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme")
            try world.invoice(acme, minor: 100_00)
            let paid = try world.receive(acme, minor: 130_00)
            try expectRefused("payment.more_than_open", "there is less open than that") {
                try world.record(.refundOfCredit, acme, minor: 30_01) { $0.settles = .oldest }
            }
            let refund = try world.record(.refundOfCredit, acme, minor: 20_00) { $0.settles = .oldest }
            #expect(try world.open() == ["acme payment -1000"])
            try expectRefused("payment.refunded", "the payment was refunded, in part or whole") {
                try PaymentSteps.reverse([paid.paymentID], reason: "bounced", on: world.application)
            }
            _ = try PaymentSteps.reverse([refund.paymentID], reason: "came back", on: world.application)
            #expect(try world.open() == ["acme payment -3000"])
            _ = try PaymentSteps.reverse([paid.paymentID], reason: "bounced", on: world.application)
            #expect(try world.open() == ["acme invoice 10000"])
            try world.expectSound()
        }
    }

    @Test func `a write-off is of named invoices, with a reason, and never above what is open`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme")
            let invoice = try world.invoice(acme, minor: 100_00)
            try world.receive(acme, minor: 99_60)
            func writeOff(_ minor: Int64?, _ reason: String?) throws -> RecordedPayment {
                try world.record(.writeOff, acme) {
                    $0.settles = .named
                    $0.parts = [PaymentOrder.Part(documentID: invoice, amountMinor: minor)]
                    $0.reason = reason
                }
            }
            try expectRefused("payment.reason_missing", "A write-off needs ‹reason›") { try writeOff(nil, nil) }
            try expectRefused("invoice.settled_beyond_total", "More would be settled than the invoice is about") {
                try writeOff(41, "fees")
            }
            let writtenOff = try writeOff(nil, "fees")
            #expect(writtenOff.totalMinor == 40)
            #expect(try world.open().isEmpty)
            #expect(try world.entries(of: writtenOff.paymentID) == ["write_off receivable USD 40 40"])
            try world.expectSound()
            _ = try PaymentSteps.reverse([writtenOff.paymentID], reason: "paid after all", on: world.application)
            #expect(try world.open() == ["acme invoice 40"])
            try world.expectSound()
        }
    }

    @Test func `a supplier is paid what is due and no more, unless ahead`() throws {
        try withPaymentWorld { world in
            let carrier = try world.carrier.addPartner("carrier")
            try world.owe(carrier, micros: 100_000_000)
            try world.record(.paid, carrier, minor: 60_00)
            try expectRefused("payment.more_than_due", "that is more than what is due") {
                try world.record(.paid, carrier, minor: 40_01)
            }
            let advance = try world.record(.advance, carrier, minor: 70_00)
            func use(_ minor: Int64) throws -> RecordedPayment {
                try world.record(.advanceUse, carrier) {
                    $0.advanceID = advance.paymentID
                    $0.totalMinor = minor
                }
            }
            try expectRefused("payment.more_than_due", "that is more than what is due") { _ = try use(40_01) }
            let used = try use(30_00)
            try expectRefused("payment.advance_used", "the advance was applied or paid back, in part or whole") {
                try PaymentSteps.reverse([advance.paymentID], reason: "test", on: world.application)
            }
            try world.record(.refundOfAdvance, carrier, minor: 40_00) { $0.advanceID = advance.paymentID }
            try expectRefused("payment.advance_too_small", "of advance \(advance.paymentID) there is less left") {
                _ = try use(1)
            }
            _ = try PaymentSteps.reverse([used.paymentID], reason: "test", on: world.application)
            #expect(
                try world.carrier.owner.texts(
                    """
                    SELECT type, trim_scale(balance_micros / 10000) FROM account_balance JOIN ledger_account AS account
                        ON account.id = account_id WHERE type IN ('payable', 'supplier_prepaid') ORDER BY type
                    """
                ) == ["payable -4000", "supplier_prepaid 3000"])
            try world.expectSound(payablesByHand: true)
        }
    }

    @Test func `an advance leaves the books at what it came in at`() throws {
        try withPaymentWorld { world in
            let carrier = try world.carrier.addPartner("carrier", currency: "EUR")
            try world.carrier.owner.execute(
                """
                INSERT INTO exchange_rate VALUES ('EUR', 'USD', CURRENT_DATE - 10, 1.1, now(), 1, NULL, NULL),
                    ('EUR', 'USD', CURRENT_DATE, 1.2, now(), 1, NULL, NULL)
                """)
            try world.owe(carrier, micros: 100_000_000, currency: "EUR")
            let advance = try world.record(.advance, carrier, minor: 100_01) { $0.valueOn = world.daysAgo(10) }
            for minor in [33_33, 33_34] as [Int64] {
                try world.record(.advanceUse, carrier) {
                    $0.advanceID = advance.paymentID
                    $0.totalMinor = minor
                }
            }
            let back = try world.record(.refundOfAdvance, carrier, minor: 33_34) { $0.advanceID = advance.paymentID }
            #expect(
                try world.entries(of: back.paymentID) == [
                    "bank supplier_prepaid EUR 3334 4000.8", "supplier_prepaid fx_gain_loss EUR 0 333.4",
                ])
            #expect(
                try world.carrier.owner.texts(
                    """
                    SELECT balance_micros = 0, functional_micros = 0 FROM account_balance
                        JOIN ledger_account AS account ON account.id = account_id WHERE type = 'supplier_prepaid'
                    """) == ["t t"])
            try world.expectSound(payablesByHand: true)
        }
    }

    static let refused: [(String, String, @Sendable (inout PaymentOrder) -> Void)] = [
        ("payment.not_positive", "the amounts of a payment are above zero", { $0.cashMinor = 0 }),
        ("payment.not_positive", "the amounts of a payment are above zero", { $0.cashMinor = -1 }),
        ("payment.not_positive", "the amounts of a payment are above zero", { $0.feeMinor = -1 }),
        ("payment.too_large", "the amount is larger than any payment", { $0.cashMinor = .max }),
        ("payment.too_large", "the amount is larger than any payment", { $0.totalMinor = .max }),
        ("payment.value_in_future", "the value day is in the future", { $0.valueOn = CivilDay("9999-01-01") }),
        ("payment.value_day", "The value day is before the year 2000", { $0.valueOn = CivilDay("1999-12-31") }),
        (
            "payment.no_exchange_rate",
            "no exchange rate of the value day says what the payment is worth in the currency of the partner's account",
            { $0.bankCurrency = "JPY" }
        ),
        (
            "currency.unknown", "the currency of the bank account is not one of ISO 4217", { $0.bankCurrency = "ZZZ" }
        ),
        ("payment.text", "A reference or reason has 1 to 500 characters", { $0.reference = " " }),
        (
            "allocation.nothing_open", "a document that is to be settled, or to settle another, is not open",
            {
                $0.settles = .named
                $0.parts = [PaymentOrder.Part(documentID: 4711)]
            }
        ),
        (
            "agreement.missing", "a payment is of a partner without an agreement with this entity",
            { $0.partnerID = 4711 }
        ),
    ]

    @Test(arguments: refused.indices)
    func `F20: what no payment can be is refused, and nothing of it stays`(index: Int) throws {
        let (reason, message, change) = Self.refused[index]
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme")
            try expectRefused(reason, message) {
                try world.record(.received, acme, minor: 1_00) {
                    $0.settles = .oldest
                    change(&$0)
                }
            }
            #expect(try world.carrier.owner.texts("SELECT count(*) FROM document") == ["0"])
            #expect(try world.record(.received, acme, minor: 1_00).number.hasSuffix("000001"))
        }
    }

    @Test(arguments: [("JPY", 1_000_000), ("KWD", 1_000)] as [(String, Int64)])
    func `F23: a payment is in minor units of its currency`(currency: String, unit: Int64) throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme", currency: currency)
            try world.invoice(acme, minor: 12_345, unit: unit)
            let paid = try world.receive(acme, minor: 12_344)
            #expect(paid.allocatedMinor == 12_344)
            #expect(try world.open() == ["acme invoice 1"])
            #expect(
                try world.carrier.owner.texts(
                    """
                    SELECT trim_scale(amount_micros / \(unit)) FROM entry JOIN journal ON journal.id = journal_id
                    WHERE kind = 'payment'
                    """) == ["12344"])
            try world.expectSound()
        }
    }

    @Test func `F44: what is recorded in a locked period counts from the first open day`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme")
            try world.carrier.owner.execute(
                "INSERT INTO period_lock (entity_id, locked_through, reason) VALUES (1, CURRENT_DATE - 5, 'month')")
            let paid = try world.receive(acme, minor: 5_00) { $0.valueOn = world.daysAgo(20) }
            #expect(paid.effectiveOn == "\(world.daysAgo(4))" && paid.valueOn == "\(world.daysAgo(20))")
            try world.expectSound()
        }
    }

    @Test func `F30: what is recorded today changes nothing as of yesterday`() throws {
        try withPaymentWorld { world in
            let acme = try world.carrier.addPartner("acme", termsDays: 0)
            try world.invoice(acme, minor: 100_00)
            let paid = try world.receive(acme, minor: 30_00)
            let far = world.today + 40
            func ageing(_ day: CivilDay) throws -> [String] {
                try Ageing.list(entityID: 1, asOf: day, on: world.application).map { row in
                    "\(row.notDueMinor) \(row.days30Minor) \(row.days60Minor) \(row.unappliedMinor) \(row.totalMinor) \(row.ledgerMicros)"
                }
            }
            let before = try (ageing(world.today), world.open(asOf: world.today))
            #expect(before.0 == ["7000 0 0 0 7000 70000000"])
            #expect(try ageing(far) == ["0 0 7000 0 7000 70000000"])
            // The bank counts it tomorrow.
            try world.receive(acme, minor: 90_00) { $0.valueOn = world.today + 1 }
            _ = try PaymentSteps.reverse(
                [paid.paymentID], dated: world.today + 1, reason: "bounced", on: world.application)
            #expect(try (ageing(world.today), world.open(asOf: world.today)) == before)
            #expect(try ageing(world.today + 1) == ["0 3000 0 2000 1000 10000000"])
            try world.expectSound()
        }
    }
}

extension PaymentWorld {
    /// In UTC, the zone of the entity.
    var today: CivilDay { CivilDay(daysSince1970: Int32(Date.now.timeIntervalSince1970 / 86_400)) }

    func daysAgo(_ days: Int) -> CivilDay { today - days }
}

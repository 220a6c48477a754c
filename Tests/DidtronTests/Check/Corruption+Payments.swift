import Checks

// Payments, what they settle, and deposits.

extension Corruption {
    private static let received = "(SELECT min(id) FROM payment WHERE purpose = 'received')"
    private static let allocation = "(SELECT min(id) FROM allocation)"

    static let ofPayments: [Corruption] = [
        Corruption(
            "Payments", "a payment of more", [.openItems, .numbers, .documents, .acts],
            row: "as issued: total",
            """
            ALTER TABLE payment DROP CONSTRAINT payment_total_is_the_sum_of_its_parts;
            UPDATE payment SET total_minor = total_minor + 1 WHERE id = \(received)
            """),
        Corruption(
            "Payments", "cash that was a fee", [.documents, .journals, .acts], row: "bank",
            """
            UPDATE payment SET cash_minor = cash_minor - 1, fee_minor = fee_minor + 1 WHERE id = \(received)
            """),
        Corruption(
            "Payments", "tax withheld that was cash", [.documents, .journals, .acts], row: "withholding_tax",
            """
            UPDATE payment SET cash_minor = cash_minor - 1, withheld_minor = withheld_minor + 1 WHERE id = \(received)
            """),
        Corruption(
            "Payments", "a payment into the deposit that was for invoices", [.documents, .journals, .acts],
            row: "is no document",
            """
            UPDATE payment SET purpose = 'top_up' WHERE reference = 'again'
            """),
        Corruption(
            "Payments", "a payment of another partner", [.openItems, .documents, .journals, .acts],
            row: "is no document",
            """
            UPDATE payment SET partner_id = 5 WHERE id = \(received)
            """),
        Corruption(
            "Payments", "a payment on another value day", [.documents, .journals, .acts],
            row: "does not say what it said when it was issued",
            """
            UPDATE payment SET value_on = value_on - 1 WHERE id = \(received)
            """),
        Corruption(
            "Payments", "a payment on another day than its entries", [.openItems, .acts], row: "day of its entries",
            """
            UPDATE payment SET effective_on = effective_on + 1 WHERE id = \(received)
            """),
        Corruption(
            "Payments", "a payment lost", [.openItems, .documents, .journals, .acts], row: "receivable of partner acme",
            """
            DELETE FROM payment WHERE id = \(received)
            """),
        Corruption(
            "Payments", "a payment reversed by its state alone", [.openItems, .numbers, .acts],
            row: "journals, and those that take it back",
            """
            UPDATE payment SET state = 'reversed', reversed_at = recorded_at, reversed_on = effective_on, allocated_minor = 0 WHERE id = \(received)
            """),
        Corruption(
            "Payments", "a reversed payment that is none any more", [.openItems, .numbers, .acts],
            row: "journals, and those that take it back",
            """
            UPDATE payment SET state = 'recorded', reversed_at = NULL, reversed_on = NULL WHERE state = 'reversed'
            """),
        Corruption(
            "Payments", "a bank account of another entity", [.openItems, .documents], row: "bank account",
            """
            INSERT INTO bank_account (id, entity_id, currency, holder, account_number, valid) VALUES (1000, 2, 'USD', 'x', '1', '(,)');
            UPDATE payment SET bank_account_id = 1000 WHERE id = \(received)
            """),
        Corruption(
            "Payments", "a payment whose parts are not its total", [.openItems, .documents, .journals, .acts],
            row: ": parts",
            """
            ALTER TABLE payment DROP CONSTRAINT payment_total_is_the_sum_of_its_parts;
            UPDATE payment SET fee_minor = fee_minor + 1 WHERE id = \(received)
            """),
        Corruption(
            "Payments", "an advance with another rest", [.openItems, .receivableControl, .acts], row: "allocated",
            """
            UPDATE payment SET allocated_minor = allocated_minor - 1 WHERE purpose = 'advance'
            """),
        Corruption(
            "Payments", "the rest of an advance in the ledger raised", [.journals, .receivableControl],
            row: "supplier prepaid of partner sup",
            """
            UPDATE entry SET amount_micros = amount_micros + 1, functional_micros = functional_micros + 1
            WHERE debit_account_id = (SELECT id FROM ledger_account WHERE type = 'supplier_prepaid');
            UPDATE account_balance SET balance_micros = balance_micros + 1, functional_micros = functional_micros + 1
            WHERE account_id = (SELECT id FROM ledger_account WHERE type = 'supplier_prepaid')
            """),
        Corruption(
            "Payments", "an FX position at another value", [.journals], row: "functional amount of the FX position",
            """
            UPDATE entry SET functional_micros = functional_micros + 1
            WHERE debit_account_id IN (SELECT id FROM ledger_account WHERE type = 'fx_position') AND amount_micros > 0
            """),
        Corruption(
            "Payments", "what is left of a payment forged", [.openItems, .receivableControl, .acts], row: "allocated",
            """
            UPDATE payment SET allocated_minor = allocated_minor - 1 WHERE id = \(received)
            """),
        Corruption(
            "Payments", "what was paid of an invoice forged", [.openItems, .receivableControl, .acts], row: ": paid",
            """
            UPDATE invoice SET paid_minor = paid_minor - 1 WHERE paid_minor > 0
            """),
        Corruption(
            "Payments", "what was written off forged", [.openItems, .receivableControl, .acts], row: ": written off",
            """
            UPDATE invoice SET written_off_minor = written_off_minor + 1 WHERE written_off_minor > 0
            """),
        Corruption(
            "Allocations", "an allocation lost", [.openItems, .acts], row: "allocated",
            """
            DELETE FROM allocation WHERE id = \(allocation)
            """),
        Corruption(
            "Allocations", "an allocation raised", [.openItems, .acts], row: "allocated",
            """
            UPDATE allocation SET amount_minor = amount_minor + 1 WHERE id = \(allocation)
            """),
        Corruption(
            "Allocations", "an allocation of another invoice", [.openItems, .acts], row: ": paid",
            """
            UPDATE allocation SET debit_id = debit_id + 1 WHERE id = \(allocation)
            """),
        Corruption(
            "Allocations", "an allocation of another customer's payment", [.openItems, .acts],
            row: "is between documents of different partners or kinds",
            """
            UPDATE allocation SET credit_id = (SELECT max(id) FROM payment WHERE purpose = 'received') WHERE id = \(allocation)
            """),
        Corruption(
            "Allocations", "an allocation from an earlier day", [.openItems, .acts],
            row: "is before document",
            """
            UPDATE allocation SET allocated_on = allocated_on - 20 WHERE id = \(allocation)
            """),
        Corruption(
            "Allocations", "an allocation in a locked period", [.openItems, .locks, .acts], row: "which lock 1 covered",
            """
            UPDATE allocation SET allocated_on = '2026-10-15' WHERE id = \(allocation)
            """),
        Corruption(
            "Allocations", "an end of an allocation lost", [.openItems, .acts], row: "allocated",
            """
            DELETE FROM allocation WHERE amount_minor < 0
            """),
        Corruption(
            "Allocations", "an allocation ended by more than it was", [.openItems, .acts],
            row: "ends another than it says",
            """
            UPDATE allocation SET amount_minor = amount_minor - 1 WHERE amount_minor < 0
            """),
        Corruption(
            "Allocations", "an allocation at another functional amount", [.openItems, .journals, .acts],
            row: "settlement in journal",
            """
            UPDATE allocation SET debit_functional_micros = debit_functional_micros + 1 WHERE journal_id IS NOT NULL
            """),
        Corruption(
            "Allocations", "an exchange difference realised that is another", [.journals], row: "settlement in journal",
            """
            UPDATE entry SET functional_micros = functional_micros + 1
            WHERE journal_id = (SELECT max(id) FROM journal WHERE kind = 'settlement');
            UPDATE account_balance SET functional_micros = functional_micros - 1
            WHERE account_id = (SELECT max(credit_account_id) FROM entry
                WHERE journal_id = (SELECT max(id) FROM journal WHERE kind = 'settlement'))
            """),
        Corruption(
            "Allocations", "an exchange difference that nothing was settled with", [.journals, .acts],
            row: "records nothing that there is",
            """
            UPDATE allocation SET journal_id = NULL
            """),
        Corruption(
            "Deposits", "a hold of less", [.acts], row: "deposit_hold 1",
            """
            UPDATE deposit_hold SET amount_micros = 1
            """),
        Corruption(
            "Deposits", "a hold that the audit does not have", [.acts], row: "the audit does not have it",
            """
            INSERT INTO deposit_hold (id, entity_id, partner_id, currency, amount_micros, expires_at)
            VALUES (1000, 1, 3, 'USD', 1, '2100-01-01')
            """),
    ]
}

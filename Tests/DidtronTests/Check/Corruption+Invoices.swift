import Checks

// Invoices, claims and charges.

extension Corruption {
    static let ofInvoices: [Corruption] = [
        Corruption(
            "Invoices", "a total changed", [.invoices], row: "invoice 8",
            """
            UPDATE invoice SET total_minor = total_minor + 1 WHERE id = 8
            """),
        Corruption(
            "Invoices", "an exact sum changed", [.invoices], row: "invoice 8",
            """
            UPDATE invoice SET exact_micros = exact_micros + 1 WHERE id = 8
            """),
        Corruption(
            "Invoices", "the total of an issued invoice changed everywhere", [.invoices, .documents], row: "invoice 7",
            """
            UPDATE invoice SET total_minor = total_minor + 1 WHERE id = 7;
            UPDATE document_issue SET total_minor = total_minor + 1 WHERE document_id = 7
            """),
        Corruption(
            "Invoices", "the total that was issued changed", [.invoices], row: "invoice 7 as issued",
            """
            UPDATE document_issue SET total_minor = total_minor + 1 WHERE document_id = 7
            """),
        Corruption(
            "Invoices", "a line rounded wrongly", [.invoices], row: "invoice 8, line 3",
            """
            UPDATE invoice_line SET amount_minor = amount_minor + 1 WHERE invoice_id = 8 AND line_number = 3
            """),
        Corruption(
            "Invoices", "an amount moved between two lines", [.claims],
            row: "invoice 8, period 2026-10-01, product 1, usage, Japan",
            """
            UPDATE invoice_line SET exact_micros = exact_micros + CASE line_number WHEN 2 THEN 1 ELSE -1 END WHERE invoice_id = 8 AND line_number IN (2, 3)
            """),
        Corruption(
            "Invoices", "a line lost", [.invoices, .claims], row: "invoice 8",
            """
            DELETE FROM invoice_line WHERE invoice_id = 8 AND line_number = 4
            """),
        Corruption(
            "Invoices", "a line lost within", [.invoices, .claims], row: "invoice 8",
            """
            DELETE FROM invoice_line WHERE invoice_id = 8 AND line_number = 2
            """),
        Corruption(
            "Invoices", "a line of another service period", [.claims],
            row: "invoice 8, period 2026-10-01, product 1, usage, Germany",
            """
            UPDATE invoice_line SET service_period = '2026-10-01' WHERE invoice_id = 8 AND line_number = 1
            """),
        Corruption(
            "Invoices", "a line of a period to come", [.invoices, .claims], row: "invoice 8, line 1",
            """
            UPDATE invoice_line SET service_period = '2027-10-01' WHERE invoice_id = 8 AND line_number = 1
            """),
        Corruption(
            "Invoices", "a line of another destination", [.claims],
            row: "invoice 8, period 2026-11-01, product 1, usage, France",
            """
            UPDATE invoice_line SET destination = 'France' WHERE invoice_id = 8 AND line_number = 1
            """),
        Corruption(
            "Invoices", "a line of another price", [.claims],
            row: "invoice 8, period 2026-11-01, product 1, usage, Germany",
            """
            UPDATE invoice_line SET nanos_per_minute = nanos_per_minute + 1 WHERE invoice_id = 8 AND line_number = 1
            """),
        Corruption(
            "Invoices", "a line of more calls", [.claims],
            row: "invoice 8, period 2026-11-01, product 1, usage, Germany",
            """
            UPDATE invoice_line SET calls = calls + 1 WHERE invoice_id = 8 AND line_number = 1
            """),
        Corruption(
            "Invoices", "a line of more seconds", [.claims],
            row: "invoice 8, period 2026-11-01, product 1, usage, Germany",
            """
            UPDATE invoice_line SET billed_s = billed_s + 1 WHERE invoice_id = 8 AND line_number = 1
            """),
        Corruption(
            "Invoices", "a line of another product", [.claims],
            row: "invoice 8, period 2026-11-01, product 1, usage, Germany",
            """
            UPDATE invoice_line SET product_id = (SELECT id FROM product WHERE code = 'did') WHERE invoice_id = 8 AND line_number = 1
            """),
        Corruption(
            "Invoices", "a line of a product of another entity", [.invoices, .claims], row: "invoice 8, line 1",
            """
            UPDATE invoice_line SET product_id = (SELECT max(id) FROM product WHERE entity_id = 2) WHERE invoice_id = 8 AND line_number = 1
            """),
        Corruption(
            "Invoices", "lines of an invoice that is not there", [.invoices],
            row: "lines of invoice 8, which does not exist",
            """
            DELETE FROM invoice WHERE id = 8
            """),
        Corruption(
            "Invoices", "a payment that is in no ledger", [.receivableControl],
            row: "receivable of partner acme, entity 1",
            """
            UPDATE invoice SET paid_minor = 1 WHERE id = 7
            """),
        Corruption(
            "Invoices", "more paid than was asked for", [.receivableControl, .invoices], row: "invoice 7",
            """
            ALTER TABLE invoice DROP CONSTRAINT invoice_balance_is_between_zero_and_total;
            UPDATE invoice SET paid_minor = total_minor + 1 WHERE id = 7
            """),
        Corruption(
            "Invoices", "another period", [.invoices], row: "invoice 8",
            """
            UPDATE invoice SET period_start_on = period_start_on - 60 WHERE id = 8
            """),
        Corruption(
            "Invoices", "another last day", [.invoices], row: "invoice 8",
            """
            UPDATE invoice SET period_end_on = period_end_on + 1 WHERE id = 8
            """),
        Corruption(
            "Invoices", "another zone", [.invoices], row: "invoice 8",
            """
            UPDATE invoice SET billing_zone = 'Asia/Tokyo' WHERE id = 8
            """),
        Corruption(
            "Invoices", "other terms of payment", [.invoices], row: "invoice 8",
            """
            UPDATE invoice SET payment_terms_days = 90 WHERE id = 8
            """),
        Corruption(
            "Invoices", "another rounding", [.invoices], row: "invoice 8, line 1",
            """
            UPDATE invoice SET rounding = 'document' WHERE id = 8
            """),
        Corruption(
            "Invoices", "another number of decimals", [.invoices], row: "invoice 8, line 1",
            """
            UPDATE invoice SET minor_digits = 3 WHERE id = 8
            """),
        Corruption(
            "Invoices", "an invoice of another run", [.invoices], row: "invoice 8",
            """
            UPDATE invoice SET run_id = 1 WHERE id = 8
            """),
        Corruption(
            "Invoices", "a draft that counts as approved", [.acts],
            row: "invoice 8 is approved, and the audit has no such step",
            """
            UPDATE invoice SET state = 'approved', approved_at = now() WHERE id = 8
            """),
        Corruption(
            "Invoices", "an approved invoice that counts as issued", [.receivableControl, .numbers, .acts],
            row: "invoice 4 is issued",
            """
            UPDATE invoice SET state = 'issued', issued_at = now(), falls_due_on = '2026-12-31' WHERE id = 4
            """),
        Corruption(
            "Invoices", "an issued invoice that counts as void", [.receivableControl, .numbers, .claims, .acts],
            row: "receivable of partner acme, entity 1",
            """
            UPDATE invoice SET state = 'void', voided_at = now() WHERE id = 7
            """),
        Corruption(
            "Invoices", "a void invoice that counts as a draft", [.claims, .acts],
            row: "invoice 1, period 2026-10-01, product 1, usage, UK Mobile",
            """
            UPDATE invoice SET state = 'draft', voided_at = NULL WHERE id = 1
            """),
        Corruption(
            "Invoices", "an invoice approved before it was made", [.invoices],
            row: "invoice 4 is approved, and its dates say otherwise",
            """
            UPDATE invoice SET approved_at = approved_at - interval '1 year' WHERE id = 4
            """),
        Corruption(
            "Invoices", "an offset of another amount", [.invoices], row: "invoice 9",
            """
            UPDATE invoice_offset SET amount_micros = amount_micros + 1
            """),
        Corruption(
            "Invoices", "an offset of a period that has no line", [.invoices], row: "invoice 8",
            """
            INSERT INTO invoice_offset VALUES (8, 'period', '2026-09-01', '2026-09-30', -5)
            """),
        Corruption(
            "Invoices", "a carried sum changed", [.invoices], row: "invoice 9",
            """
            UPDATE carried_sum SET amount_micros = amount_micros + 1
            """),
        Corruption(
            "Invoices", "a run lost", [.invoices, .acts], row: "invoice 10",
            """
            DELETE FROM invoice_run WHERE id = 5
            """),
        Corruption(
            "Invoices", "a run of another cut-off", [.claims, .acts],
            row: "claim of partner 1, 2026-10-01, from file 2 on",
            """
            UPDATE invoice_run SET cut_off = cut_off - 1 WHERE id = 5
            """),
        Corruption(
            "Invoices", "a run that took closings to come", [.claims, .acts], row: "run 5 of entity 1",
            """
            UPDATE invoice_run SET cut_off = 9 WHERE id = 5
            """),
        Corruption(
            "Claims", "a claim lost", [.claims],
            row:
                "adjustment of file 4 corrects a claim of partner 1, 2026-10-01, that is not there, or is of a closing before it",
            """
            DELETE FROM usage_claim WHERE invoice_id = 7
            """),
        Corruption(
            "Claims", "a claim that reaches further", [.claims], row: "claim of partner 2, 2026-10-01, from file 1 on",
            """
            UPDATE usage_claim SET to_close_number = 4 WHERE invoice_id = 10 OR invoice_id = 2
            """),
        Corruption(
            "Claims", "a claim beyond what is posted", [.claims], row: "claim of partner 1, 2026-11-01, from file 1 on",
            """
            UPDATE usage_claim SET to_close_number = 9 WHERE invoice_id = 8 AND service_period = '2026-11-01'
            """),
        Corruption(
            "Claims", "a hole between two claims", [.claims], row: "claim of partner 1, 2026-10-01, from file 3 on",
            """
            UPDATE usage_claim SET from_close_number = 3 WHERE invoice_id = 8 AND service_period = '2026-10-01'
            """),
        Corruption(
            "Claims", "a claim for another service period", [.claims, .accruals],
            row:
                "adjustment of file 4 corrects a claim of partner 1, 2026-10-01, that is not there, or is of a closing before it",
            """
            UPDATE usage_claim SET service_period = '2026-09-01' WHERE invoice_id = 7
            """),
        Corruption(
            "Claims", "a claim of another customer", [.claims, .accruals],
            row:
                "adjustment of file 4 corrects a claim of partner 1, 2026-10-01, that is not there, or is of a closing before it",
            """
            UPDATE usage_claim SET partner_id = 3 WHERE invoice_id = 7
            """),
        Corruption(
            "Claims", "a claim of the buy side", [.claims, .accruals],
            row:
                "adjustment of file 4 corrects a claim of partner 1, 2026-10-01, that is not there, or is of a closing before it",
            """
            UPDATE usage_claim SET side = 'b' WHERE invoice_id = 7
            """),
        Corruption(
            "Claims", "a claim of an invoice given up", [.claims, .accruals],
            row: "invoice 7, period 2026-10-01, product 1, usage, UK Mobile",
            """
            UPDATE usage_claim SET invoice_id = NULL WHERE invoice_id = 7
            """),
        Corruption(
            "Claims", "a claim of a void invoice", [.claims],
            row: "invoice 11, period 2026-10-01, product 2, usage, Germany",
            """
            UPDATE usage_claim SET invoice_id = 6 WHERE invoice_id = 11
            """),
        Corruption(
            "Claims", "usage without a claim that no run would look for", [.claims],
            row: "entered as unclaimed",
            """
            DELETE FROM usage_claim WHERE invoice_id = 8
            """),
        Corruption(
            "Claims", "usage that a run would look for, though it is claimed", [.claims],
            row: "usage of partner 1, 2026-10-01, USD, closing 1: entered as unclaimed",
            """
            INSERT INTO unclaimed_period VALUES (1, 1, 'USD', '2026-10-01', 1)
            """),
        Corruption(
            "Claims", "a charge without its claim", [.claims],
            row: "invoice 9, period 2026-10-01, product 3, recurring, Number 442012345680, 11 of 31 days taken back",
            """
            DELETE FROM did_charge_claim WHERE invoice_id = 9
            """),
        Corruption(
            "Claims", "a charge on an invoice of somebody else", [.claims],
            row: "charge 5 is claimed by invoice 8, which is not one for it",
            """
            UPDATE did_charge_claim SET invoice_id = 8 WHERE invoice_id = 9
            """),
        Corruption(
            "Claims", "a prepaid charge claimed", [.claims],
            row: "charge 3 is claimed by invoice 8, which is not one for it",
            """
            INSERT INTO did_charge_claim SELECT id, entity_id, 8 FROM did_charge WHERE prepaid LIMIT 1
            """),
        Corruption(
            "Charges of numbers", "a charge of another amount", [.claims, .acts, .journals],
            row: "journal 3 (charge), revenue, 2026-10-11, period 2026-10-01",
            """
            UPDATE did_charge SET amount_micros = amount_micros + 1 WHERE id = 1
            """),
        Corruption(
            "Charges of numbers", "a charge of another amount, with journal, balances and invoice to match", [.acts],
            row: "did_charge 3",
            """
            UPDATE did_charge SET amount_micros = amount_micros + 5 WHERE partner_id = 6 AND service_period = '2026-10-01';
            UPDATE entry SET amount_micros = amount_micros + 5, functional_micros = functional_micros + 5 WHERE id = 21;
            UPDATE account_balance SET balance_micros = balance_micros + 5, functional_micros = functional_micros + 5 WHERE account_id = 3
            """),
        Corruption(
            "Charges of numbers", "a charge of more days", [.claims, .acts],
            row: "invoice 3, period 2026-10-01, product 3, recurring, Number 442012345680, 30 of 31 days",
            """
            UPDATE did_charge SET days = days - 1 WHERE days = 31 AND partner_id = 3
            """),
        Corruption(
            "Charges of numbers", "a charge lost", [.claims, .acts, .journals],
            row: "journal 3 (charge), revenue, 2026-10-11, period 2026-10-01",
            """
            DELETE FROM did_charge WHERE id = 1
            """),
        Corruption(
            "Charges of numbers", "a prepaid charge as postpaid", [.acts, .journals],
            row: "journal 12 (charge), prepaid of prep, 2026-11-01, period 2026-11-01",
            """
            UPDATE did_charge SET prepaid = false WHERE partner_id = 6
            """),
        Corruption(
            "Charges of numbers", "a charge of another service period", [.acts, .journals], row: "did_charge 1",
            """
            UPDATE did_charge SET service_period = '2026-09-01', period_days = period_end_on - DATE '2026-09-01' + 1 WHERE id = 1
            """),
        Corruption(
            "Charges of numbers", "a fee changed behind the back of the audit", [.acts], row: "did 1",
            """
            UPDATE did SET monthly_fee_micros = monthly_fee_micros + 1 WHERE id = 1
            """),
    ]
}

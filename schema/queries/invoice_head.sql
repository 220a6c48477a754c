-- The head of one invoice: for `didtron invoice show`. Names are as issued, or as they are now for a draft.
--
-- Parameters: invoice text: its id or its number.
-- Result: one row, or none.

SELECT invoice.id AS invoice_id, number_text, state, COALESCE(entity_name, entity.name) AS entity_name,
    COALESCE(issued_invoice.partner_code, partner.code) AS partner_code,
    COALESCE(issued_invoice.partner_name, partner.name) AS partner_name, invoice.currency, minor_digits,
    rounding, invoice.period_start_on, invoice.period_end_on, billing_zone, payment_terms_days,
    payment_terms_kind, lines, exact_micros, lines_minor, tax_minor, includes_tax, tax_treatment, tax_sentence,
    invoice.total_minor, issued_on, due_on,
    invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor,
    invoice_run.cut_off
FROM invoice
    JOIN entity ON entity.id = invoice.entity_id
    JOIN partner ON partner.id = invoice.partner_id
    JOIN invoice_run ON invoice_run.id = run_id
    LEFT JOIN issued_invoice ON invoice_id = invoice.id
WHERE invoice.id::text = :'invoice'::text OR number_text = :'invoice'::text;

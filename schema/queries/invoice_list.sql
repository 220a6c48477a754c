-- The invoices, newest period first: for `didtron invoice list`.
--
-- Parameters: names text[] (ids or numbers), entity_id smallint, partner_id integer, state text, period_start and period_end date (first day, and first
-- day after); each null = all.
-- Result: one row per invoice.

SELECT invoice.id AS invoice_id, number_text, partner.code AS partner_code, partner.name AS partner_name,
    invoice.currency, minor_digits, period_start_on, period_end_on, state, lines, invoice.total_minor, due_on,
    invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor
FROM invoice
    JOIN partner ON partner.id = invoice.partner_id
    LEFT JOIN issued_invoice ON invoice_id = invoice.id
WHERE (:'names'::text[] IS NULL OR invoice.id::text = ANY (:'names'::text[]) OR number_text = ANY (:'names'::text[]))
    AND (:'entity_id'::smallint IS NULL OR invoice.entity_id = :'entity_id'::smallint)
    AND (:'partner_id'::integer IS NULL OR invoice.partner_id = :'partner_id'::integer)
    AND (:'state'::text IS NULL OR state = :'state'::text)
    AND (:'period_start'::date IS NULL OR period_start_on >= :'period_start'::date)
    AND (:'period_end'::date IS NULL OR period_start_on < :'period_end'::date)
ORDER BY period_start_on DESC, invoice.entity_id, partner.code, invoice.id;

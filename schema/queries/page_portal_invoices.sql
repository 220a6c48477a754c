-- The invoices that a customer sees in the portal, the newest first: row-level security leaves the own ones.
-- Owner: Receivables.
--
-- Parameters: before_id bigint: those before it (null = from the newest); row_limit integer.
-- Result: one row per issued invoice. Amounts in minor units of the currency.

SELECT invoice.id AS invoice_id, number_text, state, invoice.currency, minor_digits, period_start_on, period_end_on,
    issue.issued_on, due_on, invoice.total_minor,
    invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor, credited_minor,
    netted_minor, written_off_minor, GREATEST(current_date - due_on, 0) AS overdue_days
FROM invoice JOIN document_issue AS issue ON issue.document_id = invoice.id
WHERE :'before_id'::bigint IS NULL OR invoice.id < :'before_id'::bigint
ORDER BY invoice.id DESC
LIMIT :'row_limit'::integer;

-- One invoice as the customer sees it: row-level security leaves the own ones.
-- Owner: Receivables.
--
-- Parameters: invoice_id bigint.
-- Result: one row, or none. Amounts in minor units of the currency, exact_micros in micros (10^-6), billed_s in seconds.

SELECT invoice.id AS invoice_id, issue.number_text, state, invoice.currency, minor_digits, rounding, period_start_on,
    period_end_on, billing_zone, lines, exact_micros, invoice.total_minor, lines_minor, includes_tax, tax_sentence,
    (SELECT json_agg(json_build_object('tax', tax, 'rate_millionths', rate_millionths, 'base_minor', base_minor,
        'tax_minor', invoice_tax.tax_minor) ORDER BY position) FROM invoice_tax WHERE invoice_id = invoice.id)::text AS taxes,
    paid_minor, credited_minor, netted_minor,
    written_off_minor,
    invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor, issue.issued_on,
    issue.due_on, GREATEST(current_date - issue.due_on, 0) AS overdue_days,
    (SELECT sum(calls) FROM invoice_line WHERE invoice_id = invoice.id) AS calls,
    (SELECT sum(billed_s) FROM invoice_line WHERE invoice_id = invoice.id) AS billed_s,
    (SELECT count(*) FROM invoice_line WHERE invoice_id = invoice.id AND service_period < period_start_on) AS late_lines,
    issuer.name AS entity_name, array_to_string(issuer.bank_account, E'\n') AS bank_lines,
    recipient.code AS partner_code, recipient.name AS partner_name,
    to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS as_of
FROM invoice
    JOIN document_issue AS issue ON issue.document_id = invoice.id
    JOIN document_party AS issuer ON issuer.document_id = invoice.id AND issuer.role = 'issuer'
    JOIN document_party AS recipient ON recipient.document_id = invoice.id AND recipient.role = 'recipient'
WHERE invoice.id = :'invoice_id'::bigint;

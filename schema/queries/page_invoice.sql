-- One invoice as its page shows it, without its lines.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; invoice text: its id or its number.
-- Result: one row, or none; names are as issued, or as they are now for a draft. Amounts in minor units of the currency, exact_micros in
-- micros (10^-6), billed_s in seconds. version changes whenever the row does.

SELECT invoice.id AS invoice_id, issued_invoice.number_text, state, invoice.xmin::text AS version, invoice.partner_id,
    COALESCE(issued_invoice.partner_code, partner.code) AS partner_code,
    COALESCE(issued_invoice.partner_name, partner.name) AS partner_name,
    COALESCE(entity_name, entity.name) AS entity_name, entity.zone AS entity_zone, invoice.currency, minor_digits, rounding,
    invoice.period_start_on, invoice.period_end_on, billing_zone, payment_terms_days, payment_terms_kind, lines, exact_micros,
    invoice.total_minor, lines_minor, includes_tax, tax_sentence,
    (SELECT json_agg(json_build_object('tax', tax, 'rate_millionths', rate_millionths, 'base_minor', base_minor,
        'tax_minor', invoice_tax.tax_minor) ORDER BY position) FROM invoice_tax WHERE invoice_id = invoice.id)::text AS taxes,
    paid_minor, credited_minor, netted_minor, written_off_minor,
    invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor,
    issued_invoice.issued_on, issued_invoice.due_on,
    GREATEST((now() AT TIME ZONE entity.zone)::date - issued_invoice.due_on, 0) AS overdue_days,
    run_id, invoice_run.cut_off, invoice_run.period_start_on AS run_start_on, invoice_run.period_end_on AS run_end_on,
    encode(content_hash, 'hex') AS content_hash,
    (SELECT sum(calls) FROM invoice_line WHERE invoice_id = invoice.id) AS calls,
    (SELECT sum(billed_s) FROM invoice_line WHERE invoice_id = invoice.id) AS billed_s,
    (SELECT count(*) FROM invoice_line WHERE invoice_id = invoice.id AND service_period < invoice.period_start_on) AS late_lines,
    to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS as_of
FROM invoice
    JOIN entity ON entity.id = invoice.entity_id
    JOIN partner ON partner.id = invoice.partner_id
    JOIN invoice_run ON invoice_run.id = run_id
    LEFT JOIN issued_invoice ON issued_invoice.invoice_id = invoice.id
    LEFT JOIN document_issue ON document_id = invoice.id
WHERE invoice.entity_id = :'entity_id'::smallint
    AND (invoice.id::text = :'invoice'::text OR issued_invoice.number_text = :'invoice'::text);

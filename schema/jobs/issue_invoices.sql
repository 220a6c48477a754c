-- Issues approved invoices: takes their numbers, fixes what they say, and records them in the ledger. Per service period:
-- debit receivable, credit unbilled with the exact micros, and the remainder to the minor unit against rounding, so that
-- unbilled reaches zero and the receivable is whole minor units. An invoice that is rounded as a whole has one such remainder, in
-- its first period. Tax is debited to the receivable, or to revenue where prices contain it, and credited to the account of each rate.
-- A negative sum swaps the accounts.
--
-- The day of issue, and the year of the number, are those of the entity's zone, so that numbers and dates are in one order.
--
-- Parameters: invoice_ids bigint[].
-- Reads: invoice_line, invoice_tax, entity, partner, party_detail, bank_account. Writes: invoice, document_series, document_issue,
-- document_party, journal, ledger_account, entry, account_balance.
-- Lock: the invoices in the order of their ids, then the series of their entities until commit: numbers have no gap, and
-- the instant of issue is taken after the lock (take_document_numbers). A second run finds the invoices issued and changes
-- nothing; a rollback gives the numbers back.
-- Runs inside an act.
-- Rows expected: one per invoice that was approved.

-- name: lock_invoices
SELECT id FROM invoice WHERE id = ANY (:'invoice_ids'::bigint[]) ORDER BY id FOR UPDATE;

-- name: issuing
-- Read after the lock, so another issuer's invoices are seen as issued.
CREATE TEMPORARY TABLE issuing ON COMMIT DROP AS
SELECT id AS invoice_id, entity_id, partner_id, currency, minor_digits, rounding
FROM invoice
WHERE id = ANY (:'invoice_ids'::bigint[]) AND state = 'approved';

-- name: taken_series
CREATE TEMPORARY TABLE taken_series ON COMMIT DROP AS
SELECT entity_id, taken.*
FROM (SELECT entity_id, count(*) AS numbers FROM issuing GROUP BY entity_id ORDER BY entity_id OFFSET 0) AS wanted
    CROSS JOIN LATERAL take_document_numbers(entity_id, 'invoice', numbers) AS taken;

-- name: issue
UPDATE invoice SET state = 'issued', issued_at = taken_series.issued_at,
    falls_due_on = due_day(issued_on, payment_terms_days, payment_terms_kind)
FROM issuing JOIN taken_series USING (entity_id)
WHERE invoice.id = issuing.invoice_id;

-- name: numbered
CREATE TEMPORARY TABLE numbered ON COMMIT DROP AS
SELECT invoice_id, issuing.entity_id, issuing.partner_id, series_id, issued_at, issued_on,
    first_number - 1 + row_number() OVER (PARTITION BY issuing.entity_id ORDER BY partner.code, invoice_id) AS number,
    prefix, digits
FROM issuing JOIN taken_series USING (entity_id) JOIN partner ON partner.id = issuing.partner_id;

-- name: fix_parties
-- As they are on the day of issue.
SELECT add_document_parties(array_agg(invoice_id ORDER BY invoice_id), issued_on, true)
FROM numbered
GROUP BY issued_on;

-- name: fix_documents
-- The hash is of what stands in the tables by now.
INSERT INTO document_issue (document_id, entity_id, kind, series_id, number, number_text, issued_at, issued_on, due_on,
    total_minor, content_format, content_hash)
SELECT invoice_id, numbered.entity_id, 'invoice', series_id, number, number_text, numbered.issued_at, issued_on, due_on,
    total_minor, 1, sha256(convert_to(invoice_content(invoice_id, number_text, issued_on, due_on), 'UTF8'))
FROM numbered
    JOIN invoice ON invoice.id = invoice_id
    CROSS JOIN LATERAL (
        SELECT document_number_text(prefix, digits, number) AS number_text, falls_due_on AS due_on) AS said
ORDER BY number;

-- name: post
WITH billed AS (
    SELECT invoice_id, service_period, sum(exact_micros) AS exact_micros,
        sum(amount_minor) * minor_unit_micros(minor_digits) - sum(exact_micros) AS rounding_micros
    FROM issuing JOIN invoice_line USING (invoice_id)
    GROUP BY invoice_id, service_period, minor_digits
), moved AS (
    SELECT invoice_id, service_period, exact_micros AS micros, 'receivable' AS debit_type, 'unbilled' AS credit_type, 0 AS place
    FROM billed
    UNION ALL
    SELECT invoice_id, billed.service_period, rounding_micros, 'receivable', 'rounding', 0
    FROM issuing JOIN billed USING (invoice_id)
    WHERE rounding = 'line'
    UNION ALL
    SELECT invoice_id, invoice.period_start_on,
        invoice.lines_minor * minor_unit_micros(invoice.minor_digits) - invoice.exact_micros, 'receivable', 'rounding', 0
    FROM issuing JOIN invoice ON invoice.id = invoice_id
    WHERE issuing.rounding = 'document'
    UNION ALL
    SELECT invoice_id, invoice.period_start_on, invoice_tax.tax_minor * minor_unit_micros(invoice.minor_digits),
        CASE WHEN includes_tax THEN 'revenue' ELSE 'receivable' END, account_type, position
    FROM issuing
        JOIN invoice ON invoice.id = invoice_id
        JOIN invoice_tax USING (invoice_id)
)
SELECT post_movements(entity_id, 'invoice', array_agg(
    ROW(invoice_id, partner_id, debit_type, credit_type, currency, micros, issued_on, service_period, NULL)::movement
    ORDER BY number, service_period, place, credit_type))
FROM moved
    JOIN issuing USING (invoice_id)
    JOIN (SELECT invoice_id, number, issued_on FROM numbered) AS numbered USING (invoice_id)
GROUP BY entity_id
ORDER BY entity_id;

-- name: analyze_grown_tables
SELECT analyze_grown_tables('document_issue', 'document_party', 'journal', 'entry');

-- name: issued
SELECT invoice_id, number_text, issued_at, due_on, partner_code, partner_name, issuing.currency, minor_digits, total_minor
FROM issuing JOIN issued_invoice USING (invoice_id)
ORDER BY series_id, number;

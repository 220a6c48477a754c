-- Issues approved invoices: takes their numbers, fixes what they say, and records them in the ledger. Per service period:
-- debit receivable, credit unbilled with the exact micros, and the remainder to the minor unit against rounding, so that
-- unbilled reaches zero and the receivable is whole minor units. An invoice that is rounded as a whole has one such remainder, in
-- its first period. A negative sum swaps the accounts.
--
-- Parameters: invoice_ids bigint[].
-- Reads: invoice_line, entity, partner. Writes: invoice, document_series, issued_invoice, journal, ledger_account, entry,
-- account_balance.
-- Lock: the invoices in the order of their ids, then the series of their entities until commit: numbers have no gap, and
-- the instant of issue is taken after the lock. A second run finds the invoices issued and changes nothing; a rollback
-- gives the numbers back.
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

-- name: open_series
INSERT INTO document_series (entity_id, kind, prefix)
SELECT DISTINCT entity_id, 'invoice', 'INV-' || entity.code || '-'
FROM issuing JOIN entity ON entity.id = entity_id
ORDER BY entity_id
ON CONFLICT ON CONSTRAINT document_series_is_single DO NOTHING;

-- name: lock_series
SELECT id FROM document_series
WHERE kind = 'invoice' AND entity_id IN (SELECT entity_id FROM issuing)
ORDER BY id FOR UPDATE;

-- name: take_numbers
CREATE TEMPORARY TABLE taken_series (
    series_id integer, entity_id smallint, first_number bigint, issued_at timestamptz, prefix text, digits smallint
) ON COMMIT DROP;

-- name: take_numbers_of_series
WITH wanted AS (
    SELECT entity_id, count(*) AS numbers FROM issuing GROUP BY entity_id
), taken AS (
    UPDATE document_series
    SET last_number = last_number + numbers, last_issued_at = GREATEST(last_issued_at, clock_timestamp())
    FROM wanted
    WHERE document_series.entity_id = wanted.entity_id AND kind = 'invoice'
    RETURNING document_series.id, document_series.entity_id, last_number - numbers + 1, last_issued_at, prefix, digits
)
INSERT INTO taken_series SELECT * FROM taken;

-- name: issue
UPDATE invoice SET state = 'issued', issued_at = taken_series.issued_at
FROM issuing JOIN taken_series USING (entity_id)
WHERE invoice.id = issuing.invoice_id;

-- name: fix_documents
WITH numbered AS (
    SELECT issuing.invoice_id, issuing.entity_id, series_id, issued_at, prefix, digits,
        first_number - 1 + row_number() OVER (PARTITION BY issuing.entity_id ORDER BY partner.code, issuing.invoice_id)
            AS number,
        partner.code AS partner_code, partner.name AS partner_name
    FROM issuing JOIN taken_series USING (entity_id) JOIN partner ON partner.id = issuing.partner_id
)
INSERT INTO issued_invoice (invoice_id, entity_id, series_id, number, number_text, issued_at, issued_on, due_on,
    entity_name, partner_code, partner_name, total_minor)
SELECT invoice_id, numbered.entity_id, series_id, number,
    prefix || lpad(number::text, GREATEST(digits, length(number::text)), '0'), numbered.issued_at,
    (numbered.issued_at AT TIME ZONE billing_zone)::date,
    (numbered.issued_at AT TIME ZONE billing_zone)::date + payment_terms_days,
    entity.name, partner_code, partner_name, total_minor
FROM numbered JOIN invoice ON invoice.id = invoice_id JOIN entity ON entity.id = numbered.entity_id
ORDER BY number;

-- name: post
WITH billed AS (
    SELECT invoice_id, service_period, sum(exact_micros) AS exact_micros,
        sum(amount_minor) * minor_unit_micros(minor_digits) - sum(exact_micros) AS rounding_micros
    FROM issuing JOIN invoice_line USING (invoice_id)
    GROUP BY invoice_id, service_period, minor_digits
), moved AS (
    SELECT invoice_id, service_period, exact_micros AS micros, 'unbilled' AS credit_type
    FROM billed
    UNION ALL
    SELECT invoice_id, billed.service_period, rounding_micros, 'rounding'
    FROM issuing JOIN billed USING (invoice_id)
    WHERE rounding = 'line'
    UNION ALL
    SELECT invoice_id, invoice.period_start_on,
        invoice.total_minor * minor_unit_micros(invoice.minor_digits) - invoice.exact_micros, 'rounding'
    FROM issuing JOIN invoice ON invoice.id = invoice_id
    WHERE issuing.rounding = 'document'
)
SELECT post_movements(entity_id, 'invoice', array_agg(
    ROW(invoice_id, partner_id, 'receivable', credit_type, currency, micros, issued_on, service_period)::movement
    ORDER BY number, service_period, credit_type))
FROM moved
    JOIN issuing USING (invoice_id)
    JOIN (SELECT invoice_id, number, issued_on FROM issued_invoice) AS issued USING (invoice_id)
GROUP BY entity_id
ORDER BY entity_id;

-- name: issued
SELECT invoice_id, number_text, issued_at, due_on, partner_code, partner_name, issuing.currency, minor_digits, total_minor
FROM issuing JOIN issued_invoice USING (invoice_id)
ORDER BY series_id, number;

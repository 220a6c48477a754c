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

-- name: open_journals
INSERT INTO journal (entity_id, kind, invoice_id)
SELECT issuing.entity_id, 'invoice', invoice_id
FROM issuing JOIN issued_invoice USING (invoice_id)
ORDER BY series_id, number;

-- name: open_accounts
INSERT INTO ledger_account (entity_id, type, per_partner, partner_id, currency)
SELECT DISTINCT entity_id, code, per_partner, CASE WHEN per_partner THEN partner_id END, currency
FROM issuing JOIN ledger_account_type ON code IN ('receivable', 'unbilled', 'rounding')
ORDER BY 1, 2, 4, 5
ON CONFLICT ON CONSTRAINT ledger_account_is_single DO NOTHING;

-- name: write_entries
WITH account AS (
    SELECT issuing.invoice_id, receivable.id AS receivable, unbilled.id AS unbilled, rounding.id AS rounding
    FROM issuing
        JOIN ledger_account AS receivable ON receivable.entity_id = issuing.entity_id AND receivable.type = 'receivable'
            AND receivable.partner_id = issuing.partner_id AND receivable.currency = issuing.currency
        JOIN ledger_account AS unbilled ON unbilled.entity_id = issuing.entity_id AND unbilled.type = 'unbilled'
            AND unbilled.partner_id = issuing.partner_id AND unbilled.currency = issuing.currency
        JOIN ledger_account AS rounding ON rounding.entity_id = issuing.entity_id AND rounding.type = 'rounding'
            AND rounding.currency = issuing.currency
), billed AS (
    SELECT invoice_id, service_period, sum(exact_micros)::bigint AS exact_micros,
        (sum(amount_minor) * minor_unit_micros(minor_digits) - sum(exact_micros))::bigint AS rounding_micros
    FROM issuing JOIN invoice_line USING (invoice_id)
    GROUP BY invoice_id, service_period, minor_digits
), remainder AS (
    SELECT invoice_id, billed.service_period, rounding_micros
    FROM issuing JOIN billed USING (invoice_id)
    WHERE rounding = 'line'
    UNION ALL
    SELECT invoice_id, invoice.period_start_on,
        invoice.total_minor * minor_unit_micros(invoice.minor_digits) - invoice.exact_micros
    FROM issuing JOIN invoice ON invoice.id = invoice_id
    WHERE issuing.rounding = 'document'
), movement AS (
    SELECT invoice_id, service_period, exact_micros AS micros, receivable AS debit, unbilled AS credit
    FROM billed JOIN account USING (invoice_id)
    UNION ALL
    SELECT invoice_id, service_period, rounding_micros, receivable, account.rounding
    FROM remainder JOIN account USING (invoice_id)
)
INSERT INTO entry (journal_id, entity_id, debit_account_id, credit_account_id, amount_micros, functional_micros, currency,
    effective_on, service_period)
SELECT journal.id, issuing.entity_id, CASE WHEN micros > 0 THEN debit ELSE credit END,
    CASE WHEN micros > 0 THEN credit ELSE debit END, abs(micros),
    CASE WHEN issuing.currency = entity.functional_currency THEN abs(micros) END, issuing.currency, issued_on,
    service_period
FROM movement
    JOIN issuing USING (invoice_id)
    JOIN issued_invoice USING (invoice_id)
    JOIN journal ON journal.invoice_id = issuing.invoice_id
    JOIN entity ON entity.id = issuing.entity_id
WHERE micros <> 0
ORDER BY journal.id, service_period, credit;

-- name: add_to_balances
SELECT add_to_account_balance(ARRAY(SELECT journal.id FROM issuing JOIN journal USING (invoice_id)));

-- name: issued
SELECT invoice_id, number_text, issued_at, due_on, partner_code, partner_name, issuing.currency, minor_digits, total_minor
FROM issuing JOIN issued_invoice USING (invoice_id)
ORDER BY series_id, number;

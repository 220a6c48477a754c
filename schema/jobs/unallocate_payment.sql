-- Ends what a payment settles: of the invoices named, or of all. The payment is an unapplied credit again, as far as it was.
--
-- Parameters: payment_id bigint, document_ids bigint[] (null = all), ended_on date (null = today in the entity's zone).
-- Reads: payment, live_allocation, entity. Writes: allocation, payment, invoice, journal, entry, account_balance.
-- Lock: the agreement of the partner, then the invoices and the payment. A second run finds nothing to end.
-- Belongs to an act, which the functions that it calls demand.
-- Rows expected: one per invoice that is open again.

-- name: lock_agreement
SELECT id
FROM agreement
WHERE (entity_id, partner_id) = (SELECT entity_id, partner_id FROM payment WHERE id = :'payment_id'::bigint)
FOR NO KEY UPDATE;

-- name: ending
CREATE TEMPORARY TABLE ending_allocation ON COMMIT DROP AS
SELECT id, debit_id, amount_minor, entity_id, currency
FROM live_allocation
WHERE credit_id = :'payment_id'::bigint AND debit_kind = 'invoice'
    AND (:'document_ids'::bigint[] IS NULL OR debit_id = ANY (:'document_ids'::bigint[]));

-- name: refuse_where_there_is_none
SELECT CASE
    WHEN payment.purpose NOT IN ('received', 'deposit_transfer') THEN refuse('conflict', 'payment.settles_nothing',
        'only what was received from a customer, or was its deposit, settles invoices', jsonb_build_object('payment', payment.id::text))
    WHEN NOT EXISTS (SELECT FROM ending_allocation) OR cardinality(:'document_ids'::bigint[]) > (
            SELECT count(DISTINCT debit_id) FROM ending_allocation)
        THEN refuse('conflict', 'allocation.none', 'the payment does not settle that', jsonb_build_object('payment', payment.id::text))
    END
FROM payment
WHERE id = :'payment_id'::bigint;

-- name: end
SELECT end_allocations(entity_id, ARRAY(SELECT id FROM ending_allocation ORDER BY id),
    COALESCE(:'ended_on'::date, (clock_timestamp() AT TIME ZONE entity.zone)::date))
FROM payment JOIN entity ON entity.id = entity_id
WHERE payment.id = :'payment_id'::bigint;

-- name: ended
SELECT debit_id AS document_id, number_text AS number, sum(amount_minor)::bigint AS amount_minor, currency, minor_digits
FROM ending_allocation
    JOIN document_issue ON document_id = debit_id
    JOIN currency ON currency.code = currency
GROUP BY debit_id, number_text, currency, minor_digits
ORDER BY number_text;

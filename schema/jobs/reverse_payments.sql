-- Takes payments back whole: a cheque or debit that bounced, a chargeback, a record that was wrong. What they settle is open
-- again from that day on, and a journal of each takes its entries back.
--
-- Parameters: payment_ids bigint[], reversed_on date (null = today in the entity's zone): the day on which the bank took it back;
-- not before anything that is taken back, nor in a locked period.
-- Reads: payment, live_allocation, journal, entity. Writes: payment, allocation, invoice, journal, entry, account_balance.
-- Lock: the agreements of the partners, the invoices that are open again, then the payments, each in the order of ids.
-- A second run finds them reversed and is refused.
-- Runs inside an act.
-- Rows expected: one per payment.

-- name: lock_agreements
SELECT agreement.id
FROM agreement
WHERE (entity_id, partner_id) IN (SELECT entity_id, partner_id FROM payment WHERE id = ANY (:'payment_ids'::bigint[]))
ORDER BY id
FOR NO KEY UPDATE;

-- name: lock_invoices
SELECT id
FROM invoice
WHERE id IN (SELECT debit_id FROM live_allocation WHERE credit_id = ANY (:'payment_ids'::bigint[]))
ORDER BY id
FOR NO KEY UPDATE;

-- name: lock_payments
SELECT id FROM payment WHERE id = ANY (:'payment_ids'::bigint[]) ORDER BY id FOR NO KEY UPDATE;

-- name: reversing
CREATE TEMPORARY TABLE reversing ON COMMIT DROP AS
SELECT payment.id AS payment_id, payment.entity_id, purpose, partner_id, state,
    GREATEST(COALESCE(:'reversed_on'::date, (clock_timestamp() AT TIME ZONE entity.zone)::date), effective_on,
        first_open_day(entity_id), (
            SELECT max(allocated_on) FROM live_allocation WHERE payment.id IN (credit_id, debit_id))) AS reversed_on,
    EXISTS (SELECT FROM live_allocation WHERE credit_id = payment.id AND debit_kind = 'refund')
        OR EXISTS (SELECT FROM top_up_return AS returned JOIN payment AS later ON later.id = returned.payment_id
            WHERE returned.top_up_id = payment.id AND later.state = 'recorded') AS is_refunded,
    EXISTS (SELECT FROM payment AS later WHERE later.advance_id = payment.id AND later.state = 'recorded') AS is_used,
    (:'reversed_on'::date > (clock_timestamp() AT TIME ZONE entity.zone)::date + 1) IS TRUE AS is_in_future,
    payment.reversed_on AS was_reversed_on
FROM payment JOIN entity ON entity.id = entity_id
WHERE payment.id = ANY (:'payment_ids'::bigint[]);

-- name: refuse_what_cannot_be
SELECT CASE
    WHEN state = 'reversed' THEN refuse('conflict', 'payment.reversed_already',
        format('payment %s was reversed on %s', payment_id, was_reversed_on),
        jsonb_build_object('payment', payment_id::text))
    WHEN is_refunded THEN refuse('conflict', 'payment.refunded', 'the payment was refunded, in part or whole',
        jsonb_build_object('payment', payment_id::text))
    WHEN is_used THEN refuse('conflict', 'payment.advance_used', 'the advance was applied or paid back, in part or whole',
        jsonb_build_object('payment', payment_id::text))
    WHEN is_in_future THEN refuse('invalid', 'payment.value_in_future', 'the value day is in the future') END
FROM reversing
ORDER BY payment_id;

-- name: end_allocations
SELECT end_allocations(reversing.entity_id, array_agg(live_allocation.id ORDER BY live_allocation.id), reversing.reversed_on)
FROM reversing JOIN live_allocation ON credit_id = payment_id OR debit_id = payment_id
GROUP BY reversing.entity_id, payment_id, reversing.reversed_on
ORDER BY payment_id;

-- name: reverse
UPDATE payment
SET state = 'reversed', reversed_at = clock_timestamp(), reversed_on = reversing.reversed_on
FROM reversing
WHERE payment.id = payment_id;

-- name: post
SELECT mirror.journal_id
FROM (SELECT DISTINCT entity_id, reversed_on FROM reversing ORDER BY entity_id, reversed_on) AS reversing
    CROSS JOIN LATERAL reverse_journals(reversing.entity_id, ARRAY(
        SELECT journal.id
        FROM journal JOIN reversing AS same ON document_id = same.payment_id
        WHERE same.entity_id = reversing.entity_id AND same.reversed_on = reversing.reversed_on AND reverses_journal_id IS NULL
        ORDER BY journal.id), reversing.reversed_on) AS mirror;

-- name: reversed
SELECT payment_id, number_text AS number, partner.code AS partner, reversing.purpose, currency, minor_digits,
    payment.total_minor, reversing.reversed_on
FROM reversing
    JOIN payment ON payment.id = payment_id
    JOIN document_issue ON document_id = payment_id
    JOIN partner ON partner.id = reversing.partner_id
    JOIN currency ON currency.code = currency
ORDER BY number_text;

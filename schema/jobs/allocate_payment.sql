-- Lets an unapplied credit of a customer settle invoices: those named, or those that are due first.
--
-- Parameters: payment_id bigint, settles jsonb: null = what is due first, or an array of objects with document_id and
-- amount_minor (null = as much as can be); allocated_on date (null = today in the entity's zone).
-- Reads: payment, invoice, entity. Writes: allocation, payment, invoice, journal, entry, account_balance.
-- Lock: the agreement of the partner, then its open invoices and the payment. A second run finds no credit left, or settles what
-- came since.
-- Belongs to an act, which the functions that it calls demand.
-- Rows expected: one per invoice that it settles.

-- name: lock_agreement
SELECT id
FROM agreement
WHERE (entity_id, partner_id) = (SELECT entity_id, partner_id FROM payment WHERE id = :'payment_id'::bigint)
FOR NO KEY UPDATE;

-- name: lock_invoices
SELECT invoice.id
FROM invoice JOIN payment USING (entity_id, partner_id)
WHERE payment.id = :'payment_id'::bigint AND invoice.state = 'issued'
ORDER BY invoice.id
FOR NO KEY UPDATE OF invoice;

-- name: lock_payment
SELECT id FROM payment WHERE id = :'payment_id'::bigint FOR NO KEY UPDATE;

-- name: refuse_other_payments
SELECT CASE
    WHEN purpose NOT IN ('received', 'deposit_transfer') THEN refuse('conflict', 'payment.settles_nothing',
        'only what was received from a customer, or was its deposit, settles invoices', jsonb_build_object('payment', id::text))
    WHEN state = 'reversed' THEN refuse('conflict', 'payment.reversed_already',
        format('payment %s was reversed on %s', id, reversed_on), jsonb_build_object('payment', id::text))
    WHEN allocated_minor = total_minor THEN refuse('conflict', 'payment.nothing_unapplied',
        'nothing of the payment is left to allocate', jsonb_build_object('payment', id::text)) END
FROM payment
WHERE id = :'payment_id'::bigint;

-- name: open_invoice
CREATE TEMPORARY TABLE open_invoice ON COMMIT DROP AS
SELECT invoice.id AS document_id, named.amount_minor AS stated_minor,
    row_number() OVER (ORDER BY named.item, due_on, issued_on, invoice.id) AS place,
    issue.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor
FROM payment
    JOIN invoice USING (entity_id, partner_id, currency)
    JOIN document_issue AS issue ON issue.document_id = invoice.id
    LEFT JOIN (
        SELECT (listed ->> 'document_id')::bigint AS document_id, (listed ->> 'amount_minor')::bigint AS amount_minor, item
        FROM jsonb_array_elements(:'settles'::jsonb) WITH ORDINALITY AS stated (listed, item)
    ) AS named ON named.document_id = invoice.id
WHERE payment.id = :'payment_id'::bigint AND invoice.state = 'issued'
    AND (:'settles'::jsonb IS NULL OR named.document_id IS NOT NULL)
    AND issue.total_minor > paid_minor + credited_minor + netted_minor + written_off_minor;

-- name: refuse_without_open_invoice
SELECT refuse('conflict', 'allocation.nothing_open', 'a document that is to be settled, or to settle another, is not open')
WHERE (SELECT count(*) FROM open_invoice) < COALESCE(jsonb_array_length(:'settles'::jsonb), 1);

-- name: settle
WITH taken AS (
    SELECT document_id, place, stated_minor, COALESCE(stated_minor, open_minor) AS wanted,
        total_minor - allocated_minor - COALESCE(sum(COALESCE(stated_minor, open_minor))
            OVER (ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS has_left,
        COALESCE(:'allocated_on'::date, (clock_timestamp() AT TIME ZONE entity.zone)::date) AS allocated_on, entity_id
    FROM open_invoice
        CROSS JOIN payment
        JOIN entity ON entity.id = entity_id
    WHERE payment.id = :'payment_id'::bigint
)
-- A stated amount stays as it is: where it is more than there is, the sums refuse it.
SELECT add_allocations(entity_id, array_agg(ROW(:'payment_id'::bigint, document_id,
    CASE WHEN stated_minor IS NULL THEN LEAST(wanted, has_left) ELSE wanted END, allocated_on)::allocation_wish
    ORDER BY place))
FROM taken
WHERE has_left > 0 OR stated_minor IS NOT NULL
GROUP BY entity_id;

-- name: allocated
SELECT live_allocation.debit_id AS document_id, number_text AS number, amount_minor, live_allocation.allocated_on,
    currency.code AS currency, minor_digits
FROM open_invoice
    JOIN live_allocation ON debit_id = open_invoice.document_id AND credit_id = :'payment_id'::bigint
    JOIN document_issue ON document_issue.document_id = debit_id
    JOIN currency ON currency.code = currency
WHERE recorded_at >= transaction_timestamp()
ORDER BY place;

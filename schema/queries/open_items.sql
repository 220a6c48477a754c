-- What is open on the receivable of customers as of the end of a day: invoices, in the order in which they are due, and what was moved
-- there by hand, then credits that settle nothing yet, below zero. Of suppliers what was moved on the payable by hand: what we owe is
-- below zero.
--
-- Parameters: entity_id smallint; partner_id integer (null = all); as_of date (null = today in the entity's zone).
-- Result: a row per account and document that is open. Minor units of the currency; days_overdue is below zero before the due day.

WITH item AS (
    SELECT entity.id AS entity_id, day.as_of, 'receivable' AS account, item.*
    FROM entity
        CROSS JOIN LATERAL (
            SELECT COALESCE(:'as_of'::date, (clock_timestamp() AT TIME ZONE zone)::date) AS as_of) AS day
        CROSS JOIN LATERAL receivable_items(entity.id, :'partner_id'::integer, day.as_of) AS item
    WHERE entity.id = :'entity_id'::smallint
    UNION ALL
    SELECT entity.id, day.as_of, 'payable', item.document_id, item.partner_id, item.currency, item.kind, item.number_text,
        item.issued_on, item.booked_on, NULL, abs(minor)::bigint, minor
    FROM entity
        CROSS JOIN LATERAL (
            SELECT COALESCE(:'as_of'::date, (clock_timestamp() AT TIME ZONE zone)::date) AS as_of) AS day
        CROSS JOIN LATERAL items_by_hand(entity.id, :'partner_id'::integer, 'payable', day.as_of) AS item
    WHERE entity.id = :'entity_id'::smallint
)
SELECT partner.code AS partner, account, kind, document_id, number_text AS number, issued_on, due_on, item.currency, minor_digits,
    total_minor, open_minor::bigint AS open_minor, as_of, CASE WHEN due_on IS NOT NULL THEN as_of - due_on END AS days_overdue
FROM item
    JOIN partner ON partner.id = item.partner_id
    JOIN currency ON currency.code = item.currency
WHERE open_minor <> 0
ORDER BY partner.code, item.currency, account DESC, open_minor < 0, due_on, issued_on, document_id;

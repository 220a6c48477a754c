-- What is open on the receivable of customers as of the end of a day: invoices, in the order in which they are due, then credits
-- that settle nothing yet, below zero.
--
-- Parameters: entity_id smallint; partner_id integer (null = all); as_of date (null = today in the entity's zone).
-- Result: a row per document that is open. Minor units of the currency; days_overdue is below zero before the due day.

SELECT partner.code AS partner, kind, document_id, number_text AS number, issued_on, due_on, item.currency, minor_digits,
    total_minor, open_minor::bigint AS open_minor, day.as_of, CASE WHEN due_on IS NOT NULL THEN day.as_of - due_on END AS days_overdue
FROM entity
    CROSS JOIN LATERAL (
        SELECT COALESCE(:'as_of'::date, (clock_timestamp() AT TIME ZONE zone)::date) AS as_of) AS day
    CROSS JOIN LATERAL receivable_items(entity.id, :'partner_id'::integer, day.as_of) AS item
    JOIN partner ON partner.id = item.partner_id
    JOIN currency ON currency.code = item.currency
WHERE entity.id = :'entity_id'::smallint AND open_minor <> 0
ORDER BY partner.code, item.currency, open_minor < 0, due_on, issued_on, document_id;

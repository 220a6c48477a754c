-- Lists the accounts whose calls a rate card prices, with the spans of its assignments.
--
-- Parameters: card_id integer.
-- Result: one row per account and assignment, by account; instants as microseconds since 1970 UTC, null = open.

SELECT account.side, account.value, account.partner_id, account.product_id, agreement.currency,
    CASE WHEN lower(effective) > '-infinity' THEN (extract(epoch FROM lower(effective)) * 1000000)::bigint END AS from_micros,
    CASE WHEN upper(effective) < 'infinity' THEN (extract(epoch FROM upper(effective)) * 1000000)::bigint END AS to_micros
FROM card_assignment AS assignment
    JOIN account ON account.entity_id = assignment.entity_id AND account.partner_id = assignment.partner_id
        AND account.side = assignment.side AND account.product_id = assignment.product_id
    JOIN agreement ON agreement.entity_id = assignment.entity_id AND agreement.partner_id = assignment.partner_id
WHERE assignment.card_id = :'card_id'::integer
ORDER BY account.value, from_micros NULLS FIRST;

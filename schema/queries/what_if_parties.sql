-- Lists whose calls a rate card prices, with the spans of its assignments.
--
-- Parameters: card_id integer.
-- Result: one row per partner, product and assignment, in this order; instants as microseconds since 1970 UTC, null = open.

SELECT assignment.partner_id, assignment.product_id, agreement.currency, terms.billing_zone,
    CASE WHEN lower(effective) > '-infinity' THEN (extract(epoch FROM lower(effective)) * 1000000)::bigint END AS from_micros,
    CASE WHEN upper(effective) < 'infinity' THEN (extract(epoch FROM upper(effective)) * 1000000)::bigint END AS to_micros
FROM card_assignment AS assignment
    JOIN agreement ON agreement.entity_id = assignment.entity_id AND agreement.partner_id = assignment.partner_id
    JOIN current_terms AS terms ON terms.entity_id = assignment.entity_id AND terms.partner_id = assignment.partner_id
        AND terms.side = assignment.side
WHERE assignment.card_id = :'card_id'::integer
ORDER BY assignment.partner_id, assignment.product_id, from_micros NULLS FIRST;

-- Assignments of rate cards, by partner, side, product and beginning.
--
-- Parameters: code text: only those of that partner or card; null = all.
-- Reads: card_assignment, partner, product, rate_card, entity.
-- Rows expected: one for each assignment.

SELECT partner.code AS partner, assignment.side, product.code AS product, card.name AS card, card.currency,
    to_char(lower(assignment.effective), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "from",
    to_char(upper(assignment.effective), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "to", entity.code AS entity
FROM card_assignment AS assignment
JOIN partner ON partner.id = assignment.partner_id
JOIN product ON product.id = assignment.product_id
JOIN rate_card AS card ON card.id = assignment.card_id
JOIN entity ON entity.id = assignment.entity_id
WHERE :'code'::text IS NULL OR partner.code = :'code'::text OR card.name = :'code'::text
ORDER BY partner.code, assignment.side DESC, product.code, assignment.effective;

-- Rate cards with the version in effect at an instant, by name, then entity.
--
-- Parameters: code text: only that card; null = all. at timestamptz: the instant.
-- Reads: rate_card, card_version, card_assignment, entity.
-- Rows expected: one for each card.

SELECT card.name AS card, card.side, card.currency, card.zone, current.number AS version,
    to_char(current.effective_from, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS effective_from, current.rates,
    (SELECT count(*) FROM card_version WHERE card_id = card.id AND state = 'draft') AS drafts,
    (SELECT count(DISTINCT partner_id) FROM card_assignment WHERE card_id = card.id) AS partners, entity.code AS entity
FROM rate_card AS card
JOIN entity ON entity.id = card.entity_id
LEFT JOIN LATERAL (
    SELECT number, effective_from, rates
    FROM card_version
    WHERE card_id = card.id AND state = 'approved' AND effective_from <= :'at'::timestamptz
    ORDER BY effective_from DESC
    LIMIT 1
) AS current ON true
WHERE :'code'::text IS NULL OR card.name = :'code'::text
ORDER BY card.name, entity.code;

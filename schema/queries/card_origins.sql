-- The groups of callers that hold for a card: its own where it has any, else those of the entity.
--
-- Parameters: card_id integer.
-- Reads: rate_card, origin_prefix.
-- Rows expected: one for each prefix.

SELECT origin_prefix.prefix, origin_prefix.origin
FROM rate_card AS card
JOIN origin_prefix ON origin_prefix.entity_id = card.entity_id
    AND origin_prefix.card_id IS NOT DISTINCT FROM
        (SELECT own.card_id FROM origin_prefix AS own WHERE own.card_id = card.id LIMIT 1)
WHERE card.id = :'card_id'::integer
ORDER BY origin_prefix.origin COLLATE "C", origin_prefix.prefix COLLATE "C";

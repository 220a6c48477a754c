-- The groups of callers of an entity, with the cards whose own they are.
--
-- Parameters: entity_id smallint.
-- Reads: origin_prefix, rate_card.
-- Rows expected: one for each prefix, by card and group.

SELECT card.name AS card, origin_prefix.origin, origin_prefix.prefix
FROM origin_prefix
LEFT JOIN rate_card AS card ON card.id = origin_prefix.card_id
WHERE origin_prefix.entity_id = :'entity_id'::smallint
ORDER BY card.name NULLS FIRST, origin_prefix.origin COLLATE "C", origin_prefix.prefix COLLATE "C";

-- A rate card by its name.
--
-- Parameters: entity_id smallint; name text.
-- Reads: rate_card.
-- Rows expected: one, none if there is no such card.

SELECT id, entity_id, name, side, currency, zone
FROM rate_card
WHERE entity_id = :'entity_id'::smallint AND name = :'name'::text;

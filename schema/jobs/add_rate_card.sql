-- Adds a rate card where there is none of that name.
--
-- Parameters: entity_id smallint; name text; side text; currency text; zone text: IANA zone of bare dates.
-- Reads: rate_card. Writes: rate_card.
-- Lock: the caller's, one change of the card at a time; a second run finds the card.
-- Runs inside an act.
-- Rows expected: one of card.

-- name: add
INSERT INTO rate_card (entity_id, name, side, currency, zone)
VALUES (:'entity_id'::smallint, :'name'::text, :'side'::text, :'currency'::text, :'zone'::text)
ON CONFLICT (entity_id, name) DO NOTHING;

-- name: card
SELECT id, entity_id, name, side, currency, zone
FROM rate_card
WHERE entity_id = :'entity_id'::smallint AND name = :'name'::text;

-- A rate card by its id.
--
-- Parameters: card_id integer.
-- Reads: rate_card.
-- Rows expected: one.

SELECT id, entity_id, name, side, currency, zone FROM rate_card WHERE id = :'card_id'::integer;

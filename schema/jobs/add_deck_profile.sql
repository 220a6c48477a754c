-- Saves how the decks of a card are read.
--
-- Parameters: card_id integer; profile jsonb; source_name text: the deck's file.
-- Reads: deck_profile. Writes: deck_profile.
-- Lock: none; rows are only added, and the latest holds. A second run adds nothing, since it says the same as the latest.
-- Runs inside an act.
-- Rows expected: none.

-- name: add
INSERT INTO deck_profile (card_id, profile, source_name)
SELECT :'card_id'::integer, :'profile'::jsonb, :'source_name'::text
WHERE :'profile'::jsonb IS DISTINCT FROM (
    SELECT profile FROM deck_profile WHERE card_id = :'card_id'::integer ORDER BY id DESC LIMIT 1);

-- How the decks of a card are read, as it was saved last.
--
-- Parameters: card_id integer.
-- Reads: deck_profile.
-- Rows expected: one, none if nothing was saved.

SELECT profile::text AS profile
FROM deck_profile
WHERE card_id = :'card_id'::integer
ORDER BY id DESC
LIMIT 1;

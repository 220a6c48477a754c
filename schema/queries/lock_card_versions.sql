-- Locks the versions of a card against other changes of their states, until the end of the transaction.
--
-- Parameters: card_id integer.
-- Reads: card_version.
-- Rows expected: one for each version.

SELECT id FROM card_version WHERE card_id = :'card_id'::integer ORDER BY id FOR UPDATE;

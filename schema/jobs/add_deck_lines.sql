-- Stores from which lines of its deck some rates of a version came.
--
-- Parameters: version_id integer; prefixes text[], lines integer[]: as in deck_line.
-- Reads: nothing. Writes: deck_line.
-- Lock: the caller's, one change of the card at a time. A second run is refused by the key.
-- Runs inside an act.
-- Rows expected: none.

-- name: add
INSERT INTO deck_line (version_id, first_prefix, prefixes, lines)
VALUES (:'version_id'::integer, (:'prefixes'::text[])[1], :'prefixes'::text[], :'lines'::integer[]);

-- Takes what the rates of a deck call their destinations, and what the master list calls them, and says whether the list lacks
-- any.
--
-- Parameters: names text[]; destination_ids integer[]: of the master list, by the longest of its prefixes that begins a rate's, 0 =
--     none does; prefixes integer[]: how many rates of that name belong there. One item for each name and destination.
-- Reads: destination. Writes: incoming_name (temporary, until the end of the transaction).
-- Lock: none. A second run in one transaction is refused, for the temporary table is there.
-- Rows expected: one of unknown, which says whether add_destinations.sql has something to add.

-- name: make
CREATE TEMPORARY TABLE incoming_name ON COMMIT DROP AS
SELECT name, NULLIF(destination_id, 0) AS destination_id, prefixes
FROM unnest(:'names'::text[], :'destination_ids'::integer[], :'prefixes'::integer[])
    AS incoming (name, destination_id, prefixes);

-- name: analyze
ANALYZE incoming_name;

-- name: unknown
SELECT EXISTS (
    SELECT FROM incoming_name AS incoming
    GROUP BY incoming.name
    HAVING count(incoming.destination_id) = 0 AND NOT EXISTS (
        SELECT FROM destination WHERE plain_name(destination.name) = plain_name(incoming.name))
) AS is_unknown;

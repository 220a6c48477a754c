-- Finds out what the rates in incoming_rate call their destinations and what the master list calls them. Rates without a name
-- get that of the master list, or one of their prefix.
--
-- Parameters: none.
-- Reads: incoming_rate (stage_rates.sql), destination_prefix, destination. Writes: incoming_rate (names of the nameless);
--     incoming_master and incoming_name (temporary, until the end of the transaction).
-- Lock: none. A second run in one transaction is refused, for the temporary tables are there.
-- Rows expected: one of unknown, which says whether add_destinations.sql has something to add.

-- name: analyze
ANALYZE incoming_rate;

-- name: match_master
-- The longest prefix of the master list that begins the rate's own: of several, all of them beginnings of one number, it
-- is the greatest as text. Digits beyond the longest of the list decide nothing, so many prefixes share one search.
CREATE TEMPORARY TABLE incoming_master ON COMMIT DROP AS
WITH own AS (
    SELECT DISTINCT prefix, left(prefix, (SELECT max(length(prefix)) FROM destination_prefix)) AS stem
    FROM incoming_rate
), longest AS (
    SELECT stem.stem, max(master.prefix COLLATE "C") AS master_prefix
    FROM (SELECT DISTINCT stem FROM own) AS stem
    JOIN (SELECT DISTINCT length(prefix) AS digits FROM destination_prefix) AS master_length
        ON master_length.digits <= length(stem.stem)
    JOIN destination_prefix AS master ON master.prefix = left(stem.stem, master_length.digits)
    GROUP BY stem.stem
)
SELECT own.prefix, master.destination_id
FROM own
JOIN longest ON longest.stem = own.stem
JOIN destination_prefix AS master ON master.prefix = longest.master_prefix;

-- name: analyze_master
-- Without statistics the joins by prefix may go through one side for each row of the other.
ANALYZE incoming_master;

-- name: name_the_nameless
UPDATE incoming_rate AS incoming
SET destination = coalesce(named.name, 'Prefix ' || incoming.prefix)
FROM (
    SELECT nameless.prefix, destination.name
    FROM (SELECT DISTINCT prefix FROM incoming_rate WHERE coalesce(destination, '') = '') AS nameless
    LEFT JOIN incoming_master AS master ON master.prefix = nameless.prefix
    LEFT JOIN destination ON destination.id = master.destination_id
) AS named
WHERE incoming.prefix = named.prefix AND coalesce(incoming.destination, '') = '';

-- name: match_names
CREATE TEMPORARY TABLE incoming_name ON COMMIT DROP AS
SELECT incoming.destination AS name, master.destination_id, count(*)::integer AS prefixes
FROM incoming_rate AS incoming
LEFT JOIN incoming_master AS master ON master.prefix = incoming.prefix
GROUP BY incoming.destination, master.destination_id;

-- name: analyze_names
ANALYZE incoming_name;

-- name: unknown
SELECT EXISTS (
    SELECT FROM incoming_name AS incoming
    GROUP BY incoming.name
    HAVING count(incoming.destination_id) = 0 AND NOT EXISTS (
        SELECT FROM destination WHERE plain_name(destination.name) = plain_name(incoming.name))
) AS is_unknown;

-- Adds prefixes to the master list of destinations and changes those that named another one. Rates stored before keep the
-- destination that they have.
--
-- Parameters: prefixes text[], destinations text[]: the list, each prefix once, the two of the same length.
-- Reads: destination_prefix. Writes: destination, destination_prefix.
-- Lock: one change of the catalog at a time. A second run finds the same list there.
-- Runs inside an act.
-- Rows expected: one of report.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: add_destinations
INSERT INTO destination (name)
SELECT name
FROM unnest(:'destinations'::text[]) WITH ORDINALITY AS listed (name, position)
GROUP BY name
ORDER BY min(position)
ON CONFLICT (name) DO NOTHING;

-- name: note
CREATE TEMPORARY TABLE incoming_destination ON COMMIT DROP AS
SELECT listed.prefix, destination.id AS destination_id, known.destination_id AS known_id
FROM unnest(:'prefixes'::text[], :'destinations'::text[]) AS listed (prefix, name)
JOIN destination ON destination.name = listed.name
LEFT JOIN destination_prefix AS known ON known.prefix = listed.prefix;

-- name: add_prefixes
INSERT INTO destination_prefix (prefix, destination_id)
SELECT prefix, destination_id
FROM incoming_destination
ON CONFLICT (prefix) DO UPDATE
SET destination_id = EXCLUDED.destination_id
WHERE destination_prefix.destination_id <> EXCLUDED.destination_id;

-- name: report
SELECT count(*) FILTER (WHERE known_id IS NULL) AS added, count(*) FILTER (WHERE known_id <> destination_id) AS changed,
    count(*) FILTER (WHERE known_id = destination_id) AS unchanged
FROM incoming_destination;

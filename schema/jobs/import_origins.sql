-- Makes lists of prefixes the groups of callers of their names: adds, moves from one group to another, and takes away
-- what a group of the list lacks. Groups that the list does not name stay.
--
-- Parameters: entity_id smallint; card_id integer: the card whose groups they are, null = all cards without groups of
--     their own; prefixes text[], origins text[]: the list, each prefix once, both of the same length.
-- Reads: origin_prefix. Writes: origin_prefix.
-- Lock: one change of the catalog at a time. A second run finds the same lists there.
-- Runs inside an act.
-- Rows expected: one of report.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: note
CREATE TEMPORARY TABLE incoming_origin ON COMMIT DROP AS
WITH listed AS (
    SELECT prefix, origin FROM unnest(:'prefixes'::text[], :'origins'::text[]) AS row (prefix, origin)
)
SELECT coalesce(listed.prefix, known.prefix) AS prefix, listed.origin, known.origin AS known_origin
FROM listed
FULL JOIN (
    SELECT prefix, origin FROM origin_prefix
    WHERE entity_id = :'entity_id'::smallint AND card_id IS NOT DISTINCT FROM :'card_id'::integer
        AND (prefix IN (SELECT prefix FROM listed) OR origin IN (SELECT origin FROM listed))
) AS known ON known.prefix = listed.prefix;

-- name: remove
DELETE FROM origin_prefix
WHERE entity_id = :'entity_id'::smallint AND card_id IS NOT DISTINCT FROM :'card_id'::integer
    AND prefix IN (SELECT prefix FROM incoming_origin WHERE origin IS DISTINCT FROM known_origin);

-- name: add
INSERT INTO origin_prefix (entity_id, card_id, prefix, origin)
SELECT :'entity_id'::smallint, :'card_id'::integer, prefix, origin
FROM incoming_origin
WHERE origin IS NOT NULL AND origin IS DISTINCT FROM known_origin;

-- name: report
SELECT count(*) FILTER (WHERE known_origin IS NULL) AS added, count(*) FILTER (WHERE origin <> known_origin) AS changed,
    count(*) FILTER (WHERE origin IS NULL) AS removed, count(*) FILTER (WHERE origin = known_origin) AS unchanged
FROM incoming_origin;

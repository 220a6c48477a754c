-- Records what a person says that a card's names for destinations are in the master list: it holds for every rate of such
-- a name in decks to come. Rates stored before keep the destination that they have.
--
-- Parameters: card_id integer; lines integer[], names text[], destinations text[]: of each statement its line, the card's
--     name and that of the master list, empty = what is mapped already; actor text: who says so.
-- Reads: card_destination, destination, destination_mapping, rate_card.
-- Writes: destination_mapping, audit_event.
-- Lock: one change of the catalog at a time. A second run finds everything reviewed and changes nothing.
-- Runs inside an act.
-- Rows expected: one of faults for each statement that means nothing (then the caller rolls back); one of review for each
--     name whose mapping or review changed.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_mapping ON COMMIT DROP AS
SELECT stated.line, stated.name, stated.destination, own.id AS card_destination_id,
    coalesce(master.id, CASE WHEN stated.destination IS NULL THEN mapping.destination_id END) AS destination_id,
    mapping.destination_id AS known_id, mapping.reviewed_at
FROM (
    SELECT line, name, nullif(destination, '') AS destination
    FROM unnest(:'lines'::integer[], :'names'::text[], :'destinations'::text[]) AS given (line, name, destination)
) AS stated
LEFT JOIN card_destination AS own ON own.card_id = :'card_id'::integer AND own.name = stated.name
LEFT JOIN destination AS master ON master.name = stated.destination
LEFT JOIN destination_mapping AS mapping ON mapping.card_destination_id = own.id;

-- name: faults
SELECT line, CASE WHEN card_destination_id IS NULL THEN 'name' ELSE 'destination' END AS field,
    CASE WHEN card_destination_id IS NULL THEN 'not a name that the card has used'
        WHEN destination IS NULL THEN 'empty, and the name is not mapped yet'
        ELSE 'not a destination of the master list' END AS reason
FROM incoming_mapping
WHERE card_destination_id IS NULL OR destination_id IS NULL
UNION ALL
SELECT line, 'name', 'the same name as in line ' || first_line
FROM (SELECT line, min(line) OVER (PARTITION BY name) AS first_line FROM incoming_mapping) AS numbered
WHERE line > first_line
ORDER BY line, field;

-- name: record
INSERT INTO audit_event (entity_id, subject_kind, subject_id, subject_label, before, after)
SELECT card.entity_id, 'destination_mapping', incoming.card_destination_id, card.name || ' ' || incoming.name,
    jsonb_build_object('destination', known.name), jsonb_build_object('name', incoming.name, 'destination', master.name)
FROM incoming_mapping AS incoming
JOIN rate_card AS card ON card.id = :'card_id'::integer
JOIN destination AS master ON master.id = incoming.destination_id
LEFT JOIN destination AS known ON known.id = incoming.known_id
WHERE incoming.reviewed_at IS NULL OR incoming.known_id IS DISTINCT FROM incoming.destination_id
ORDER BY incoming.line;

-- name: review
INSERT INTO destination_mapping (card_destination_id, destination_id, method, prefixes, matched, reviewed_by, reviewed_at)
SELECT card_destination_id, destination_id, 'hand', 0, 0, :'actor'::text, clock_timestamp()
FROM incoming_mapping
WHERE card_destination_id IS NOT NULL AND destination_id IS NOT NULL
    AND (reviewed_at IS NULL OR known_id IS DISTINCT FROM destination_id)
ON CONFLICT (card_destination_id) DO UPDATE
SET method = CASE WHEN destination_mapping.destination_id = excluded.destination_id THEN destination_mapping.method
        ELSE 'hand' END,
    matched = CASE WHEN destination_mapping.destination_id = excluded.destination_id THEN destination_mapping.matched
        ELSE 0 END,
    destination_id = excluded.destination_id, reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at
RETURNING card_destination_id;

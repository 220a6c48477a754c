-- Adds area codes and exchanges to the table of states and changes those of another state. What the list lacks stays.
--
-- Parameters: codes text[], states text[]: the list, each code once, both of the same length.
-- Reads: number_state. Writes: number_state.
-- Lock: one change of the catalog at a time. A second run finds the same list there.
-- Runs inside an act.
-- Rows expected: one of report.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: note
CREATE TEMPORARY TABLE incoming_state ON COMMIT DROP AS
SELECT listed.code, listed.state, known.state AS known_state
FROM unnest(:'codes'::text[], :'states'::text[]) AS listed (code, state)
LEFT JOIN number_state AS known ON known.code = listed.code;

-- name: add
INSERT INTO number_state (code, state)
SELECT code, state
FROM incoming_state
WHERE state IS DISTINCT FROM known_state
ON CONFLICT (code) DO UPDATE SET state = EXCLUDED.state;

-- name: report
SELECT count(*) FILTER (WHERE known_state IS NULL) AS added, count(*) FILTER (WHERE state <> known_state) AS changed,
    0 AS removed, count(*) FILTER (WHERE state = known_state) AS unchanged
FROM incoming_state;

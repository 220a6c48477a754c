-- Records an act that was refused, after what it had begun was rolled back.
--
-- Parameters: kind, actor text: who acted; entity_id smallint (null = the installation); name, origin, reason text;
--     refusal text (JSON).
-- Reads: nothing. Writes: actor, act.
-- Lock: none. A second run records that it was refused twice; the caller runs it once a refusal.
-- Rows expected: one.

-- name: record
WITH begun AS (
    SELECT act_id FROM begin_act(:'kind'::text, :'actor'::text, :'entity_id'::smallint, :'name'::text, :'origin'::text,
        :'reason'::text, true, NULL, ''::bytea)
)
SELECT act_id FROM begun;

-- name: refuse
UPDATE act SET outcome = 'refused', refusal = :'refusal'::jsonb, ended_at = clock_timestamp()
WHERE id = currval(pg_get_serial_sequence('act', 'id'))
RETURNING id;

-- Puts a job into the queue, unless one of its kind and key waits there already.
--
-- Parameters: kind text; key text (null = never the same as another); entity_id smallint (null = the installation);
--     arguments text (a JSON object); priority smallint; due_at text (an instant; null = now); failures_max integer;
--     actor_kind, actor text: who asks for it.
-- Reads: actor. Writes: actor, job.
-- Lock: the queue's place of the key, until commit. A second run finds the job waiting and adds none.
-- Rows expected: one, of the job that waits.

-- name: enter_actor
INSERT INTO actor (kind, name) SELECT :'actor_kind'::text, :'actor'::text
WHERE NOT EXISTS (SELECT FROM actor WHERE kind = :'actor_kind'::text AND name = :'actor'::text)
ON CONFLICT (kind, name) DO NOTHING;

-- name: add
INSERT INTO job (kind, key, entity_id, arguments, priority, due_at, failures_max, requested_by)
SELECT :'kind'::text, :'key'::text, :'entity_id'::smallint, :'arguments'::jsonb, :'priority'::smallint,
    COALESCE(:'due_at'::timestamptz, clock_timestamp()), :'failures_max'::integer, id
FROM actor
WHERE kind = :'actor_kind'::text AND name = :'actor'::text
-- The earlier of the two times holds.
ON CONFLICT (kind, key) WHERE state = 'queued' AND key IS NOT NULL
DO UPDATE SET due_at = LEAST(job.due_at, excluded.due_at), priority = GREATEST(job.priority, excluded.priority)
RETURNING id AS job_id, xmax = 0 AS is_new;

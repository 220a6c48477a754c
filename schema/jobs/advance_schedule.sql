-- Puts the jobs of a schedule into the queue and moves its next time on.
--
-- Parameters: schedule_id integer; next_s bigint: next time, in seconds since 1970 UTC (null = never again);
--     times_s bigint[]: a job for each of these times.
-- Reads: schedule. Writes: actor, job, schedule.
-- Lock: the schedule's row, which the caller has. A second run would find the time moved on; jobs of a time have its key.
-- Rows expected: one for each job added.

-- name: enter_actor
INSERT INTO actor (kind, name)
SELECT 'system', 'schedule ' || name FROM schedule WHERE id = :'schedule_id'::integer
ON CONFLICT (kind, name) DO NOTHING;

-- name: advance
UPDATE schedule SET next_at = to_timestamp(:'next_s'::bigint) WHERE id = :'schedule_id'::integer;

-- name: add_jobs
INSERT INTO job (kind, key, entity_id, arguments, schedule_id, requested_by)
SELECT schedule.kind, COALESCE(schedule.entity_id::text, '') || schedule.name
        || CASE WHEN catch_up = 'all' THEN to_char(to_timestamp(time_s) AT TIME ZONE 'UTC', '@YYYYMMDDHH24MI') ELSE '' END,
    schedule.entity_id,
    schedule.arguments || jsonb_build_object('scheduled_at', to_char(to_timestamp(time_s) AT TIME ZONE 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
    schedule.id, actor.id
FROM schedule
    JOIN actor ON actor.kind = 'system' AND actor.name = 'schedule ' || schedule.name
    CROSS JOIN unnest(:'times_s'::bigint[]) AS time_s
WHERE schedule.id = :'schedule_id'::integer
ORDER BY time_s
ON CONFLICT (kind, key) WHERE state = 'queued' AND key IS NOT NULL DO NOTHING
RETURNING id AS job_id;

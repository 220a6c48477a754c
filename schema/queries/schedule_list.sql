-- Schedules, with when they fire next and why they are paused.
--
-- Parameters: name text: only that one (null = all).
-- Reads: schedule, job.
-- Rows expected: one for each.

SELECT schedule.id AS schedule_id, name, schedule.kind, schedule.arguments::text AS arguments, cron, zone, catch_up,
    paused_reason, to_char(next_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS next_at,
    to_char(paused_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS paused_at, last.state AS last_state,
    to_char(last.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS last_at
FROM schedule
    LEFT JOIN LATERAL (SELECT state, created_at FROM job WHERE schedule_id = schedule.id ORDER BY id DESC LIMIT 1) AS last
        ON true
WHERE :'name'::text IS NULL OR name = :'name'::text
ORDER BY name;

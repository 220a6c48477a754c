-- The newest runs of the checks of the books that were kept.
-- Owner: Checks.
--
-- Parameters: run_id integer: only this one (null = the newest); row_limit integer.
-- Result: at most row_limit rows, the newest first; instants as ISO 8601 in UTC, looked_at as a JSON array of sentences; by is who had it run.

SELECT run.id AS run_id, is_full, looked_at::text AS looked_at, checks, failed,
    to_char(run.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS started_at,
    to_char(run.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS ended_at,
    run.ended_at < clock_timestamp() - INTERVAL '26 hours' AS is_stale, actor.name AS by, act_id
FROM check_run AS run
    JOIN act ON act.id = act_id
    JOIN actor ON actor.id = act.actor_id
WHERE :'run_id'::integer IS NULL OR run.id = :'run_id'::integer
ORDER BY run.id DESC
LIMIT :'row_limit'::integer;

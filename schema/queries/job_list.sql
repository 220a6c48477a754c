-- Jobs, the newest first: what waits, runs, is parked or has ended.
--
-- Parameters: kind text, state text: only those (null = all); before_id bigint: only earlier ones, for the next page;
--     row_limit integer.
-- Reads: job, actor.
-- Rows expected: at most row_limit.

SELECT job.id AS job_id, job.kind, job.key, entity_id, state, priority, runs, failures, failures_max,
    actor.kind || ' ' || actor.name AS requested_by, worker, progress_done, progress_total, progress_note, cause,
    arguments::text AS arguments, cancel_requested_at IS NOT NULL AS is_being_cancelled,
    to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS due_at,
    to_char(job.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created_at,
    to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS ended_at
FROM job JOIN actor ON actor.id = requested_by
WHERE (:'kind'::text IS NULL OR job.kind = :'kind'::text) AND (:'state'::text IS NULL OR state = :'state'::text)
    AND (:'before_id'::bigint IS NULL OR job.id < :'before_id'::bigint)
ORDER BY job.id DESC
LIMIT :'row_limit'::integer;

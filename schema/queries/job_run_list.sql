-- Runs of jobs, the latest first.
--
-- Parameters: job_id bigint, kind text: only of that job, of that kind (null = all); row_limit integer.
-- Reads: job_run, job.
-- Rows expected: at most row_limit.

SELECT job_id, job.kind, number, job_run.worker, outcome, message, reason, facts::text AS facts,
    to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS started_at,
    to_char(job_run.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS ended_at,
    round(extract(epoch FROM COALESCE(job_run.ended_at, clock_timestamp()) - started_at) * 1000)::bigint AS elapsed_ms
FROM job_run JOIN job ON job.id = job_id
WHERE (:'job_id'::bigint IS NULL OR job_id = :'job_id'::bigint) AND (:'kind'::text IS NULL OR job.kind = :'kind'::text)
ORDER BY started_at DESC, job_id DESC, number DESC
LIMIT :'row_limit'::integer;

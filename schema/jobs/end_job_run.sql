-- Ends a run: the job is done, cancelled, parked with its cause, or waits for its next try.
--
-- Parameters: job_id bigint; run integer; outcome text: done, cancelled, failed or stopped (by the worker's end,
--     which is no failure); message text; reason text, facts jsonb: of the refusal that
--     it failed by (null = none); retry_s integer: seconds
--     until the next try of a failed or stopped run (null = none: it is parked).
-- Reads: nothing. Writes: job, job_run.
-- Lock: the job's row. A second run finds the run ended and changes nothing.
-- Rows expected: one; none where the job is no longer this run's.

-- name: end
WITH ended AS (
    UPDATE job SET
        state = CASE WHEN :'outcome'::text IN ('done', 'cancelled') THEN :'outcome'::text
            WHEN :'retry_s'::integer IS NULL OR :'outcome'::text = 'failed' AND failures + 1 >= failures_max THEN 'parked' ELSE 'queued' END,
        -- Where the same work was asked for again meanwhile, that request is the next try.
        key = CASE WHEN :'outcome'::text IN ('failed', 'stopped') AND EXISTS (SELECT FROM job AS waiting
            WHERE waiting.state = 'queued' AND waiting.kind = job.kind AND waiting.key = job.key) THEN NULL ELSE key END,
        failures = failures + (:'outcome'::text = 'failed')::integer,
        cause = CASE WHEN :'outcome'::text IN ('failed', 'stopped') THEN :'message'::text END,
        due_at = CASE WHEN :'outcome'::text IN ('failed', 'stopped')
            THEN clock_timestamp() + make_interval(secs => COALESCE(:'retry_s'::integer, 0)) ELSE due_at END,
        ended_at = CASE WHEN :'outcome'::text IN ('done', 'cancelled') THEN clock_timestamp() END,
        worker = NULL, lease_until = NULL, cancel_requested_at = NULL
    WHERE id = :'job_id'::bigint AND state = 'running' AND runs = :'run'::integer
    RETURNING id, state
), run AS (
    UPDATE job_run SET ended_at = clock_timestamp(), outcome = :'outcome'::text, message = :'message'::text,
        reason = :'reason'::text, facts = :'facts'::jsonb
    FROM ended
    WHERE job_id = ended.id AND number = :'run'::integer
)
SELECT state FROM ended;

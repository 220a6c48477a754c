-- Takes jobs back from workers whose lease has ended: they wait for another worker, or are parked after too many losses.
--
-- Parameters: retry_s integer: seconds until the next try.
-- Reads: nothing. Writes: job, job_run.
-- Lock: the jobs' rows; those that somebody else holds are left for the next run. A second run finds none.
-- Rows expected: one for each job taken back.

-- name: release
WITH lost AS (
    SELECT id, runs FROM job WHERE state = 'running' AND lease_until < clock_timestamp() ORDER BY id FOR UPDATE SKIP LOCKED
), released AS (
    UPDATE job SET
        state = CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled'
            WHEN failures + 1 >= failures_max THEN 'parked' ELSE 'queued' END,
        key = CASE WHEN EXISTS (SELECT FROM job AS waiting
            WHERE waiting.state = 'queued' AND waiting.kind = job.kind AND waiting.key = job.key) THEN NULL ELSE key END,
        failures = failures + 1, cause = format('The worker %s stopped without a word', worker),
        due_at = clock_timestamp() + make_interval(secs => :'retry_s'::integer),
        ended_at = CASE WHEN cancel_requested_at IS NOT NULL THEN clock_timestamp() END,
        worker = NULL, lease_until = NULL, cancel_requested_at = NULL
    FROM lost
    WHERE job.id = lost.id
    RETURNING job.id, job.kind, job.state, lost.runs, job.cause
), run AS (
    UPDATE job_run SET ended_at = clock_timestamp(), outcome = 'lost', message = released.cause
    FROM released
    WHERE job_id = released.id AND number = released.runs
)
SELECT id AS job_id, kind, state FROM released ORDER BY id;

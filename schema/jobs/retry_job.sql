-- Puts a parked or cancelled job back into the queue, or lets one that waits for its next try go at once.
--
-- Parameters: job_id bigint.
-- Reads: nothing. Writes: job.
-- Lock: the job's row. A second run finds it waiting and changes nothing more.
-- Rows expected: one; none where there is no such job, it runs, or it is done.

-- name: retry
UPDATE job SET state = 'queued', due_at = clock_timestamp(), failures = 0, ended_at = NULL, cause = NULL,
    key = CASE WHEN state <> 'queued' AND EXISTS (SELECT FROM job AS waiting
        WHERE waiting.state = 'queued' AND waiting.kind = job.kind AND waiting.key = job.key) THEN NULL ELSE key END
WHERE id = :'job_id'::bigint AND state IN ('parked', 'cancelled', 'queued')
RETURNING id AS job_id, kind;

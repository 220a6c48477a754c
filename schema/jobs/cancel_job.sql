-- Cancels a job: at once where it waits or is parked, else as soon as its worker hears of it.
--
-- Parameters: job_id bigint.
-- Reads: nothing. Writes: job.
-- Lock: the job's row. A second run finds it cancelled and changes nothing.
-- Rows expected: one, with the state after; none where there is no such job or it has ended.

-- name: cancel
UPDATE job SET state = CASE WHEN state = 'running' THEN state ELSE 'cancelled' END,
    ended_at = CASE WHEN state = 'running' THEN NULL ELSE clock_timestamp() END,
    cancel_requested_at = CASE WHEN state = 'running' THEN COALESCE(cancel_requested_at, clock_timestamp()) END
WHERE id = :'job_id'::bigint AND state IN ('queued', 'parked', 'running')
RETURNING id AS job_id, kind, state;

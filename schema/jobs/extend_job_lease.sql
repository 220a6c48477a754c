-- Extends the lease of a job under way and records how far it is.
--
-- Parameters: job_id bigint; run integer; lease_s integer: seconds; done, total bigint, note text: progress (null = none).
-- Reads: nothing. Writes: job.
-- Lock: the job's row. A second run extends the lease again.
-- Rows expected: one; none where the job is no longer this run's.

-- name: extend
UPDATE job SET lease_until = clock_timestamp() + make_interval(secs => :'lease_s'::integer),
    progress_done = :'done'::bigint, progress_total = :'total'::bigint, progress_note = :'note'::text
WHERE id = :'job_id'::bigint AND state = 'running' AND runs = :'run'::integer
RETURNING cancel_requested_at IS NOT NULL AS is_cancelled;

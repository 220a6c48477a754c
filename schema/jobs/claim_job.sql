-- Claims the next job that is due for a worker, which has it until its lease ends unless it extends the lease.
--
-- Parameters: worker text; kinds text[]: what it can do; lease_s integer: seconds.
-- Reads: job. Writes: job, job_run.
-- Lock: the job claimed; those that others are claiming are passed over. A second run claims another job.
-- Rows expected: one, or none where nothing is due.

-- name: claim
WITH next AS (
    SELECT id
    FROM job
    WHERE state = 'queued' AND due_at <= clock_timestamp() AND kind = ANY (:'kinds'::text[])
        -- One at a time of a kind and key.
        AND NOT EXISTS (SELECT FROM job AS other
            WHERE other.state = 'running' AND other.kind = job.kind AND other.key = job.key)
    ORDER BY priority DESC, due_at, id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
), claimed AS (
    UPDATE job SET state = 'running', worker = :'worker'::text, runs = runs + 1, cause = NULL,
        lease_until = clock_timestamp() + make_interval(secs => :'lease_s'::integer),
        progress_done = NULL, progress_total = NULL, progress_note = NULL
    FROM next
    WHERE job.id = next.id
    RETURNING job.*
), entered AS (
    INSERT INTO job_run (job_id, number, worker) SELECT id, runs, worker FROM claimed
)
SELECT claimed.id AS job_id, kind, key, entity_id, arguments::text AS arguments, runs AS run, failures
FROM claimed;

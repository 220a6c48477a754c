-- Removes jobs that ended long ago, with their runs.
--
-- Parameters: days integer: the age at which they go.
-- Reads and writes: job, job_run.
-- Lock: the rows removed. A second run finds none.
-- Rows expected: one, with their count.

-- name: remove
WITH removed AS (
    DELETE FROM job
    WHERE state IN ('done', 'cancelled') AND ended_at < clock_timestamp() - make_interval(days => :'days'::integer)
    RETURNING 1
)
SELECT count(*) AS removed FROM removed;

-- How far some jobs are, with what their latest runs said.
-- Owner: Jobs.
--
-- Parameters: job_ids bigint[].
-- Result: one row per job that there is.

SELECT job.id AS job_id, job.kind, state, progress_done, progress_total, progress_note, cause,
    (SELECT message FROM job_run WHERE job_run.job_id = job.id ORDER BY number DESC LIMIT 1) AS message
FROM job
WHERE job.id = ANY (:'job_ids'::bigint[]);

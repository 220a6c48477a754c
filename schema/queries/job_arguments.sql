-- The arguments of a job, as JSON.
-- Owner: Jobs.
--
-- Parameters: job_id bigint.
-- Result: one row, or none where there is no such job.

SELECT arguments::text AS arguments FROM job WHERE id = :'job_id'::bigint;

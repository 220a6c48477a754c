-- What the checks of one run found.
-- Owner: Checks.
--
-- Parameters: run_id integer.
-- Result: one row per check in the order of the run; figures and offences are JSON arrays of texts.

SELECT code, title, took_ms, figures::text AS figures, offences::text AS offences, offending
FROM check_result
WHERE run_id = :'run_id'::integer
ORDER BY position;

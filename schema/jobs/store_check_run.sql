-- Keeps the results of a run of the checks of the books.
--
-- Parameters: is_full boolean; looked_at text: a JSON array; took_ms bigint: of the run as a whole, which ends now; codes, titles text[];
-- took_each_ms bigint[]; figures, offences text[]: a JSON array of texts each; offending bigint[]: rows that offend; all arrays in the
-- order of the checks.
-- Reads: nothing. Writes: check_run, check_result.
-- Lock: none. A second run is another one, unless the act has a key.
-- Runs inside an act.
-- Rows expected: one, the run.

-- name: store
WITH checked AS (
    SELECT ordinality::smallint AS position, code, title, took_ms, figures::jsonb AS figures, offences::jsonb AS offences, offending
    FROM unnest(:'codes'::text[], :'titles'::text[], :'took_each_ms'::bigint[], :'figures'::text[], :'offences'::text[],
        :'offending'::bigint[]) WITH ORDINALITY AS stated (code, title, took_ms, figures, offences, offending, ordinality)
), run AS (
    INSERT INTO check_run (is_full, looked_at, checks, failed, started_at, ended_at)
    SELECT :'is_full'::boolean, :'looked_at'::text::jsonb, count(*), count(*) FILTER (WHERE offending > 0),
        clock_timestamp() - make_interval(secs => :'took_ms'::bigint / 1000.0), clock_timestamp()
    FROM checked
    RETURNING id
), stored AS (
    INSERT INTO check_result (run_id, position, code, title, took_ms, figures, offences, offending)
    SELECT run.id, position, code, title, took_ms, figures, offences, offending FROM checked CROSS JOIN run ORDER BY position
)
SELECT id AS run_id FROM run;

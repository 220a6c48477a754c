-- Lists files that are not loaded to their end and may have calls that a run of invoices would bill: all but those whose calls
-- so far begin after the last of its periods. A file of which nothing is in may have any.
--
-- Parameters: entity_id smallint; period_start, period_end date (first day, and first day after: billing periods that
-- begin in between).
-- Result: one row per file, oldest first.

WITH last_period AS (
    SELECT max(billing_period_end(billing_cycle, starts_on)::timestamp AT TIME ZONE billing_zone) AS ends_at
    FROM (
            SELECT DISTINCT billing_cycle, billing_zone FROM terms_span
            WHERE entity_id = :'entity_id'::smallint AND side = 'sell' AND in_effect @> (:'period_end'::date - 1)) AS term
        CROSS JOIN LATERAL (
            SELECT billing_period_start(billing_cycle, :'period_end'::date - 1) AS starts_on) AS period
    WHERE starts_on >= :'period_start'::date
)
SELECT id AS file_id, name, kind, is_stopped, is_being_undone, switch_code, rows_read, is_importing
FROM unfinished_file CROSS JOIN last_period
WHERE entity_id = :'entity_id'::smallint AND (min_start_at IS NULL OR min_start_at < ends_at)
    AND ends_at IS NOT NULL
ORDER BY id;

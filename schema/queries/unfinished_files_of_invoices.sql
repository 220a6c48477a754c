-- Lists files that are not loaded to their end and may have calls that belong on these invoices: all but those whose calls so
-- far begin after their periods. A file of which nothing is in may have any.
--
-- Parameters: invoice_ids bigint[].
-- Result: one row per file, oldest first.

WITH last_period AS (
    SELECT entity_id, max((period_end_on + 1)::timestamp AT TIME ZONE billing_zone) AS ends_at
    FROM invoice
    WHERE id = ANY (:'invoice_ids'::bigint[])
    GROUP BY entity_id
)
SELECT id AS file_id, name, kind, is_stopped, is_being_undone, switch_code, rows_read, is_importing
FROM unfinished_file JOIN last_period USING (entity_id)
WHERE min_start_at IS NULL OR min_start_at < ends_at
ORDER BY id;

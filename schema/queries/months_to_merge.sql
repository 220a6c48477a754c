-- Months of calls whose days can be merged: over for some days, with nothing that is not closed, and not merged yet.
--
-- Parameters: days_after integer: days behind the end of the month.
-- Reads: the catalog, call_merge, cdr_file, chunk.
-- Rows expected: one per month, ascending; is_begun where a copy of it is there.

SELECT month, EXISTS (SELECT FROM call_merge WHERE call_merge.month = dated.month) AS is_begun
FROM (
    SELECT date_trunc('month', first_on::timestamp)::date AS month
    FROM call_partitions()
    GROUP BY 1
    -- One partition of one day alone gains nothing by it, but its month is over, too.
    HAVING bool_and(until_on = first_on + 1)
) AS dated
WHERE (month + interval '1 month')::date + :'days_after'::integer <= (clock_timestamp() AT TIME ZONE 'UTC')::date
    AND NOT EXISTS (SELECT FROM cdr_file JOIN chunk ON chunk.file_id = cdr_file.id
        WHERE cdr_file.state <> 'closed' AND max_start_at >= month::timestamp AT TIME ZONE 'UTC'
            AND min_start_at < (month + interval '1 month') AT TIME ZONE 'UTC')
ORDER BY month;

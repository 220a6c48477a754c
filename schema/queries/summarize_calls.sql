-- Brings the summaries of the pages (BRIN) of day partitions up to date, so that what was loaded since the last time is
-- found without reading all of it.
--
-- Parameters: days date[]: UTC days; those without a partition are left out.
-- Result: one row per partition, with the number of page ranges that were summarised.

SELECT day, brin_summarize_new_values(pg_index.indexrelid) AS ranges
FROM unnest(:'days'::date[]) AS day
    JOIN pg_class ON pg_class.oid = to_regclass('call_' || to_char(day, 'YYYYMMDD'))
    JOIN pg_index ON pg_index.indrelid = pg_class.oid
    JOIN pg_class AS index_class ON index_class.oid = pg_index.indexrelid
    JOIN pg_am ON pg_am.oid = index_class.relam AND pg_am.amname = 'brin'
ORDER BY day;

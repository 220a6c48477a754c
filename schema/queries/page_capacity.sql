-- How the machine copes: sizes of the largest tables with their partitions, and the queue of jobs.
-- Owner: Receivables.
--
-- Parameters: row_limit integer.
-- Result: at most row_limit tables, the largest first; beside each the size of the database in bytes, the numbers of jobs by state, and
-- the seconds for which the oldest job that is due has waited.

WITH queue AS (
    SELECT count(*) FILTER (WHERE state = 'queued') AS queued, count(*) FILTER (WHERE state = 'running') AS running,
        count(*) FILTER (WHERE state = 'parked') AS parked,
        COALESCE(floor(extract(epoch FROM now() - min(due_at) FILTER (WHERE state = 'queued' AND due_at <= now())))::bigint, 0) AS oldest_s
    FROM job
    WHERE state IN ('queued', 'running', 'parked')
), sized AS (
    SELECT COALESCE(pg_partition_root(class.oid)::oid, class.oid) AS root, sum(pg_total_relation_size(class.oid))::bigint AS bytes,
        sum(greatest(class.reltuples, 0))::bigint AS rows, count(*) AS parts
    FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    WHERE space.nspname = 'public' AND class.relkind = 'r'
    GROUP BY 1
)
SELECT root.relname AS table_name, sized.bytes, sized.rows, sized.parts, pg_database_size(current_database()) AS database_bytes,
    queue.*
FROM sized JOIN pg_class AS root ON root.oid = sized.root CROSS JOIN queue
ORDER BY sized.bytes DESC
LIMIT :'row_limit'::integer;

-- Makes partitions of usage or the ledger for the months of some days, unless they are there.
--
-- Parameters: tables text[]: of which; usage and service_usage go together; days date[].
-- Reads and writes: the catalog. Nobody posts until commit, so it is a transaction of its own.
-- Result: one row: how many were made.

SELECT CASE WHEN 'entry' = ANY (:'tables'::text[]) THEN add_entry_partitions(:'days'::date[]) ELSE 0 END
    + CASE WHEN 'usage' = ANY (:'tables'::text[]) THEN add_usage_partitions(:'days'::date[]) ELSE 0 END AS months;

-- True once the first migration is applied.
--
-- Parameters: none. Reads: the catalog. Rows expected: 1.

SELECT to_regclass('public.schema_migration') IS NOT NULL AS is_present;

-- Waits for a lock by name and takes it until the end of the transaction.
--
-- Parameters: name text.
-- Reads: nothing.
-- Rows expected: one.

SELECT pg_advisory_xact_lock(hashtextextended(:'name'::text, 0)) IS NULL AS is_taken;

-- Takes the lock of the catalog until the end of the transaction.
--
-- Parameters: none.
-- Reads: nothing. Writes: nothing.
-- Lock: one change of the catalog at a time; a second run in one transaction has it already.
-- Rows expected: one.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

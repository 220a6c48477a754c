-- Keeps runs of invoices of an entity apart from batches of re-rated calls, until the end of the transaction: a batch is
-- either on the invoices whole or not at all.
--
-- Parameters: entity_id smallint.
-- Result: one row.

SELECT pg_advisory_xact_lock(hashtextextended('didtron.run_invoices', :'entity_id'::smallint)) IS NULL AS locked;

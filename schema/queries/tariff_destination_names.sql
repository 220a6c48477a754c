-- The master list of destinations, for a tariff that is saved: its rates carry the ids.
--
-- Parameters: none.
-- Reads: destination.
-- Rows expected: one for each destination, by id.

SELECT id, name FROM destination ORDER BY id;

-- Names of destinations of the master list.
--
-- Parameters: ids integer[].
-- Reads: destination.
-- Rows expected: one for each id that there is.

SELECT id, name FROM destination WHERE id = ANY (:'ids'::integer[]);

-- Names the partitions of call for UTC days and keeps them from being merged until the transaction ends.
--
-- Parameters: days date[]: all of which have a partition.
-- Result: one row per day, ascending: days since 1970-01-01, and the quoted name of the partition; null where none has the day.

SELECT day - DATE '1970-01-01' AS day, name FROM hold_call_partitions(:'days'::date[]);

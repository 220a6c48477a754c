-- Makes the day partitions of call that a chunk needs, before its transaction, so that they are there for everybody.
--
-- Parameters: days date[]: UTC days.
-- Result: one row per day; was_made is false where the partition was there.

SELECT day, add_call_partition(day) AS was_made
FROM unnest(:'days'::date[]) AS day
ORDER BY day;

-- Makes the partitions of call that a chunk needs, before its transaction, so that they are there for everybody.
--
-- Parameters: days date[]: UTC days.
-- Result: one row per day, ascending; was_made is false where the partition was there.

SELECT day, day = ANY (made.days) AS was_made
FROM (SELECT add_call_partitions(:'days'::date[]) AS days) AS made CROSS JOIN unnest(:'days'::date[]) AS day
ORDER BY day;

-- Makes the partitions of call for today and the days ahead, unless they are there.
--
-- Parameters: days integer: days ahead of today, in UTC.
-- Reads and writes: the catalog.
-- Rows expected: one for each day.

SELECT day::text AS day, add_call_partition(day) AS was_made
FROM (
    SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date + number AS day
    FROM generate_series(0, :'days'::integer) AS number
) AS ahead;

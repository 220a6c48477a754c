-- Makes the partitions of call for today and the days ahead, and those of usage and the ledger for the last month, this one and the
-- months ahead, unless they are there.
--
-- Parameters: days integer, months integer: ahead of today, in UTC.
-- Reads and writes: the catalog.
-- Rows expected: one: how many were made of days and of months.

WITH today AS (
    SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date AS day
), months AS (
    SELECT ARRAY(SELECT (day + number * interval '1 month')::date FROM generate_series(-1, :'months'::integer) AS number) AS days
    FROM today
)
SELECT (SELECT cardinality(add_call_partitions(ARRAY(SELECT day + number FROM generate_series(0, :'days'::integer) AS number)))
        FROM today) AS days,
    add_usage_partitions(days) + add_entry_partitions(days) AS months
FROM months;

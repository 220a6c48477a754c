-- Makes the partitions of call for today and the days ahead, and those of usage and the ledger for this month and the next, unless
-- they are there.
--
-- Parameters: days integer: days ahead of today, in UTC.
-- Reads and writes: the catalog.
-- Rows expected: one: how many were made of days and of months.

WITH today AS (
    SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date AS day
), months AS (
    SELECT ARRAY[day, (day + interval '1 month')::date] AS days FROM today
)
SELECT (SELECT count(*) FILTER (WHERE add_call_partition(day + number))
        FROM today CROSS JOIN generate_series(0, :'days'::integer) AS number) AS days,
    add_usage_partitions(days) + add_entry_partitions(days) AS months
FROM months;

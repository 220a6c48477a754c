-- Lists the hours in which records of a switch start whose marks are stored, the last hour first, those of undone files included.
--
-- Parameters: switch_id smallint; from_hour, until_hour integer: hours since 1970 UTC, half open (null = any).
-- Result: one row per hour, with the bytes of its marks.

SELECT start_hour, sum(octet_length(marks))::bigint AS mark_bytes
FROM call_mark
WHERE switch_id = :'switch_id'::smallint AND (:'from_hour'::integer IS NULL OR start_hour >= :'from_hour'::integer)
    AND (:'until_hour'::integer IS NULL OR start_hour < :'until_hour'::integer)
GROUP BY start_hour
ORDER BY start_hour DESC;

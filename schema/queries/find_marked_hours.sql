-- Those of the given hours in which calls of a switch started whose marks are stored.
--
-- Parameters: switch_id smallint, start_hours integer[]: hours since 1970 UTC.
-- Result: one row per hour.

SELECT start_hour
FROM unnest(:'start_hours'::integer[]) AS start_hour
WHERE EXISTS (
    SELECT FROM call_mark
    WHERE call_mark.switch_id = :'switch_id'::smallint AND call_mark.start_hour = start_hour.start_hour)
ORDER BY start_hour;

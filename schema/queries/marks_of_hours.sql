-- Reads the marks of the records of a switch that start in some hours, those of undone files included.
--
-- Parameters: switch_id smallint, start_hours integer[]: hours since 1970 UTC.
-- Result: one row per hour and chunk: 20 bytes a record.

SELECT start_hour, marks
FROM call_mark
WHERE switch_id = :'switch_id'::smallint AND start_hour = ANY (:'start_hours'::integer[])
ORDER BY start_hour DESC, chunk_id;

-- Reads the marks of the calls of a switch that started in one hour.
--
-- Parameters: switch_id smallint, start_hour integer: hours since 1970 UTC.
-- Result: one row per chunk, 16 bytes a record.

SELECT chunk_id, marks
FROM call_mark
WHERE switch_id = :'switch_id'::smallint AND start_hour = :'start_hour'::integer;

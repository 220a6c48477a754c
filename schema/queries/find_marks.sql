-- Reads the marks of the calls of a switch that started in one hour, those of undone files left out.
--
-- Parameters: switch_id smallint, start_hour integer: hours since 1970 UTC.
-- Result: one row per chunk, in the order in which they were committed: 20 bytes a record, and the instant of which the file
-- speaks in microseconds since 1970 UTC, null where it does not say.

SELECT chunk_id, marks, (extract(epoch FROM stated_at) * 1000000)::bigint AS stated_micros
FROM call_mark
    LEFT JOIN chunk ON chunk.id = chunk_id
    LEFT JOIN cdr_file ON cdr_file.id = file_id
WHERE undo_act_id IS NULL AND call_mark.switch_id = :'switch_id'::smallint AND start_hour = :'start_hour'::integer
ORDER BY chunk_id;

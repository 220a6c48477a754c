-- Reads the fingerprints of the calls of a switch that started in one hour.
--
-- Parameters: switch_id smallint, start_hour integer: hours since 1970 UTC.
-- Result: one row per chunk, 8 bytes a call, big-endian.

SELECT fingerprints
FROM call_fingerprint
WHERE switch_id = :'switch_id'::smallint AND start_hour = :'start_hour'::integer;

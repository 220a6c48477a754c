-- Locks the schedules whose time has come, or whose next time is not known yet, for whoever puts their jobs into the queue.
--
-- Parameters: none.
-- Reads: schedule. Writes: nothing; advance_schedule does, in the same transaction.
-- Lock: the schedules' rows, until commit; those that another worker holds are passed over. A second run in the next
-- transaction finds their times moved on.
-- Rows expected: few.

-- name: due
SELECT id AS schedule_id, name, kind, entity_id, arguments::text AS arguments, cron, zone, catch_up,
    floor(extract(epoch FROM next_at))::bigint AS next_s, floor(extract(epoch FROM clock_timestamp()))::bigint AS now_s
FROM schedule
WHERE paused_at IS NULL AND (next_at IS NULL OR next_at <= clock_timestamp())
ORDER BY id
FOR UPDATE SKIP LOCKED;

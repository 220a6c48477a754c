-- Pauses a schedule with a reason, or lets it go on.
--
-- Parameters: name text; reason text (null = go on).
-- Reads: nothing. Writes: schedule.
-- Lock: the schedule's row. A second run keeps the instant of the first pause.
-- Rows expected: one; none where there is no such schedule.

-- name: pause
UPDATE schedule SET paused_reason = :'reason'::text,
    paused_at = CASE WHEN :'reason'::text IS NOT NULL THEN COALESCE(paused_at, clock_timestamp()) END
WHERE name = :'name'::text
RETURNING name;

-- Changes when a schedule fires; its next time is computed anew.
--
-- Parameters: name, cron, zone, catch_up text.
-- Reads: nothing. Writes: schedule.
-- Lock: the schedule's row. A second run writes the same.
-- Rows expected: one; none where there is no such schedule.

-- name: set
UPDATE schedule SET cron = :'cron'::text, zone = :'zone'::text, catch_up = :'catch_up'::text, next_at = NULL
WHERE name = :'name'::text
RETURNING name;

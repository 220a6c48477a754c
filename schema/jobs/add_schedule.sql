-- Adds a schedule that this version of the program comes with, unless there is one of its name: what a person has set
-- stays.
--
-- Parameters: name, kind, cron, zone, catch_up text; arguments text (a JSON object).
-- Reads: nothing. Writes: schedule.
-- Lock: the schedule's name. A second run finds it and changes nothing.
-- Rows expected: one where it was added.

-- name: add
INSERT INTO schedule (name, kind, cron, zone, catch_up, arguments)
VALUES (:'name'::text, :'kind'::text, :'cron'::text, :'zone'::text, :'catch_up'::text, :'arguments'::jsonb)
ON CONFLICT (name) DO NOTHING
RETURNING id;

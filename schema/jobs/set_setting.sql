-- Sets a setting.
--
-- Parameters: name text, value text: what it is to be; actor text: who sets it.
-- Reads: nothing. Writes: setting.
-- Lock: the row of the setting. A second run sets the same value.
-- Runs inside an act.
-- Rows expected: none.

-- name: set
INSERT INTO setting (name, value, changed_by)
VALUES (:'name'::text, :'value'::text, :'actor'::text)
ON CONFLICT (name) DO UPDATE
SET value = excluded.value, changed_by = excluded.changed_by, changed_at = clock_timestamp();

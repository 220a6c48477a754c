-- Sets a setting.
--
-- Parameters: name text, value text: what it is to be; before text: what it was; actor text: who sets it.
-- Reads: nothing. Writes: setting, audit_event.
-- Lock: the row of the setting. A second run sets the same value and records that it was done again.
-- Rows expected: none.

-- name: set
INSERT INTO setting (name, value, changed_by)
VALUES (:'name'::text, :'value'::text, :'actor'::text)
ON CONFLICT (name) DO UPDATE
SET value = excluded.value, changed_by = excluded.changed_by, changed_at = clock_timestamp();

-- name: record
INSERT INTO audit_event (actor, act, detail)
VALUES (:'actor'::text, 'setting.set',
    jsonb_build_object('name', :'name'::text, 'from', :'before'::text, 'to', :'value'::text));

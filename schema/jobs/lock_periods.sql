-- Locks the books of an entity until a day, or opens them again.
--
-- Parameters: entity_id smallint; through_day date: the last locked day (null = none, to open all); reason text;
--     is_reopening boolean.
-- Reads: entity, period_lock. Writes: period_lock.
-- Lock: an advisory lock of the entity's periods: whoever posts is waited for, and waits. A second run finds it so and changes
-- nothing.
-- What it calls is done inside an act.
-- Rows expected: one, none where it was so already.

-- name: lock
SELECT lock_id, locked_before::text AS locked_before
FROM lock_periods(:'entity_id'::smallint, :'through_day'::date, :'reason'::text, :'is_reopening'::boolean);

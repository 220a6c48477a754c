-- Who has a lock by name, and since when where the session is signed (try_lock.sql).
--
-- Parameters: name text.
-- Reads: pg_locks, pg_stat_activity.
-- Rows expected: one, none where nobody has it any more.

SELECT lock.pid, CASE WHEN activity.application_name LIKE 'didtron since %' THEN
    substr(activity.application_name, length('didtron ') + 1) END AS signed_as
FROM pg_locks AS lock
LEFT JOIN pg_stat_activity AS activity ON activity.pid = lock.pid
WHERE lock.locktype = 'advisory' AND lock.granted AND lock.objsubid = 1
    AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND lock.classid::bigint << 32 | lock.objid::bigint = hashtextextended(:'name'::text, 0)
LIMIT 1;

-- Takes a lock by name until the end of the transaction, unless somebody else has it, and signs the session with who has it
-- since when, for those who have to wait.
--
-- Parameters: name text; actor text: who takes it.
-- Reads: nothing.
-- Rows expected: one; signed_as is null where somebody else has the lock.

SELECT CASE WHEN pg_try_advisory_xact_lock(hashtextextended(:'name'::text, 0)) THEN set_config('application_name',
    'didtron since ' || to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ' by ' || :'actor'::text,
    true) END AS signed_as;

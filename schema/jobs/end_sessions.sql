-- Ends sessions of a user.
--
-- Parameters: user_id integer; session_id bigint: this one (null = all); but_session_id bigint: the one that stays (null = none does).
-- Reads: nothing. Writes: secret.session.
-- Lock: the rows of the sessions. A second run finds them ended.
-- Rows expected: one per session that ended.

-- name: end_sessions
UPDATE secret.session SET ended_at = clock_timestamp()
WHERE user_id = :'user_id'::integer AND ended_at IS NULL
    AND (:'session_id'::bigint IS NULL OR id = :'session_id'::bigint)
    AND id IS DISTINCT FROM :'but_session_id'::bigint
RETURNING id AS session_id;

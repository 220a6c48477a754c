-- Where a user is signed in, the last used first.
-- Owner: Accounts.
--
-- Parameters: user_id integer; idle_minutes integer after which a session that nobody uses has ended.
-- Result: one row per session that has not ended.

SELECT id AS session_id, to_char(began_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS began_at,
    to_char(seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS seen_at, address, agent
FROM secret.session
WHERE user_id = :'user_id'::integer AND stage = 'whole' AND ended_at IS NULL AND expires_at > clock_timestamp()
    AND seen_at > clock_timestamp() - :'idle_minutes'::integer * INTERVAL '1 minute'
ORDER BY session.seen_at DESC, id DESC;

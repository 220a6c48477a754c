-- Suspends a user, whose sessions end with it, or lets one in again.
--
-- Parameters: user_id integer; state text: active or suspended.
-- Reads: secret.user_password. Writes: app_user, secret.session.
-- Lock: the row of the user. A second run finds the state as it is to be and changes nothing.
-- Runs inside an act.
-- Rows expected: one of set_state where it changes.

-- name: set_state
UPDATE app_user SET state = CASE
        WHEN :'state'::text = 'active' AND NOT EXISTS (SELECT FROM secret.user_password AS password
            WHERE password.user_id = app_user.id) THEN 'invited'
        ELSE :'state'::text END
WHERE id = :'user_id'::integer AND state <> :'state'::text
RETURNING id AS user_id;

-- name: end_sessions
UPDATE secret.session SET ended_at = clock_timestamp()
WHERE user_id = :'user_id'::integer AND ended_at IS NULL AND :'state'::text = 'suspended';

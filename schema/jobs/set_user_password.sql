-- Gives a user a password; whoever was invited is active from then on, and the other sessions of the user end.
--
-- Parameters: user_id integer; hash text: by argon2id; but_session_id bigint: the one that stays (null = none does).
-- Reads: nothing. Writes: secret.user_password, app_user, secret.session, secret.sign_in_link.
-- Lock: the row of the user. A second run stores the same again.
-- Runs inside an act.
-- Rows expected: none.

-- name: lock_user
SELECT id FROM app_user WHERE id = :'user_id'::integer FOR UPDATE;

-- name: set_password
INSERT INTO secret.user_password (user_id, hash) VALUES (:'user_id'::integer, :'hash'::text)
ON CONFLICT (user_id) DO UPDATE SET hash = EXCLUDED.hash, changed_at = clock_timestamp();

-- name: activate
UPDATE app_user SET state = 'active' WHERE id = :'user_id'::integer AND state = 'invited';

-- name: end_links
DELETE FROM secret.sign_in_link WHERE user_id = :'user_id'::integer AND used_at IS NULL;

-- name: end_sessions
UPDATE secret.session SET ended_at = clock_timestamp()
WHERE user_id = :'user_id'::integer AND ended_at IS NULL AND id IS DISTINCT FROM :'but_session_id'::bigint;

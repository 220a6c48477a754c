-- Makes a link that lets a user in once; earlier ones that were not used are taken back.
--
-- Parameters: user_id integer; token_hash bytea; purpose text: invitation or sign_in; minutes integer for which it holds.
-- Reads: nothing. Writes: secret.sign_in_link.
-- Lock: none; a second run breaks the promise that a token is used once.
-- Runs inside an act.
-- Rows expected: one of add_link.

-- name: end_links
DELETE FROM secret.sign_in_link
WHERE user_id = :'user_id'::integer AND purpose = :'purpose'::text AND used_at IS NULL;

-- name: add_link
INSERT INTO secret.sign_in_link (token_hash, user_id, purpose, expires_at)
VALUES (:'token_hash'::bytea, :'user_id'::integer, :'purpose'::text,
    clock_timestamp() + :'minutes'::integer * INTERVAL '1 minute')
RETURNING to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS expires_at;

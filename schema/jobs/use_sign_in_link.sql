-- Uses up a link.
--
-- Parameters: token_hash bytea.
-- Reads: nothing. Writes: secret.sign_in_link.
-- Lock: the row of the link, so that one of two who use it finds it used.
-- Runs inside an act. A second run finds it used and returns nothing.
-- Rows expected: one, or none.

-- name: use_link
UPDATE secret.sign_in_link SET used_at = clock_timestamp()
WHERE token_hash = :'token_hash'::bytea AND used_at IS NULL AND expires_at > clock_timestamp()
RETURNING user_id, purpose;

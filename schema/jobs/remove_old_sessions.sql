-- Removes sessions and attempts to sign in that ended or were made 30 days ago.
--
-- Parameters: none.
-- Reads: nothing. Writes: secret.session, secret.sign_in_attempt.
-- Lock: the rows. A second run finds none.
-- Rows expected: none.

-- name: remove_sessions
DELETE FROM secret.session
WHERE COALESCE(ended_at, expires_at) < clock_timestamp() - INTERVAL '30 days';

-- name: remove_attempts
DELETE FROM secret.sign_in_attempt WHERE at < clock_timestamp() - INTERVAL '30 days';

-- Revokes a token of the API.
--
-- Parameters: token_id integer.
-- Reads: nothing. Writes: api_token.
-- Lock: the row of the token. A second run finds it revoked and changes nothing.
-- Runs inside an act.
-- Rows expected: one where it was not revoked.

-- name: revoke
UPDATE api_token SET revoked_at = clock_timestamp()
WHERE id = :'token_id'::integer AND revoked_at IS NULL
RETURNING id AS token_id;

-- Notes that a token of the API is used, and from where.
--
-- Parameters: token_id integer; address text.
-- Reads: nothing. Writes: secret.api_token_use.
-- Lock: the row of the use. A second run notes a later instant.
-- Rows expected: none.

-- name: use_token
INSERT INTO secret.api_token_use (token_id, used_at, address)
VALUES (:'token_id'::integer, clock_timestamp(), left(:'address'::text, 100))
ON CONFLICT (token_id) DO UPDATE SET used_at = EXCLUDED.used_at, address = EXCLUDED.address;

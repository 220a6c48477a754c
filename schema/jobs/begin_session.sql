-- Begins a session; the one from which it grew ends.
--
-- Parameters: token_hash bytea; user_id integer; stage text: second_factor or whole; hours integer after which it ends however often it is
-- used; address, agent text: of the client; earlier_id bigint: the session that ends (null = none does).
-- Reads: nothing. Writes: secret.session.
-- Lock: none; a second run breaks the promise that a token is used once.
-- Rows expected: one of begin_session.

-- name: end_earlier
UPDATE secret.session SET ended_at = clock_timestamp() WHERE id = :'earlier_id'::bigint AND ended_at IS NULL;

-- name: begin_session
INSERT INTO secret.session (token_hash, user_id, stage, expires_at, address, agent)
VALUES (:'token_hash'::bytea, :'user_id'::integer, :'stage'::text,
    clock_timestamp() + :'hours'::integer * INTERVAL '1 hour', left(:'address'::text, 100), left(:'agent'::text, 300))
RETURNING id AS session_id;

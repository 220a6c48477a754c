-- Notes that a session is used, and the entity that a super admin chose in it.
--
-- Parameters: session_id bigint; entity_id smallint (null = the one that was chosen stays).
-- Reads: nothing. Writes: secret.session.
-- Lock: the row of the session. A second run notes a later instant.
-- Rows expected: none.

-- name: use_session
UPDATE secret.session SET seen_at = clock_timestamp(), entity_id = COALESCE(:'entity_id'::smallint, entity_id)
WHERE id = :'session_id'::bigint;

-- Makes a token of the API for a user.
--
-- Parameters: user_id integer; name text; prefix text: the beginning of the token; hash bytea: its SHA-256; scopes text[];
--     entity_ids smallint[]: to which it is limited (empty = those of its user); days integer for which it holds (null = until it is revoked).
-- Reads: nothing. Writes: api_token, api_token_entity, secret.api_token_hash.
-- Lock: none; a second run breaks the promise that a hash is used once.
-- Runs inside an act.
-- Rows expected: one of add_token, one of add_hash, one of limit_entities per entity.

-- name: add_token
INSERT INTO api_token (user_id, name, prefix, scopes, expires_at)
VALUES (:'user_id'::integer, :'name'::text, :'prefix'::text, :'scopes'::text[],
    clock_timestamp() + :'days'::integer * INTERVAL '1 day')
RETURNING id AS token_id;

-- name: add_hash
INSERT INTO secret.api_token_hash (token_id, hash)
SELECT max(id), :'hash'::bytea FROM api_token WHERE user_id = :'user_id'::integer AND prefix = :'prefix'::text
RETURNING token_id;

-- name: limit_entities
INSERT INTO api_token_entity (token_id, entity_id)
SELECT (SELECT token_id FROM secret.api_token_hash WHERE hash = :'hash'::bytea), unnest(:'entity_ids'::smallint[]);

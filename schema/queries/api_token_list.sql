-- Tokens of the API, the newest first.
-- Owner: Accounts.
--
-- Parameters: user_id integer: of this user (null = of all); token_id integer: this one alone (null = all).
-- Result: one row per token; entities are codes, one a line, null = those of its user; state is active, expired, revoked, or
-- suspended where its user is.

SELECT token.id AS token_id, app_user.id AS user_id, mail, token.name, prefix, array_to_string(scopes, ' ') AS scopes,
    (SELECT string_agg(entity.code, E'\n' ORDER BY entity.code) FROM api_token_entity AS limited
        JOIN entity ON entity.id = limited.entity_id WHERE limited.token_id = token.id) AS entities,
    CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= clock_timestamp() THEN 'expired'
        WHEN state = 'suspended' THEN 'suspended' ELSE 'active' END AS state,
    to_char(token.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created_at,
    to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS expires_at,
    to_char(revoked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS revoked_at,
    to_char(used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS last_used_at
FROM api_token AS token
    JOIN app_user ON app_user.id = user_id
    LEFT JOIN secret.api_token_use AS last_use ON last_use.token_id = token.id
WHERE (:'user_id'::integer IS NULL OR user_id = :'user_id'::integer)
    AND (:'token_id'::integer IS NULL OR token.id = :'token_id'::integer)
ORDER BY token.id DESC;

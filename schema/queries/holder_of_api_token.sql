-- The user of a token of the API, where it holds, and the entity that is meant.
-- Owner: Accounts.
--
-- Parameters: hash bytea; entity text: code of the entity that is meant (null = the first that the token reaches).
-- Result: one row, or none where the token does not hold. entity_* is null where the token does not reach the entity; reachable are the
-- codes of all that it reaches, one a line; is_stale = its use was not noted for a minute.

WITH holder AS (
    SELECT token.id AS token_id, token.name AS token_name, prefix, array_to_string(scopes, ' ') AS scopes, app_user.id AS user_id,
        mail, app_user.name, app_user.role, app_user.entity_id, app_user.partner_id
    FROM secret.api_token_hash AS known
        JOIN api_token AS token ON token.id = known.token_id
        JOIN app_user ON app_user.id = token.user_id AND app_user.state <> 'suspended'
    WHERE hash = :'hash'::bytea AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
), reached AS (
    SELECT entity.id, entity.code, entity.name, entity.zone
    FROM holder
        JOIN entity ON holder.entity_id IS NULL OR entity.id = holder.entity_id
    WHERE NOT EXISTS (SELECT FROM api_token_entity AS limited WHERE limited.token_id = holder.token_id)
        OR EXISTS (SELECT FROM api_token_entity AS limited
            WHERE limited.token_id = holder.token_id AND limited.entity_id = entity.id)
), meant AS (
    SELECT * FROM reached WHERE :'entity'::text IS NULL OR code = :'entity'::text ORDER BY id LIMIT 1
)
SELECT token_id, token_name, prefix, scopes, user_id, mail, holder.name, role, meant.id AS entity_id, meant.code AS entity_code,
    meant.name AS entity_name, meant.zone AS entity_zone, holder.partner_id, partner.name AS partner_name,
    COALESCE((SELECT string_agg(code, E'\n' ORDER BY code) FROM reached), '') AS reachable,
    NOT EXISTS (SELECT FROM secret.api_token_use AS last_use
        WHERE last_use.token_id = holder.token_id AND used_at > clock_timestamp() - INTERVAL '1 minute') AS is_stale
FROM holder
    LEFT JOIN meant ON true
    LEFT JOIN partner ON partner.id = holder.partner_id;

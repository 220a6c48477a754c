-- The session of a token with its user, where it has not ended.
-- Owner: Accounts.
--
-- Parameters: token_hash bytea; idle_minutes integer after which a session that nobody uses has ended.
-- Result: one row, or none; entity_* is the entity in which the user works, of a super admin the one that was chosen or the first. is_stale
-- = its use was not noted for a minute.

SELECT session.id AS session_id, stage, app_user.id AS user_id, mail, app_user.name, app_user.role, app_user.state,
    entity.id AS entity_id, entity.code AS entity_code, entity.name AS entity_name, entity.zone AS entity_zone,
    app_user.partner_id, partner.code AS partner_code, partner.name AS partner_name,
    seen_at < clock_timestamp() - INTERVAL '1 minute' AS is_stale
FROM secret.session
    JOIN app_user ON app_user.id = user_id AND app_user.state <> 'suspended'
    JOIN entity ON entity.id = COALESCE(app_user.entity_id, session.entity_id, (SELECT min(id) FROM entity))
    LEFT JOIN partner ON partner.id = app_user.partner_id
WHERE token_hash = :'token_hash'::bytea AND ended_at IS NULL AND expires_at > clock_timestamp()
    AND seen_at > clock_timestamp() - :'idle_minutes'::integer * INTERVAL '1 minute';

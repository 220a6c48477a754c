-- The users of the pages, by address.
-- Owner: Accounts.
--
-- Parameters: entity_id smallint: of one entity, super admins left out (null = all); mail text: this one alone (null = all).
-- Result: one row per user.

SELECT app_user.id AS user_id, mail, app_user.name, app_user.role, app_user.state, app_user.entity_id,
    entity.code AS entity_code, app_user.partner_id, partner.code AS partner_code,
    EXISTS (SELECT FROM secret.second_factor WHERE user_id = app_user.id AND confirmed_at IS NOT NULL) AS has_second_factor,
    (SELECT to_char(max(seen_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM secret.session
        WHERE user_id = app_user.id AND stage = 'whole') AS last_seen_at
FROM app_user
    LEFT JOIN entity ON entity.id = app_user.entity_id
    LEFT JOIN partner ON partner.id = app_user.partner_id
WHERE (:'entity_id'::smallint IS NULL OR app_user.entity_id = :'entity_id'::smallint)
    AND (:'mail'::text IS NULL OR mail = :'mail'::text)
ORDER BY mail;

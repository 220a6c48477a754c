-- What was done to a card, the latest first.
--
-- Parameters: card_id integer.
-- Reads: audit_event, card_version.
-- Rows expected: one for each act.

SELECT to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, event.actor, event.act,
    version.number AS version, event.detail::text AS detail
FROM audit_event AS event
LEFT JOIN card_version AS version ON version.id = event.version_id
WHERE event.card_id = :'card_id'::integer
ORDER BY event.id DESC;

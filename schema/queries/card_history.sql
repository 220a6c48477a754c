-- What was done to a card, the latest first.
--
-- Parameters: card_id integer.
-- Reads: audit_event, act, actor, card_version, card_destination.
-- Rows expected: one for each version and name that an act changed.

SELECT to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, actor.name AS actor,
    -- An import may be approved by the act that it is.
    CASE WHEN event.subject_kind = 'destination_mapping' THEN 'destination.map'
        WHEN event.after ->> 'state' = 'approved' THEN 'ratecard.approve'
        WHEN event.after ->> 'state' = 'withdrawn' THEN 'ratecard.withdraw'
        WHEN event.after ->> 'scope' = 'generated' THEN 'ratecard.generate'
        ELSE 'ratecard.import' END AS act,
    version.number AS version, COALESCE(event.after, '{}')::text AS detail, event.before::text AS before, act.reason,
    act.id AS act_id
FROM audit_event AS event
JOIN act ON act.id = event.act_id
JOIN actor ON actor.id = act.actor_id
LEFT JOIN card_version AS version ON event.subject_kind = 'card_version' AND version.id = event.subject_id
WHERE event.subject_kind = 'card_version' AND event.subject_id IN (
        SELECT id FROM card_version WHERE card_id = :'card_id'::integer)
    OR event.subject_kind = 'destination_mapping' AND event.subject_id IN (
        SELECT id FROM card_destination WHERE card_id = :'card_id'::integer)
ORDER BY event.id DESC;

-- Locks of periods, the latest of each entity first: the latest one holds.
--
-- Parameters: entity_id smallint (null = all).
-- Reads: period_lock, entity, audit_event, act, actor.
-- Rows expected: one for each lock and unlock; locked_through null where nothing was locked any more.

SELECT entity.code AS entity, period_lock.id AS lock_id, locked_through::text AS locked_through,
    to_char(locked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS locked_at, period_lock.reason,
    actor.kind || chr(58) || actor.name AS actor,
    row_number() OVER (PARTITION BY period_lock.entity_id ORDER BY period_lock.id DESC) = 1 AS holds
FROM period_lock
    JOIN entity ON entity.id = period_lock.entity_id
    LEFT JOIN audit_event AS event ON subject_kind = 'period_lock' AND subject_id = period_lock.id
    LEFT JOIN act ON act.id = event.act_id
    LEFT JOIN actor ON actor.id = act.actor_id
WHERE :'entity_id'::smallint IS NULL OR period_lock.entity_id = :'entity_id'::smallint
ORDER BY entity.code, period_lock.id DESC;

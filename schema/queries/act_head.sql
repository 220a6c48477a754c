-- One act: who, when, from where, why, and how it ended.
--
-- Parameters: act_id bigint.
-- Reads: act, actor, entity.
-- Rows expected: one; none where there is no such act.

SELECT act.id AS act_id, to_char(act.begun_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS begun_at,
    to_char(act.ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS ended_at,
    actor.kind || chr(58) || actor.name AS actor, act.name AS act, entity.code AS entity, act.outcome, act.origin, act.reason,
    act.refusal ->> 'message' AS refusal, act.refusal ->> 'reason' AS refusal_reason
FROM act
JOIN actor ON actor.id = act.actor_id
LEFT JOIN entity ON entity.id = act.entity_id
WHERE act.id = :'act_id'::bigint;

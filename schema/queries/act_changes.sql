-- What an act changed, in its order.
--
-- Parameters: act_id bigint; rows_max integer.
-- Reads: audit_event, entity.
-- Rows expected: one for each row that it added, changed or removed, up to rows_max; changes is how many there are.

SELECT event.subject_kind, event.subject_id, event.subject_label, entity.code AS entity, event.before::text AS before,
    event.after::text AS after, count(*) OVER () AS changes
FROM audit_event AS event
LEFT JOIN entity ON entity.id = event.entity_id
WHERE event.act_id = :'act_id'::bigint
ORDER BY event.id
LIMIT :'rows_max'::integer;

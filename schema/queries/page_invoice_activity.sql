-- What was done with one invoice, oldest first.
-- Owner: Receivables.
--
-- Parameters: invoice_id bigint; row_limit integer.
-- Result: one row per act that made or changed it; the columns that changed as JSON.

SELECT act.id AS act_id, act.name AS act_name, actor.kind AS actor_kind, actor.name AS actor_name, reason, origin,
    to_char(changed.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, state_before, state_after, paid_before,
    paid_after
FROM (
    SELECT act_id, created_at AS at, NULL AS state_before, 'draft' AS state_after, NULL::bigint AS paid_before,
        NULL::bigint AS paid_after
    FROM document
    WHERE id = :'invoice_id'::bigint
    UNION ALL
    SELECT act_id, at, before ->> 'state', after ->> 'state', (before ->> 'paid_minor')::bigint,
        (after ->> 'paid_minor')::bigint
    FROM audit_event
    WHERE subject_kind = 'invoice' AND subject_id = :'invoice_id'::bigint) AS changed
    JOIN act ON act.id = changed.act_id
    JOIN actor ON actor.id = act.actor_id
ORDER BY changed.at, act.id
LIMIT :'row_limit'::integer;

-- Acts, done, refused and under way, the latest first.
--
-- Parameters: actor text: a name, or kind:name; name text: an act such as invoice.issue, or its subject alone; subject text: of
-- what was changed, its table, its label, or both with a colon between; entity_id smallint; since timestamptz, until
-- timestamptz: from when on and before when they began; refused boolean: only those that were refused; before_id bigint:
-- those before it; after_id bigint: those after it, nearest first; rows_max integer. All but the last: null = any.
-- Reads: act, actor, entity, audit_event.
-- Rows expected: at most rows_max.

WITH listed AS NOT MATERIALIZED (
    SELECT act.*
    FROM act
    JOIN actor ON actor.id = act.actor_id
    WHERE (:'actor'::text IS NULL OR actor.name = :'actor'::text OR actor.kind || chr(58) || actor.name = :'actor'::text)
        AND (:'name'::text IS NULL OR act.name = :'name'::text OR starts_with(act.name, :'name'::text || '.'))
        AND (:'subject'::text IS NULL OR EXISTS (
            SELECT FROM audit_event
            WHERE act_id = act.id AND (subject_kind = :'subject'::text OR subject_label = :'subject'::text
                OR subject_kind || chr(58) || subject_label = :'subject'::text)))
        AND (:'entity_id'::smallint IS NULL OR act.entity_id = :'entity_id'::smallint OR EXISTS (
            SELECT FROM audit_event WHERE act_id = act.id AND entity_id = :'entity_id'::smallint))
        AND (:'since'::timestamptz IS NULL OR act.begun_at >= :'since'::timestamptz)
        AND (:'until'::timestamptz IS NULL OR act.begun_at < :'until'::timestamptz)
        AND (:'refused'::boolean IS NOT TRUE OR act.outcome = 'refused')
), page AS MATERIALIZED (
    -- One of the two has rows, the other is told from the parameters and not run.
    (SELECT *
    FROM listed
    WHERE :'after_id'::bigint IS NULL AND (:'before_id'::bigint IS NULL OR id < :'before_id'::bigint)
    ORDER BY id DESC LIMIT :'rows_max'::integer)
    UNION ALL
    (SELECT * FROM listed WHERE id > :'after_id'::bigint ORDER BY id LIMIT :'rows_max'::integer)
)
SELECT page.id AS act_id, to_char(page.begun_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
    actor.kind || chr(58) || actor.name AS actor, page.name AS act, entity.code AS entity, page.outcome, page.origin, page.reason,
    page.refusal ->> 'message' AS refusal, changed.subjects, COALESCE(changed.first_subjects, '') AS first_subjects
FROM page
JOIN actor ON actor.id = page.actor_id
LEFT JOIN entity ON entity.id = page.entity_id
CROSS JOIN LATERAL (
    SELECT count(*) AS subjects, string_agg(subject_kind || chr(58) || subject_label, ', ' ORDER BY position)
        FILTER (WHERE position <= 3) AS first_subjects
    FROM (
        SELECT subject_kind, subject_label, row_number() OVER (ORDER BY min(id)) AS position
        FROM audit_event
        WHERE act_id = page.id
        GROUP BY subject_kind, subject_label
    ) AS subject
) AS changed
ORDER BY page.id DESC;

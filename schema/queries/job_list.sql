-- Jobs, the newest first: what waits, runs, is parked or has ended.
--
-- Parameters: kind text, state text: only those (null = all); entity_id smallint: those of the entity and of none (null = all);
--     before_id bigint: those before it; after_id bigint: those after it, nearest first (both null = from the newest);
--     row_limit integer.
-- Reads: job, actor.
-- Rows expected: at most row_limit.

WITH listed AS NOT MATERIALIZED (
    SELECT *
    FROM job
    WHERE (:'kind'::text IS NULL OR kind = :'kind'::text) AND (:'state'::text IS NULL OR state = :'state'::text)
        AND (:'entity_id'::smallint IS NULL OR entity_id IS NULL OR entity_id = :'entity_id'::smallint)
), page AS MATERIALIZED (
    -- One of the two has rows, the other is told from the parameters and not run.
    (SELECT *
    FROM listed
    WHERE :'after_id'::bigint IS NULL AND (:'before_id'::bigint IS NULL OR id < :'before_id'::bigint)
    ORDER BY id DESC LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT * FROM listed WHERE id > :'after_id'::bigint ORDER BY id LIMIT :'row_limit'::integer)
)
SELECT page.id AS job_id, page.kind, page.key, entity_id, state, priority, runs, failures, failures_max,
    actor.kind || ' ' || actor.name AS requested_by, worker, progress_done, progress_total, progress_note, cause,
    arguments::text AS arguments, cancel_requested_at IS NOT NULL AS is_being_cancelled,
    to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS due_at,
    to_char(page.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created_at,
    to_char(ended_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS ended_at
FROM page JOIN actor ON actor.id = requested_by
ORDER BY page.id DESC;

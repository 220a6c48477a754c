-- One page of the files and batches of an entity, the last received first.
-- Owner: CallStore.
--
-- Parameters: entity_id smallint; sought text: part of a name, or a number (null = any); state text: loading, stopped, closed, undone (null =
-- any); before_id integer: those received before it; after_id integer: those received after it, nearest first (both null = from the last);
-- row_limit integer; count_max integer: where counting stops.
-- Result: at most row_limit ids, in the order in which they were looked for; matching counts all that fit, up to one more than count_max.

WITH listed AS NOT MATERIALIZED (
    SELECT id
    FROM cdr_file
    WHERE entity_id = :'entity_id'::smallint
        AND (:'sought'::text IS NULL OR strpos(lower(name), lower(:'sought'::text)) > 0 OR id::text = :'sought'::text)
        AND (:'state'::text IS NULL OR CASE :'state'::text WHEN 'undone' THEN undo_act_id IS NOT NULL
            ELSE state = :'state'::text AND undo_act_id IS NULL END)
), page AS (
    -- One of the two has rows, the other is told from the parameters and not run.
    (SELECT id, row_number() OVER (ORDER BY id DESC) AS place
    FROM listed
    WHERE :'after_id'::integer IS NULL AND (:'before_id'::integer IS NULL OR id < :'before_id'::integer)
    ORDER BY id DESC LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT id, row_number() OVER (ORDER BY id) AS place
    FROM listed
    WHERE id > :'after_id'::integer
    ORDER BY id LIMIT :'row_limit'::integer)
)
SELECT id AS file_id, (SELECT count(*) FROM (SELECT FROM listed LIMIT :'count_max'::integer + 1) AS counted) AS matching
FROM page
ORDER BY place;

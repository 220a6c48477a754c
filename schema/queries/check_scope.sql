-- What a check of part of the books looks at: of each entity the first closing of those chosen, which are the newest that together have
-- no more than so many calls, the newest of all in any case; or those from a number on.
--
-- Parameters: calls_max bigint: rows of calls that are enough; from_close_number integer: choose by this number instead, null = by
-- calls.
-- Reads: entity, closing, cdr_file, chunk.
-- Rows expected: one an entity: its first closing looked at (one behind its last where there is none), how many are, those left out,
-- rows of calls of both; and since, the end of the last closing left out, from which on versions of cards are looked at (null = all).

WITH closed AS (
    SELECT closing.entity_id, closing.number, closing.closed_at, COALESCE(sum(call_rows), 0) AS calls
    FROM closing
        LEFT JOIN cdr_file ON cdr_file.entity_id = closing.entity_id AND close_number = closing.number
        LEFT JOIN chunk ON file_id = cdr_file.id
    GROUP BY closing.entity_id, closing.number, closing.closed_at
), ranked AS (
    SELECT closed.*, row_number() OVER newest_first AS rank, sum(calls) OVER newest_first AS calls_until
    FROM closed
    WINDOW newest_first AS (ORDER BY closed_at DESC, number DESC, entity_id)
), chosen AS (
    SELECT ranked.*, CASE WHEN :'from_close_number'::integer IS NOT NULL THEN number >= :'from_close_number'::integer
        ELSE rank = 1 OR calls_until <= :'calls_max'::bigint END AS is_chosen
    FROM ranked
)
SELECT entity.id AS entity_id, code AS entity,
    COALESCE(min(number) FILTER (WHERE is_chosen), max(number) + 1, 1) AS from_close_number,
    count(*) FILTER (WHERE is_chosen) AS closings, COALESCE(sum(calls) FILTER (WHERE is_chosen), 0)::bigint AS calls,
    count(*) FILTER (WHERE NOT is_chosen) AS closings_left,
    COALESCE(sum(calls) FILTER (WHERE NOT is_chosen), 0)::bigint AS calls_left,
    (SELECT max(closed_at)::text FROM chosen WHERE NOT is_chosen) AS since
FROM entity LEFT JOIN chosen ON chosen.entity_id = entity.id
GROUP BY entity.id, code
ORDER BY entity.id;

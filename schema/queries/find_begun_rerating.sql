-- Finds the batch of re-rated calls of a switch that was begun and not finished.
--
-- Parameters: switch_id smallint.
-- Result: at most one row; scope is what was to be rated again, next_number that of its next chunk.

SELECT cdr_file.id AS file_id, cdr_file.name, cdr_file.layout_definition::text AS scope,
    COALESCE(max(chunk.number) + 1, 0) AS next_number, act.id AS act_id, act.outcome = 'begun' AS is_act_under_way
FROM cdr_file JOIN act ON act.id = cdr_file.act_id LEFT JOIN chunk ON chunk.file_id = cdr_file.id
WHERE cdr_file.kind = 'rerate' AND cdr_file.state = 'loading' AND cdr_file.chunks IS NULL
    AND cdr_file.switch_id = :'switch_id'::smallint
GROUP BY cdr_file.id, act.id
ORDER BY cdr_file.id
LIMIT 1;

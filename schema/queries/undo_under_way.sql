-- Finds the undo of files of a switch that was begun and has not ended.
--
-- Parameters: switch_id smallint.
-- Result: at most one row: the file that was asked for, and the act.

SELECT cdr_file.undone_for_id AS file_id, file.name, cdr_file.undo_act_id AS act_id, act.reason
FROM cdr_file
    JOIN act ON act.id = cdr_file.undo_act_id
    JOIN cdr_file AS file ON file.id = cdr_file.undone_for_id
WHERE cdr_file.switch_id = :'switch_id'::smallint AND cdr_file.undone_at IS NULL
ORDER BY cdr_file.id
LIMIT 1;

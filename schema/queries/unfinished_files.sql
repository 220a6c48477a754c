-- Lists files and batches of re-rated calls that are not loaded to their end, oldest first.
--
-- Parameters: entity_id smallint (null = all).
-- Result: one row per file.

SELECT id AS file_id, name, kind, is_stopped, is_being_undone, switch_code, rows_read, is_importing
FROM unfinished_file
WHERE :'entity_id'::smallint IS NULL OR entity_id = :'entity_id'::smallint
ORDER BY id;

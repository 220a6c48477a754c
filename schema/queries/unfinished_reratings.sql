-- Lists batches of re-rated calls of an entity that are not closed: begun and interrupted.
--
-- Parameters: entity_id smallint.
-- Result: one row per batch.

SELECT id AS file_id, name FROM cdr_file
WHERE kind = 'rerate' AND state = 'loading' AND entity_id = :'entity_id'::smallint
ORDER BY id;

-- Files whose chunks are all in and that are not closed, oldest first.
--
-- Parameters: entity_id smallint: only of this one; null = all.
-- Result: one row per file.

SELECT id AS file_id, entity_id, kind
FROM cdr_file
WHERE (:'entity_id'::smallint IS NULL OR entity_id = :'entity_id'::smallint)
    AND state = 'loading' AND chunks = (SELECT count(*) FROM chunk WHERE file_id = cdr_file.id)
ORDER BY entity_id, id;

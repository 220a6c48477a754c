-- Files whose chunks are all in and that are not closed, oldest first: what a crash between the two left behind.
--
-- Parameters: none.
-- Result: one row per file.

SELECT id AS file_id, entity_id
FROM cdr_file
WHERE state = 'loading' AND chunks = (SELECT count(*) FROM chunk WHERE file_id = cdr_file.id)
ORDER BY id;

-- Takes back the entry of a file of which nothing was loaded.
--
-- Parameters: file_id integer.
-- Runs inside an act.
-- Result: its number, if it was taken back.

DELETE FROM cdr_file
WHERE id = :'file_id'::integer AND state = 'loading'
    AND NOT EXISTS (SELECT FROM chunk WHERE chunk.file_id = cdr_file.id)
RETURNING id AS file_id;

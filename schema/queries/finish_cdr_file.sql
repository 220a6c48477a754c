-- Says of a file that all its chunks are in: from here on it can be closed.
--
-- Parameters: file_id integer.
-- Runs inside an act.
-- Result: the number of its chunks; none where that was said before.

UPDATE cdr_file SET chunks = (SELECT count(*) FROM chunk WHERE file_id = cdr_file.id)
WHERE id = :'file_id'::integer AND state = 'loading' AND chunks IS NULL
RETURNING chunks;

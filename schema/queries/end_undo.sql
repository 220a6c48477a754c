-- Says of the files that an undo took back that it has ended, with all that was loaded again.
--
-- Parameters: file_id integer: the file that was asked for.
-- Runs inside an act.
-- Result: one row per file.

UPDATE cdr_file SET undone_at = clock_timestamp()
WHERE undone_for_id = :'file_id'::integer AND undone_at IS NULL
RETURNING id AS file_id;

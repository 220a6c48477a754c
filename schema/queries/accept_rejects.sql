-- Lets a file that was begun go on, however many of its records are rejects.
--
-- Parameters: file_id integer.
-- Runs inside an act.
-- Result: its number, if it was begun and is not finished.

UPDATE cdr_file SET state = 'loading', rejected_percent_max = NULL
WHERE id = :'file_id'::integer AND state <> 'closed' AND chunks IS NULL
RETURNING id AS file_id;

-- Says of a file that was begun that the current act goes on with it.
--
-- Parameters: file_id integer.
-- Runs inside an act.
-- Result: its number, if it is not loaded to its end.

UPDATE cdr_file SET act_id = current_act()
WHERE id = :'file_id'::integer AND state <> 'closed' AND chunks IS NULL
RETURNING id AS file_id;

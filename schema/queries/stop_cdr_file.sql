-- Says of a file whose loading ended because of its rejects that a person has to say how to go on.
--
-- Parameters: file_id integer.
-- Runs inside an act.
-- Result: its number, unless it is not loading any more.

UPDATE cdr_file SET state = 'stopped'
WHERE id = :'file_id'::integer AND state = 'loading' AND chunks IS NULL
RETURNING id AS file_id;

-- What was found in a file when it was closed.
--
-- Parameters: file_id integer.
-- Result: none or one row.

SELECT findings::text AS findings FROM file_findings WHERE file_id = :'file_id'::integer;

-- Finds when the file of a chunk was closed.
--
-- Parameters: chunk_id integer.
-- Result: at most one row; close_number is null while the file is loading.

SELECT close_number FROM chunk JOIN cdr_file ON cdr_file.id = file_id WHERE chunk.id = :'chunk_id'::integer;

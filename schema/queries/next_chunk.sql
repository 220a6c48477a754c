-- Takes the number under which a chunk is stored.
--
-- Parameters: none.
-- Result: chunk_id.

SELECT nextval('chunk_id')::integer AS chunk_id;

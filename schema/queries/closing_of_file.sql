-- The closing that a file is in, and what is in of the file.
--
-- Parameters: file_id integer.
-- Result: one row where there is such a file; close_number null where it is not closed; chunks null where not all are in.

SELECT id AS file_id, entity_id, close_number, chunks, (SELECT count(*) FROM chunk WHERE file_id = cdr_file.id) AS chunks_in,
    (SELECT count(*) FROM usage
        WHERE usage.entity_id = cdr_file.entity_id AND usage.close_number = cdr_file.close_number) AS usage_rows
FROM cdr_file
WHERE id = :'file_id'::integer;

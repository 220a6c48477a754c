-- Finds where the records of a chunk are in the evidence, and how to read them.
--
-- Parameters: chunk_id integer.
-- Result: at most one row.

SELECT cdr_file.id AS file_id, cdr_file.name AS file_name, cdr_file.kind, cdr_file.sha256, cdr_file.layout_definition,
    cdr_file.chunk_bytes, chunk.number, chunk.byte_offset, chunk.first_line, switch.zone, switch.code AS switch_code
FROM chunk
    JOIN cdr_file ON cdr_file.id = chunk.file_id
    JOIN switch ON switch.id = cdr_file.switch_id
WHERE chunk.id = :'chunk_id'::integer;

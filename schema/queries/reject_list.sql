-- Lists records that could not be parsed, in the order of the file.
--
-- Parameters: file_id integer (null = all files), row_limit bigint (null = all).
-- Result: one row per record; text is at most 64 KiB of it.

SELECT chunk.file_id, cdr_file.name AS file_name, reject.line, reject.column_number, reject.byte_offset, reject.field,
    reject.reason, reject.text
FROM call_reject AS reject
    JOIN chunk ON chunk.id = reject.chunk_id
    JOIN cdr_file ON cdr_file.id = chunk.file_id
WHERE :'file_id'::integer IS NULL OR chunk.file_id = :'file_id'::integer
ORDER BY chunk.file_id, chunk.number, reject.ordinal
LIMIT :'row_limit'::bigint;

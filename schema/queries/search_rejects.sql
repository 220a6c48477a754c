-- Finds records that could not be parsed by what stands in them, the newest first.
--
-- Parameters: texts bytea[]: all of which stand in the record (empty = any record); file_id integer, switch_code text (null = any);
-- from_micros, until_micros bigint: starts of the other records of the same part of the file, in microseconds since 1970 UTC, half open
-- (null = any); before_chunk_id integer, before_ordinal integer: the last one of the page before (null = the first page);
-- row_limit integer.
-- Result: one row per record; text is at most 64 KiB of it.

SELECT reject.chunk_id, reject.ordinal, chunk.file_id, cdr_file.name AS file_name, reject.line, reject.column_number,
    reject.field, reject.reason, reject.text
FROM call_reject AS reject
    JOIN chunk ON chunk.id = reject.chunk_id
    JOIN cdr_file ON cdr_file.id = chunk.file_id
    JOIN switch ON switch.id = cdr_file.switch_id
WHERE NOT EXISTS (SELECT FROM unnest(:'texts'::bytea[]) AS wanted (text) WHERE position(wanted.text IN reject.text) = 0)
    AND (:'file_id'::integer IS NULL OR chunk.file_id = :'file_id'::integer)
    AND (:'switch_code'::text IS NULL OR switch.code = :'switch_code'::text)
    AND (:'from_micros'::bigint IS NULL OR last_record_at IS NULL
        OR last_record_at >= TIMESTAMPTZ 'epoch' + :'from_micros'::bigint * INTERVAL '1 microsecond')
    AND (:'until_micros'::bigint IS NULL OR first_record_at IS NULL
        OR first_record_at < TIMESTAMPTZ 'epoch' + :'until_micros'::bigint * INTERVAL '1 microsecond')
    AND (:'before_chunk_id'::integer IS NULL
        OR (reject.chunk_id, reject.ordinal) < (:'before_chunk_id'::integer, :'before_ordinal'::integer))
ORDER BY reject.chunk_id DESC, reject.ordinal DESC
LIMIT :'row_limit'::integer;

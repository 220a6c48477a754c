-- Lists the chunks that may have what is searched for, by their manifests: the newest first.
--
-- Parameters: having text: duplicates, changed (calls taken back), waiting (sides without a price), null = any; file_id integer, switch_code
-- text (null = any); from_micros, until_micros bigint: starts of records in microseconds since 1970 UTC, half open (null = any);
-- before_chunk_id integer: the last one of the page before (null = the first page).
-- Result: one row per chunk; text_bytes of the decompressed file.

SELECT chunk.id AS chunk_id, chunk.byte_count AS text_bytes, chunk.duplicates
FROM chunk
    JOIN cdr_file ON cdr_file.id = chunk.file_id
    JOIN switch ON switch.id = cdr_file.switch_id
WHERE CASE :'having'::text WHEN 'duplicates' THEN chunk.duplicates > 0 AND cdr_file.kind = 'received'
        WHEN 'changed' THEN chunk.changed > 0
        WHEN 'waiting' THEN chunk.unrated > 0 AND EXISTS (SELECT FROM suspense
            WHERE suspense.chunk_id = chunk.id AND NOT EXISTS (SELECT FROM suspense_resolution AS resolution
                WHERE resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
                    AND resolution.side = suspense.side))
        ELSE true END
    AND (:'file_id'::integer IS NULL OR chunk.file_id = :'file_id'::integer)
    AND (:'switch_code'::text IS NULL OR switch.code = :'switch_code'::text)
    AND (:'from_micros'::bigint IS NULL
        OR COALESCE(last_record_at, max_start_at) >= TIMESTAMPTZ 'epoch' + :'from_micros'::bigint * INTERVAL '1 microsecond')
    AND (:'until_micros'::bigint IS NULL
        OR COALESCE(first_record_at, min_start_at) < TIMESTAMPTZ 'epoch' + :'until_micros'::bigint * INTERVAL '1 microsecond')
    AND (:'before_chunk_id'::integer IS NULL OR chunk.id < :'before_chunk_id'::integer)
ORDER BY chunk.id DESC;

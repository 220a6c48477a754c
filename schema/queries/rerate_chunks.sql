-- Lists the chunks that hold calls which may be rated again: of a switch, with starts in a span.
--
-- Parameters: switch_id smallint, from_micros bigint, to_micros bigint: microseconds since 1970 UTC, half open (null = open),
-- before_chunk_id integer: chunks from this one on are left out, suspended boolean: only chunks with a side in suspense,
-- reason text: and for this reason (null = any).
-- Result: one row per chunk, in the order of their ids; close_number is null where the file is not closed; instants as
-- microseconds since 1970 UTC.

SELECT chunk.id AS chunk_id, cdr_file.close_number, chunk.call_rows, chunk.changed,
    (extract(epoch FROM min_start_at) * 1000000)::bigint AS min_start_micros,
    (extract(epoch FROM max_start_at) * 1000000)::bigint AS max_start_micros
FROM chunk JOIN cdr_file ON cdr_file.id = chunk.file_id
WHERE cdr_file.switch_id = :'switch_id'::smallint AND chunk.id < :'before_chunk_id'::integer AND chunk.call_rows > 0
    AND (:'from_micros'::bigint IS NULL
        OR max_start_at >= TIMESTAMPTZ 'epoch' + :'from_micros'::bigint * INTERVAL '1 microsecond')
    AND (:'to_micros'::bigint IS NULL
        OR min_start_at < TIMESTAMPTZ 'epoch' + :'to_micros'::bigint * INTERVAL '1 microsecond')
    AND (NOT :'suspended'::boolean OR EXISTS (
        SELECT FROM suspense
        WHERE suspense.chunk_id = chunk.id AND suspense.reason <> 'ambiguous_leg'
            AND (:'reason'::text IS NULL OR suspense.reason = :'reason'::text)))
ORDER BY chunk.id;

-- Reads calls of a switch with a side in suspense that may have a price by now, in the order in which they were stored: one
-- batch behind a chunk and ordinal.
--
-- Parameters: switch_id smallint, after_chunk_id integer, after_ordinal integer, before_chunk_id integer: calls of chunks
-- from this one on are left out, batch integer: rows at most.
-- Result: one row per side; a call's sides may be cut by the end of the batch. Legs that cannot be told apart are left out:
-- no price helps them.

SELECT suspense.chunk_id, suspense.ordinal, suspense.side, suspense.reason, suspense.account_value, suspense.called,
    (extract(epoch FROM suspense.start_at) * 1000000)::bigint AS start_micros
FROM suspense
    JOIN chunk ON chunk.id = suspense.chunk_id
    JOIN cdr_file ON cdr_file.id = chunk.file_id
WHERE (suspense.chunk_id, suspense.ordinal) > (:'after_chunk_id'::integer, :'after_ordinal'::integer)
    AND suspense.chunk_id < :'before_chunk_id'::integer
    AND cdr_file.switch_id = :'switch_id'::smallint AND suspense.reason <> 'ambiguous_leg'
    AND NOT EXISTS (
        SELECT FROM suspense_resolution AS resolution
        WHERE resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
            AND resolution.side = suspense.side)
ORDER BY suspense.chunk_id, suspense.ordinal, suspense.side
LIMIT :'batch'::integer;

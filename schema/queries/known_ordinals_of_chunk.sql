-- Lists the records of a chunk that are calls or rejects: what else its text has are duplicates.
--
-- Parameters: chunk_id integer.
-- Result: one row per record.

SELECT ordinal
FROM chunk JOIN call ON call.chunk_id = chunk.id AND start_at BETWEEN min_start_at AND max_start_at
WHERE chunk.id = :'chunk_id'::integer AND ordinal >= 0
UNION ALL
SELECT ordinal FROM call_reject WHERE chunk_id = :'chunk_id'::integer;

-- Says by which exchange rates the calls of a chunk were converted.
--
-- Parameters: chunk_id integer.
-- Reads: chunk, cdr_file, exchange_rate.
-- Rows expected: one; fx_revision is the last that was known, 0 before the first, fx_days_max null where there was no limit
--     on the age of a rate. A chunk that does not say was rated by what was known when it was committed.

SELECT cdr_file.kind, coalesce(chunk.fx_revision,
    (SELECT max(revision) FROM exchange_rate WHERE known_at <= chunk.committed_at), 0) AS fx_revision, chunk.fx_days_max
FROM chunk
JOIN cdr_file ON cdr_file.id = chunk.file_id
WHERE chunk.id = :'chunk_id'::integer;

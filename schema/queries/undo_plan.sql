-- Lists the files that the undo of a file takes back: itself, and the later files of its switch that have to be loaded again
-- because they were compared with it: those that overlap it and held duplicates, stale or changed records, or calls whose leg
-- could not be told. What is loaded again comes behind what was loaded since, so files with changes of its calls follow it.
--
-- Parameters: file_id integer.
-- Result: one row per file, in the order in which they were loaded; how each was loaded; is_finished = all of it is in.

WITH RECURSIVE part AS MATERIALIZED (
    SELECT chunk.id, file_id, first_record_at, last_record_at, duplicates + changed > 0 OR ambiguous.is_there AS was_compared,
        -- A duplicate leaves a mark only where its file states an instant.
        changed > 0 OR ambiguous.is_there OR duplicates > 0 AND stated_at IS NOT NULL AS has_marks
    FROM chunk
        JOIN cdr_file ON cdr_file.id = file_id
        CROSS JOIN LATERAL (
            SELECT EXISTS (SELECT FROM suspense WHERE chunk_id = chunk.id AND reason = 'ambiguous_leg') AS is_there
        ) AS ambiguous
    WHERE kind = 'received' AND undo_act_id IS NULL
        AND switch_id = (SELECT switch_id FROM cdr_file WHERE id = :'file_id'::integer)
), taken (file_id, is_again) AS (
    SELECT :'file_id'::integer, false
    UNION
    SELECT later.file_id, true
    FROM taken
        JOIN part AS earlier ON earlier.file_id = taken.file_id
        JOIN part AS later ON later.id > earlier.id AND later.file_id <> :'file_id'::integer
            AND later.file_id <> earlier.file_id
            -- Calls are the same where they start in one second.
            AND later.first_record_at < earlier.last_record_at + INTERVAL '1 second'
            AND later.last_record_at > earlier.first_record_at - INTERVAL '1 second'
            AND (later.has_marks OR later.was_compared AND NOT taken.is_again)
)
SELECT cdr_file.id AS file_id, cdr_file.name, is_again, cdr_file.chunks IS NOT NULL AS is_finished, sha256,
    layout_definition, cdr_file.tariff_hash, cdr_file.bytes, compression, chunk_bytes,
    (extract(epoch FROM starts_from) * 1000000)::bigint AS starts_from_micros,
    (extract(epoch FROM starts_until) * 1000000)::bigint AS starts_until_micros, longest_call_s, rejected_percent_max,
    rejected_least, (extract(epoch FROM stated_at) * 1000000)::bigint AS stated_at_micros
FROM taken
    JOIN cdr_file ON cdr_file.id = taken.file_id
ORDER BY cdr_file.id;
